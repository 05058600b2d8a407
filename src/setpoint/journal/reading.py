"""Reading facts as people may: visible, standing, with personal values joined again and aliases resolved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from setpoint.journal.aliases import all_numbers, of_customers
from setpoint.journal.models import Alias, Fact, PersonalValue
from setpoint.journal.models.fact import FactQuerySet
from setpoint.kernel.actors import Actor
from setpoint.kernel.facts import FACT_TYPES, JsonDict
from setpoint.kernel.field_rights import hidden
from setpoint.kernel.permissions import is_registered, registered_kinds, visible_to

# kinds whose records are merged: who sees one sees what was told of those that became part of it
MERGED = frozenset(("customers.party",))


@dataclass(frozen=True)
class Told:
    """A fact ready to be shown: `data` has its personal values again, or "erased"; `personal` are those not erased."""

    fact: Fact
    data: JsonDict
    sentence: str
    changes: JsonDict = field(default_factory=dict)
    personal: JsonDict = field(default_factory=dict)
    unseen: frozenset[str] = frozenset()


def visible_facts(actor: Actor, kinds: Iterable[str] | None = None) -> FactQuerySet:
    """Return the standing facts about records that the actor sees, of all kinds or of `kinds`."""
    allowed = Q(pk__in=())
    asked = registered_kinds() if kinds is None else sorted(kind for kind in set(kinds) if is_registered(kind))
    # asked of each fact that is met: gathered first, the records somebody sees would be millions
    for kind in asked:
        seen = visible_to(actor, kind)
        allowed |= Q(Exists(seen.filter(pk=OuterRef("about_id"))), about_kind=kind)
        if kind in MERGED:
            now = Exists(seen.filter(pk=OuterRef("canonical_id")))
            former = Alias.objects.filter(now, kind=kind, alias_id=OuterRef("about_id"))
            allowed |= Q(Exists(former), about_kind=kind)
    return Fact.objects.filter(allowed).standing()


def timeline(actor: Actor, *, about: tuple[str, int] | None = None, customer: int | None = None) -> FactQuerySet:
    """Return visible facts of one record or one customer, newest first, under every number it ever had."""
    wanted = Q()
    if about is not None:
        wanted &= Q(about_kind=about[0], about_id__in=all_numbers(about[0], [about[1]]))
    if customer is not None:
        wanted &= of_customers(all_numbers("customers.party", [customer]))
    # rights are asked for the kinds that occur only: every kind asked is a query and a condition more
    kinds = Fact.objects.filter(wanted).order_by().values_list("about_kind", flat=True).distinct() if wanted else None
    return visible_facts(actor, kinds).filter(wanted).order_by("-occurred_at", "-pk")


def tell(facts: Sequence[Fact]) -> list[Told]:
    """Return facts with their personal values and their sentence in the active language; one query for all."""
    values: dict[int, JsonDict] = {}
    for value in PersonalValue.objects.filter(fact_id__in=[fact.pk for fact in facts if fact.personal]):
        values.setdefault(value.fact_id, {})[value.field] = value.value
    return [_tell_one(fact, values.get(fact.pk, {})) for fact in facts]


def restore(facts: Iterable[Fact]) -> list[JsonDict]:
    """Return the payloads of facts with personal values joined again."""
    return [told.data for told in tell(list(facts))]


def _tell_one(fact: Fact, personal: JsonDict) -> Told:
    erased = _("erased")
    data = dict(fact.data)
    for name in fact.personal:
        if not name.startswith("changes."):
            data[name] = personal.get(name, erased)
    declared = FACT_TYPES.get(fact.kind)
    sentence = _(str(declared.sentence)) if declared else fact.kind
    named = {name: _(data[name]) for name in (declared.translated if declared else ()) if data.get(name)}
    told = sentence.format_map({**data, **named, "actor": fact.actor_label})
    return Told(fact, data, told, dict(fact.changes), personal)


def veiled(told: Told, actor: Actor) -> Told:
    """Return a fact without what stood in fields hidden from the actor; "f.<key>" names an administrator's field."""
    unseen = hidden(actor, told.fact.about_kind)
    if not unseen:
        return told
    data = {key: value for key, value in told.data.items() if key not in unseen}
    if data.get("of_field") in unseen:
        # a row of the record, which is that field
        return replace(told, data={"of_field": data["of_field"]}, changes={}, personal={}, unseen=frozenset(unseen))
    private = data.get("private")
    if isinstance(private, dict):
        data["private"] = {key: value for key, value in private.items() if f"f.{key}" not in unseen}
    of_fields = told.fact.kind == "fields.filled"
    changes = {key: pair for key, pair in told.changes.items() if (f"f.{key}" if of_fields else key) not in unseen}
    return replace(told, data=data, changes=changes, unseen=frozenset(unseen))
