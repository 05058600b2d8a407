"""What is due by a day: business calendar and the season of the data, never a straight line."""

import numpy as np

from setpoint.analysis.season import PlanShare, bin_shares, periods_before, plan_share
from setpoint.loop.control.facts import NO_DAYS, Facts
from setpoint.loop.plan.periods import months_of

WEEK = 7
MOST_PERIODS = 8


def plan_line(facts: Facts, measure: str, first: int, last: int, *, money: bool) -> PlanShare:
    """Return phi of a measure for a period: its share due on each day, learnt from whole past periods.

    `money`: by the totals of the measure, else by its numbers. Without a whole past period the working
    days of the calendar alone shape it.
    """
    days = facts.history.get(measure, NO_DAYS)
    known = days.day < first
    since = max(facts.since, int(days.day[0]) - WEEK) if known.any() else first
    past = periods_before(first, months=months_of(first, last), since=since)[-MOST_PERIODS:]
    bins = max(4, round((last - first + 1) / WEEK))
    if not len(past):
        return plan_share(facts.calendar, first, last, np.full(bins, 1 / bins))
    amounts = np.maximum((days.total if money else days.n)[known], 0)
    shares = bin_shares(facts.calendar, past, days.day[known], amounts, bins=bins)
    return plan_share(facts.calendar, first, last, shares)
