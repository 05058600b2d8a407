"""How often deals are to be touched, and which stand before a head for help."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from setpoint.domains.sales.deal_facts import deal_fact
from setpoint.domains.sales.deal_locks import locked_deals, require_open
from setpoint.domains.sales.models import Cadence, Deal, Escalation
from setpoint.domains.sales.record import DealEscalated, DealPartChanged
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.models import Team

CADENCE, HELP = gettext_noop("the days between touches"), gettext_noop("the help of a head")


@transaction.atomic
def set_cadence(days: Mapping[int, int | None], *, by: Actor, correction: int | None = None) -> dict[int, int | None]:
    """Let deals be touched every so many working days (deal → days, None: as the stage says); return what stood."""
    deals = locked_deals(by, days)
    if any(each is not None and each < 1 for each in days.values()):
        raise ValidationError({"days": _("At least one day.")})
    known = dict(Cadence.objects.filter(deal__in=deals).values_list("deal_id", "days"))
    before = {pk: known.get(pk) for pk in days}
    changed = {pk: each for pk, each in days.items() if before[pk] != each}
    Cadence.objects.filter(deal__in=changed).delete()
    now = company_now()
    Cadence.objects.bulk_create(
        Cadence(deal=deals[pk], days=each, set_at=now, correction_id=correction)
        for pk, each in changed.items()
        if each is not None
    )
    facts.emit_many(
        [
            deal_fact(
                deals[pk],
                DealPartChanged,
                by,
                now,
                changes={"cadence": [before[pk], each]},
                part=CADENCE,
                words=str(each or deals[pk].stage.touch_gap),
            )
            for pk, each in changed.items()
        ]
    )
    return before


@transaction.atomic
def escalate_many(ids: Sequence[int], *, by: Actor, correction: int | None = None) -> list[int]:
    """Bring open deals before the nearest head above their owners; return those that were not there already."""
    deals = locked_deals(by, ids)
    require_open(deals.values())
    there = set(Escalation.objects.filter(deal__in=deals).values_list("deal_id", flat=True))
    fresh = [deal for pk, deal in deals.items() if pk not in there]
    heads, now = _heads(fresh), company_now()
    Escalation.objects.bulk_create(
        Escalation(deal=deal, head_id=heads[deal.pk], since=now, correction_id=correction) for deal in fresh
    )
    facts.emit_many(
        [deal_fact(deal, DealEscalated, by, now, head=heads[deal.pk], correction=correction) for deal in fresh]
    )
    return [deal.pk for deal in fresh]


@transaction.atomic
def settle_many(ids: Sequence[int], *, by: Actor) -> int:
    """Take deals away from before their heads; return how many stood there."""
    deals = locked_deals(by, ids)
    rows = Escalation.objects.filter(deal__in=deals)
    there = sorted(rows.values_list("deal_id", flat=True))
    rows.delete()
    now = company_now()
    facts.emit_many([deal_fact(deals[pk], DealPartChanged, by, now, part=HELP, words="") for pk in there])
    return len(there)


def _heads(deals: Sequence[Deal]) -> dict[int, int | None]:
    """Return the nearest head above the owner of each deal who is not the owner himself."""
    teams = {pk: (head, parent) for pk, head, parent in Team.objects.values_list("pk", "head_id", "parent_id")}
    found: dict[int, int | None] = {}
    for deal in deals:
        team, head = deal.owner.team_id, None
        while team is not None and head is None:
            candidate, team = teams[team]
            head = candidate if candidate != deal.owner_id else None
        found[deal.pk] = head
    return found
