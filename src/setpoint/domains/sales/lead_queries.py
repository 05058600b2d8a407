"""Reads of leads used more than once."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from setpoint.domains.sales.models import Lead
from setpoint.domains.sales.permissions import LEAD
from setpoint.journal.models import Fact


def owners_of_open_leads(ids: Iterable[int]) -> dict[int, int | None]:
    """Return the owner of each of these leads that is open, None for the pool."""
    return dict(Lead.objects.open().filter(pk__in=list(ids)).values_list("pk", "owner_id"))


def touched_between(ids: Sequence[int], after: datetime, until: datetime) -> set[int]:
    """Return which of these leads somebody spoke or wrote with in (after, until]."""
    return _told(ids, after, until, ["sales.lead_touched"])


def converted_between(ids: Sequence[int], after: datetime, until: datetime) -> set[int]:
    """Return which of these leads became a deal or a contact in (after, until]."""
    return _told(ids, after, until, ["sales.lead_converted"])


def converted_of(owners: Sequence[int], after: datetime, until: datetime) -> dict[int, tuple[int, int]]:
    """Return (converted, received) of the leads given to each owner in (after, until], by the owner of that moment."""
    done = {owner: [0, 0] for owner in owners}
    kinds = ["sales.lead_converted", "sales.lead_assigned"]
    facts = Fact.objects.filter(
        kind__in=kinds, about_kind=LEAD, occurred_at__gt=after, occurred_at__lte=until
    ).standing()
    for kind, data in facts.values_list("kind", "data").iterator():
        if data["owner"] in done:
            done[data["owner"]][kind == "sales.lead_assigned"] += 1
    return {owner: (converted, received) for owner, (converted, received) in done.items()}


def _told(ids: Sequence[int], after: datetime, until: datetime, kinds: list[str]) -> set[int]:
    facts = Fact.objects.about(LEAD, ids).filter(kind__in=kinds, occurred_at__gt=after, occurred_at__lte=until)
    return set(facts.standing().values_list("about_id", flat=True))
