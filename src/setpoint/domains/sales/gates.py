"""Whether a deal may enter a stage: checks by name, to which others can add theirs."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setpoint.domains.activities.queries import planned_about
from setpoint.domains.sales.models import ContactRole, Deal, DealContact, DealLine, Gate, Stage
from setpoint.domains.sales.permissions import KIND
from setpoint.journal.models import Fact
from setpoint.kernel.facts import FACT_TYPES
from setpoint.platform.fields.models import FieldType
from setpoint.platform.fields.reading import fields_of, values_of

Fulfilled = Callable[[Collection[Deal], str], set[int]]
Options = Callable[[], Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class Check:
    """What a gate may look at. `fulfilled` returns those of the deals for which it holds; `options` what can be named.

    `where` is the part of the deal's card on which a person puts it right.
    """

    key: str
    label: str | Promise
    fulfilled: Fulfilled
    options: Options | None = None
    where: str = ""


@dataclass(frozen=True)
class Missing:
    """What a deal lacks to enter a stage."""

    gate: Gate
    words: str
    where: str


CHECKS: dict[str, Check] = {}


def register_check(check: Check) -> None:
    """Let gates look at something more. ValueError where the key is taken by another."""
    known = CHECKS.setdefault(check.key, check)
    if known is not check and known.fulfilled.__qualname__ != check.fulfilled.__qualname__:
        raise ValueError(f"check {check.key} is declared twice")


def missing_for(
    deals: Mapping[int, Stage], rows: Mapping[int, Deal], *, fresh: bool = False
) -> dict[int, list[Missing]]:
    """Return what each deal (number → the stage it enters) lacks; moves back ask nothing. A query for each gate.

    A deal that goes ahead passes the gates of every stage on its way, the new one's included; a `fresh` one is new.
    """
    pipelines = {stage.pipeline_id for stage in deals.values()}
    gates = Gate.objects.filter(stage__pipeline__in=pipelines).select_related("stage")
    found: dict[int, list[Missing]] = {}
    for gate in gates:
        asked = {pk: rows[pk] for pk, stage in deals.items() if _asks(gate, rows[pk], stage, fresh=fresh)}
        check = CHECKS.get(gate.check_key)
        if not asked or check is None:
            continue
        for pk in asked.keys() - check.fulfilled(list(asked.values()), gate.argument):
            found.setdefault(pk, []).append(Missing(gate, words_of(gate), check.where))
    return found


def words_of(gate: Gate) -> str:
    """Return what a gate asks, in the reader's words."""
    check = CHECKS.get(gate.check_key)
    if check is None:
        return _("“%(field)s”, which is no more") % {"field": gate.check_key}
    if not check.options:
        return f"{check.label}: {gate.argument}" if gate.argument else str(check.label)
    named = dict(check.options()).get(gate.argument, gate.argument)
    return f"{check.label}: {named}"


def _asks(gate: Gate, deal: Deal, stage: Stage, *, fresh: bool) -> bool:
    if gate.stage.pipeline_id != stage.pipeline_id or gate.stage.position > stage.position:
        return False
    return fresh or deal.pipeline_id != stage.pipeline_id or gate.stage.position > deal.stage.position


def _native(deals: Collection[Deal], name: str) -> set[int]:
    """A price list's estimate is no amount that somebody has named."""
    if name == "amount":
        return {deal.pk for deal in deals if deal.amount is not None and not deal.estimated}
    if name not in {"customer", "product"}:
        return set()
    return {deal.pk for deal in deals if getattr(deal, f"{name}_id") is not None}


def _field(deals: Collection[Deal], key: str) -> set[int]:
    wanted = [field for field in fields_of(KIND) if field.key == key]
    if not wanted:
        # the field is no more: nobody can fill it, so it asks nothing
        return {deal.pk for deal in deals}
    return {pk for pk, said in values_of(KIND, [deal.pk for deal in deals], wanted).items() if key in said}


def _contact(deals: Collection[Deal], role: str) -> set[int]:
    rows = DealContact.objects.filter(deal__in=[deal.pk for deal in deals])
    return set((rows.filter(role=role) if role else rows).values_list("deal_id", flat=True))


def _lines(deals: Collection[Deal], _argument: str) -> set[int]:
    return set(DealLine.objects.filter(deal__in=[deal.pk for deal in deals]).values_list("deal_id", flat=True))


def _step(deals: Collection[Deal], _argument: str) -> set[int]:
    return planned_about(KIND, [deal.pk for deal in deals])


def _fact(deals: Collection[Deal], kind: str) -> set[int]:
    told = Fact.objects.about(KIND, [deal.pk for deal in deals]).filter(kind=kind).standing()
    return set(told.values_list("about_id", flat=True))


def _roles() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in ContactRole.choices]


def _fields(*, files: bool) -> Options:
    def options() -> list[tuple[str, str]]:
        return [(one.key, str(one)) for one in fields_of(KIND) if (one.type == FieldType.FILE) is files]

    return options


for _check in (
    Check(
        "native",
        gettext_lazy("known"),
        _native,
        lambda: [("amount", _("Amount")), ("customer", _("Customer")), ("product", _("Product"))],
        "deal",
    ),
    Check("field", gettext_lazy("filled"), _field, _fields(files=False), "fields"),
    Check("file", gettext_lazy("file attached"), _field, _fields(files=True), "fields"),
    Check("contact", gettext_lazy("contact who"), _contact, _roles, "contacts"),
    Check("lines", gettext_lazy("products with quantities"), _lines, None, "lines"),
    Check("next_step", gettext_lazy("a next step"), _step, None, "next"),
    Check("fact", gettext_lazy("happened"), _fact, lambda: [(key, key) for key in sorted(FACT_TYPES)]),
):
    register_check(_check)
