"""Reading daily measures in sets."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Sum

from setpoint.loop.record.models import DailyMeasure


def sums(first: date, last: date, measures: Iterable[str]) -> dict[tuple[str, str, int], tuple[int, int, float]]:
    """Return (number, total, squares) of every scope over the days first..last, by (measure, scope kind, scope id)."""
    rows = (
        DailyMeasure.objects.filter(day__range=(first, last), measure__in=list(measures))
        .values_list("measure", "scope_kind", "scope_id")
        .annotate(Sum("n"), Sum("total"), Sum("squares"))
        .order_by()
    )
    return {(measure, kind, number): (n, total, squares) for measure, kind, number, n, total, squares in rows}


def days(
    scope: tuple[str, int], measures: Iterable[str], last: date, first: date | None = None
) -> list[tuple[str, date, int, int]]:
    """Return (measure, day, number, total) of one scope up to the day `last`, in order of time."""
    rows = DailyMeasure.objects.filter(
        scope_kind=scope[0], scope_id=scope[1], measure__in=list(measures), day__lte=last
    )
    if first is not None:
        rows = rows.filter(day__gte=first)
    return list(rows.order_by("day", "measure").values_list("measure", "day", "n", "total"))


def days_of(scopes: Iterable[tuple[str, int]], measure: str, first: date, last: date) -> list[tuple[date, int, int]]:
    """Return (day, number, total) of scopes of one kind over the days first..last."""
    found = list(scopes)
    rows = DailyMeasure.objects.filter(
        measure=measure,
        scope_kind=found[0][0],
        scope_id__in=[number for _, number in found],
        day__range=(first, last),
    )
    return list(rows.values_list("day", "n", "total"))
