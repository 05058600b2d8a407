"""Finds who gets a lead: the first rule whose conditions hold and that finds somebody decides."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import reduce
from operator import and_

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from setpoint.domains.sales.choosing import Turn, next_of
from setpoint.domains.sales.models import Lead, LeadSource, Method, RoutingRule, RoutingSeat, Skill
from setpoint.domains.sales.permissions import LEAD
from setpoint.kernel.bulk import update_each
from setpoint.kernel.clock import company_zone
from setpoint.kernel.governed import governed
from setpoint.kernel.models import Absence, Territory, User
from setpoint.kernel.trees import with_below
from setpoint.platform import channel_rules


@dataclass(frozen=True)
class Routed:
    """What was decided of a lead: its owner (None: the pool), by which rule (None: no rule found anybody)."""

    lead: Lead
    owner: int | None
    rule: RoutingRule | None


@dataclass
class _People:
    """What rules ask of people, read once for all.

    `working` are those at work with their teams; `closed` what channel rules keep from a team (team, source).
    """

    working: dict[int, int | None]
    closed: set[tuple[int | None, int]] = field(default_factory=set)
    load: Counter[int] = field(default_factory=Counter)
    products: dict[int, set[int]] = field(default_factory=dict)
    languages: dict[int, set[str]] = field(default_factory=dict)
    territories: dict[int, set[int]] = field(default_factory=dict)


def route(leads: Sequence[Lead], *, at: datetime) -> list[Routed]:
    """Decide on saved leads in the order in which they came; turns that were taken are remembered."""
    rules = list(RoutingRule.objects.filter(enabled=True).prefetch_related("seats"))
    seats = {seat.pk: seat for rule in rules for seat in rule.seats.all()}
    people = _people({seat.user_id for seat in seats.values()}, at)
    people.closed = _closed(set(people.working.values()), leads, at)
    turns = {
        pk: Turn(seat.user_id, seat.weight, seat.credit, seat.served_at, people.load[seat.user_id])
        for pk, seat in seats.items()
    }
    fits = {rule.pk: _fitting(rule, leads) for rule in rules}
    found = [_decide(lead, rules, fits, turns, people, at + timedelta(microseconds=n)) for n, lead in enumerate(leads)]
    _remember(seats, turns)
    return found


def condition_of(rule: RoutingRule) -> Q:
    """Return what a rule asks of leads. ValidationError names a condition that means nothing (any more)."""
    declared = governed(LEAD)
    fields = {one.key: one for one in declared.conditions} if declared else {}
    parts = []
    for name, operator, value in rule.conditions:
        try:
            field = fields[name]
            parts.append(field.compile(field.operators[field.operators.index(operator)], value))
        except (LookupError, ValueError, ValidationError) as wrong:
            words = {"name": rule.name, "condition": f"{name} {value}"}
            raise ValidationError(
                {"conditions": _("“%(condition)s” in the rule “%(name)s” cannot be understood.") % words}
            ) from wrong
    return reduce(and_, parts, Q())


def _fitting(rule: RoutingRule, leads: Sequence[Lead]) -> set[int]:
    ids = {lead.pk for lead in leads}
    if not rule.conditions:
        return ids
    try:
        asked = condition_of(rule)
    except ValidationError:
        # what it named is no more: the rule decides nothing, and its page says so
        return set()
    return set(Lead.objects.filter(asked, pk__in=ids).values_list("pk", flat=True))


def _decide(
    lead: Lead,
    rules: Sequence[RoutingRule],
    fits: Mapping[int, set[int]],
    turns: Mapping[int, Turn],
    people: _People,
    at: datetime,
) -> Routed:
    for rule in rules:
        if lead.pk not in fits[rule.pk]:
            continue
        if rule.method == Method.POOL:
            return Routed(lead, None, rule)
        able = [turns[seat.pk] for seat in rule.seats.all() if _able(seat, rule, lead, people)]
        chosen = next_of(able, Method(rule.method), at)
        if chosen is not None:
            people.load[chosen.user] += 1
            return Routed(lead, chosen.user, rule)
    return Routed(lead, None, None)


def _able(seat: RoutingSeat, rule: RoutingRule, lead: Lead, people: _People) -> bool:
    user = seat.user_id
    if user not in people.working or (people.working[user], lead.source_id) in people.closed:
        return False
    if rule.most_open is not None and people.load[user] >= rule.most_open:
        return False
    if rule.in_territory and (lead.territory_id is None or lead.territory_id not in people.territories.get(user, ())):
        return False
    if not rule.needs_skill:
        return True
    knows = lead.product_id is None or lead.product_id in people.products.get(user, ())
    return knows and (not lead.language or lead.language in people.languages.get(user, ()))


def _closed(teams: Collection[int | None], leads: Sequence[Lead], at: datetime) -> set[tuple[int | None, int]]:
    """Return which sources of leads the company's rules of channels close to which teams now."""
    keys = dict(LeadSource.objects.filter(pk__in={lead.source_id for lead in leads}).values_list("pk", "key"))
    pairs = [(team, source) for team in teams for source in keys]
    sendings = [channel_rules.Sending(keys[source], channel_rules.LEAD, team, at) for team, source in pairs]
    return {pair for pair, why in zip(pairs, channel_rules.refusals(sendings), strict=True) if why}


def _people(users: Iterable[int], at: datetime) -> _People:
    asked = set(users)
    day = at.astimezone(company_zone()).date()
    away = Absence.objects.filter(user__in=asked, first_day__lte=day, last_day__gte=day).values("user")
    there = User.objects.filter(pk__in=asked, is_active=True, suspension=None).exclude(pk__in=away)
    found = _People(dict(there.values_list("pk", "team_id")))
    counts = Lead.objects.open().filter(owner__in=asked).order_by().values("owner").annotate(open=Count("pk"))
    found.load.update({row["owner"]: row["open"] for row in counts})
    for user, product, language in Skill.objects.filter(user__in=asked).values_list("user", "product", "language"):
        if product is not None:
            found.products.setdefault(user, set()).add(product)
        if language:
            found.languages.setdefault(user, set()).add(language)
    parents: dict[int, int | None] = dict(Territory.objects.values_list("pk", "parent_id"))
    belongs = User.territories.through.objects.filter(user__in=asked).values_list("user_id", "territory_id")
    for user, territory in belongs:
        found.territories.setdefault(user, set()).update(with_below([territory], parents))
    return found


def _remember(seats: Mapping[int, RoutingSeat], turns: Mapping[int, Turn]) -> None:
    moved = []
    for pk, seat in seats.items():
        if (seat.credit, seat.served_at) != (turns[pk].credit, turns[pk].served_at):
            seat.credit, seat.served_at = turns[pk].credit, turns[pk].served_at
            moved.append(seat)
    update_each(moved, ["credit", "served_at"])
