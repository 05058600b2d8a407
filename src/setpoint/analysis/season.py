"""Cumulative plan share phi(t): which part of a period's plan is due by each day, never a straight line."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from setpoint.analysis.arrays import Floats, Ints
from setpoint.analysis.calendar import Calendar


@dataclass(frozen=True)
class PlanShare:
    """The plan of one period, spread over its days."""

    first: int
    """Ordinal of the first day of the period."""
    daily: Floats
    """(days,) share due on each day; sums to 1."""

    def due(self, day: int) -> float:
        """Share due by the end of the day; 0 before the period, 1 after it."""
        return float(self.daily[: max(0, day - self.first + 1)].sum())


def bin_shares(
    calendar: Calendar,
    periods: Ints,
    days: Ints,
    amounts: Floats,
    *,
    bins: int,
    parent: Floats | None = None,
) -> Floats:
    """Shares (bins,) of a period's total that fall into its equal parts, Dirichlet-smoothed.

    `periods` (k, 2): first and last ordinals of completed past periods; `days`, `amounts` (n,): what
    happened when. Smoothed towards the parent's shares (flat if None) with the weight of one period's
    volume, so k past periods count k to 1. Source: loop mathematics 2.3.
    """
    prior = np.full(bins, 1.0 / bins) if parent is None else parent
    volume = np.zeros(bins)
    for first, last in periods:
        inside = (days >= first) & (days <= last)
        part = _part_of_period(calendar, int(first), int(last), days[inside], bins)
        volume += np.bincount(part, weights=amounts[inside], minlength=bins)
    total = volume.sum()
    if total <= 0:
        return prior
    one_period = total / len(periods)
    return np.asarray((volume + one_period * prior) / (total + one_period))


def plan_share(calendar: Calendar, first: int, last: int, shares: Floats) -> PlanShare:
    """Spread a period first..last (ordinals) by bin shares (bins,) and, inside a bin, by working days."""
    days = np.arange(first, last + 1)
    weights = calendar.weight(days)
    part = _part_of_period(calendar, first, last, days, len(shares))
    worked = np.bincount(part, weights=weights, minlength=len(shares))
    daily = np.where(worked[part] > 0, shares[part] * weights / np.maximum(worked[part], 1e-12), 0.0)
    if daily.sum() <= 0:
        daily = np.ones(len(days))
    return PlanShare(first=first, daily=daily / daily.sum())


def periods_before(first: int, *, months: int, since: int) -> Ints:
    """Completed periods (k, 2) of so many whole months before the one that begins on `first` (the first
    of a month), as first and last ordinals in time order; none begins before `since`.
    ValueError when the period begins in the middle of a month or has no months.
    """
    if months < 1 or date.fromordinal(first).day != 1:
        raise ValueError("a period of whole months begins on the first of a month")
    periods: list[tuple[int, int]] = []
    begin = date.fromordinal(first)
    while True:
        end = begin.toordinal() - 1
        month = begin.year * 12 + begin.month - 1 - months
        begin = date(month // 12, month % 12 + 1, 1)
        if begin.toordinal() < since:
            return np.array(periods[::-1], dtype=np.int64).reshape(-1, 2)
        periods.append((begin.toordinal(), end))


def _part_of_period(calendar: Calendar, first: int, last: int, days: Ints, bins: int) -> Ints:
    """Bin (n,) of each day by the share of the period's working days gone before it."""
    whole = np.arange(first, last + 1)
    worked = np.cumsum(calendar.weight(whole))
    gone = (worked - calendar.weight(whole)) / max(worked[-1], 1e-12)
    part: Ints = np.minimum((gone * bins + 1e-9).astype(np.int64), bins - 1)
    return part[days - first]
