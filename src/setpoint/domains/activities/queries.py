"""Reads of activities used more than once."""

from collections.abc import Collection
from datetime import datetime

from setpoint.domains.activities.models import Activity

BATCH = 500


def next_of(kind: str, ids: Collection[int]) -> dict[int, Activity]:
    """Return the first open activity about each of the records of a kind that has one."""
    found: dict[int, Activity] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), BATCH):
        rows = Activity.objects.open().filter(about_kind=kind, about_id__in=wanted[start : start + BATCH])
        for row in rows.select_related("owner").order_by("due_at", "pk"):
            found.setdefault(row.about_id or 0, row)
    return found


def planned_about(kind: str, ids: Collection[int]) -> set[int]:
    """Return those of the records about which something is planned."""
    wanted, found = sorted(ids), set[int]()
    for start in range(0, len(wanted), BATCH):
        rows = Activity.objects.open().filter(about_kind=kind, about_id__in=wanted[start : start + BATCH])
        found |= {pk for pk in rows.values_list("about_id", flat=True) if pk is not None}
    return found


def with_plans(parties: Collection[int]) -> set[int]:
    """Return those of the customers with whom something is planned."""
    rows = Activity.objects.open().filter(customer__in=list(parties))
    return {pk for pk in rows.values_list("customer_id", flat=True) if pk is not None}


def busy_minutes(owner: int, first: datetime, last: datetime) -> int:
    """Return how many minutes of meetings and calls a person has in [first, last)."""
    rows = Activity.objects.open().filter(owner=owner, due_at__gte=first, due_at__lt=last, all_day=False)
    return sum(rows.values_list("minutes", flat=True))
