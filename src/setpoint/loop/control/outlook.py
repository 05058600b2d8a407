"""A period as the pipeline sees it: joint draws of company, teams and owners over what is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from setpoint.analysis.arrays import Floats
from setpoint.analysis.forecast import Prospects, play_out
from setpoint.analysis.phit import NodeForecasts
from setpoint.loop.control.facts import Facts, Period, Sums
from setpoint.loop.control.pacing import Group
from setpoint.loop.control.pipeline import Pipeline, chances_of, prospects_of
from setpoint.loop.control.situation import Chances
from setpoint.loop.control.tree import Nodes
from setpoint.loop.plan.parameters import PARAMETERS, Parameter


@dataclass(frozen=True)
class PeriodView:
    """Forecasts of every node of the tree, with the chances of the open items."""

    nodes: Nodes
    prospects: Prospects
    chances: Chances
    revenue: NodeForecasts
    wins: NodeForecasts


def look_at(facts: Facts, pipeline: Pipeline, period: Period, groups: Sequence[Group], *, seed: int) -> PeriodView:
    """Draw a period once for all its goals. What is done is what the record says, not what the flow remembers."""
    first, last = period
    nodes, flow = pipeline.nodes, pipeline.flow.key
    prospects = prospects_of(pipeline, first, last)
    chances = chances_of(pipeline, prospects, last)
    done = replace(
        prospects,
        done_revenue=_own(facts, nodes, facts.periods[period], _fed(flow, "value"), money=True),
        done_wins=_own(facts, nodes, facts.periods[period], _fed(flow, "one"), money=False),
    )
    of_period = [group for group in groups if (group.first, group.last) == period and group.parameter.flow == flow]
    played = play_out(
        done,
        nodes.tree,
        revenue_target=_targets(facts, nodes, of_period, "value"),
        wins_target=_targets(facts, nodes, of_period, "one"),
        seed=seed,
    )
    return PeriodView(nodes, done, chances, played.revenue, played.wins)


def _fed(flow: str, value_of: str) -> Parameter | None:
    return next((each for each in PARAMETERS.values() if (each.flow, each.value_of) == (flow, value_of)), None)


def _own(facts: Facts, nodes: Nodes, sums: Sums, parameter: Parameter | None, *, money: bool) -> Floats:
    """What is recorded of each node (nodes,) beyond what is recorded of its children."""
    if parameter is None:
        return np.zeros(len(nodes))
    found = [facts.of(sums, parameter.measure, kind, number) for kind, number in nodes.scopes]
    whole = np.array([each.total if money else each.n for each in found], dtype=np.float64)
    own = whole.copy()
    np.subtract.at(own, nodes.tree.parent[1:], whole[1:])
    return own


def _targets(facts: Facts, nodes: Nodes, groups: Sequence[Group], value_of: str) -> Floats:
    """Targets (nodes,), nan where there is no goal."""
    target = np.full(len(nodes), np.nan)
    for group in groups:
        if group.parameter.value_of == value_of:
            goals, rows = facts.goals, group.rows
            at = nodes.of(goals.scope_kind[rows].tolist(), goals.scope_id[rows].tolist())
            target[at[at >= 0]] = goals.target[rows][at >= 0]
    return target
