"""Why a figure means nothing: the reasons for class grey, found by sound arithmetic and told in words."""

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from setpoint.analysis.arrays import Floats
from setpoint.loop.control.facts import Facts
from setpoint.loop.control.pacing import Group
from setpoint.loop.control.pipeline import Pipeline
from setpoint.loop.control.situation import Words
from setpoint.loop.plan.parameters import Kind

QUARTER = 92
REASONS: dict[str, str | Promise] = {
    "no_plan": _("The plan asks for nothing: there is nothing to compare with."),
    "no_history": _("Nothing has happened here yet from which a forecast could be made."),
    "few_wins": _("Too little data: too few wins a quarter for a chance that says something. Watch flow and response."),
    "incomplete": _("The amount of too many open deals is missing. Fill it in, then the forecast counts again."),
    "past_dates": _("The expected close date of too many open deals is over. Move it or close them."),
    "not_finite": _("A figure could not be worked out from the data."),
    "clock": _("The clock was set back: facts of days to come are known. They are left out until then."),
}


def reasons(
    facts: Facts,
    group: Group,
    pipeline: Pipeline | None,
    *,
    mean: Floats,
    p_hit: Floats,
    completeness: float,
    past_dates: float,
) -> Words:
    """Why each goal of a group is grey, "" where it is not; the first reason that holds."""
    rows = len(group.rows)
    rules = facts.rules
    found = np.full(rows, "", dtype="<U12")

    def give(reason: str, where: object) -> None:
        found[(found == "") & np.broadcast_to(np.asarray(where, dtype=np.bool_), rows)] = reason

    give("not_finite", ~np.isfinite(mean) | ~np.isfinite(p_hit))
    give("clock", facts.day < facts.since)
    additive = group.parameter.additive and group.parameter.kind is not Kind.STOCK
    give("no_plan", facts.goals.target[group.rows] <= 0)
    if group.parameter.flow is not None and pipeline is None:
        give("no_history", True)
    if additive and group.parameter.value_of in {"value", "one"} and pipeline is not None:
        give("few_wins", wins_a_quarter(facts, pipeline) < rules.few_wins)
    give("incomplete", completeness < rules.tolerance.completeness)
    give("past_dates", past_dates > rules.tolerance.past_dates)
    return found


def wins_a_quarter(facts: Facts, pipeline: Pipeline) -> float:
    """Wins of the flow in the last quarter of a year, or in what is known of it, at that pace."""
    known = max(1, min(QUARTER, facts.day - facts.since + 1))
    from_day = facts.day - known + 1
    flow = pipeline.flow.spells
    won = int(((flow.end >= from_day) & (flow.end <= facts.day) & np.isfinite(flow.realised)).sum())
    return won * QUARTER / known
