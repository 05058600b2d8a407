"""What a flow's pipeline says of a period: one model per day, one look ahead per period."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from setpoint.analysis.arrays import Floats
from setpoint.analysis.calendar import Calendar
from setpoint.analysis.forecast import Model, Prospects, learn, look_ahead
from setpoint.analysis.markov import outlook
from setpoint.analysis.season import periods_before
from setpoint.analysis.spells import WON
from setpoint.analysis.traits import tilted
from setpoint.loop.control.situation import Chances
from setpoint.loop.control.tree import Nodes, history_of, nodes_of
from setpoint.loop.plan.flow import Flow
from setpoint.loop.plan.periods import months_of

YEAR = 260
WEEK = 7


@dataclass(frozen=True)
class Pipeline:
    """A flow with its tree and what was learnt from it."""

    flow: Flow
    nodes: Nodes
    model: Model
    calendar: Calendar
    since: int
    """Ordinal of the first day of which the flow knows everything."""

    @cached_property
    def final_chance(self) -> float:
        """P(a new item is ever won), looked at over a year of working days of no particular season."""
        ever = outlook(self.model.hazards, np.zeros(YEAR, dtype=np.int64))
        return float(ever.win[-1, :, 0] @ self.model.arrivals.entry)


def learn_pipeline(flow: Flow, calendar: Calendar, *, since: int, sigmas: tuple[float, ...]) -> Pipeline | None:
    """Learn from a flow; None where nothing has happened in it yet."""
    nodes = nodes_of(flow, sigmas)
    if len(flow.spells) == 0:
        return None
    model = learn(
        history_of(flow, nodes),
        calendar,
        flow.day,
        stages=len(flow.stages.id),
        nodes=len(nodes),
        position=calendar.month_of_quarter(),
    )
    return Pipeline(flow=flow, nodes=nodes, model=model, calendar=calendar, since=since)


def prospects_of(pipeline: Pipeline, first: int, last: int) -> Prospects:
    """Look ahead to what will be won on the days first..last; a period may lie in the future as a whole."""
    history = history_of(pipeline.flow, pipeline.nodes)
    wins = history.spells.end[history.spells.next == WON]
    since = max(pipeline.since, int(wins.min(initial=first)) - WEEK)
    past = periods_before(first, months=months_of(first, last), since=since)

    def until(day: int, begin: int) -> Prospects:
        return look_ahead(
            pipeline.model, history, pipeline.nodes.tree, pipeline.calendar, first=begin, last=day, past=past
        )

    ahead = until(last, first)
    if pipeline.flow.day >= first - 1:
        return ahead
    # won before the period begins does not count in it
    before = until(first - 1, pipeline.flow.day + 1)
    return replace(
        ahead,
        items=replace(ahead.items, p=np.maximum(ahead.items.p - before.items.p, 0)),
        new=replace(ahead.new, count=np.maximum(ahead.new.count - before.new.count, 0)),
        pool=None,
    )


def chances_of(pipeline: Pipeline, prospects: Prospects, last: int) -> Chances:
    """Spread the chances over all open items of the flow; those that no dated event has reached have none."""
    items, model = pipeline.flow.items, pipeline.model
    p, advanced, worth = np.zeros(len(items)), np.zeros(len(items)), np.zeros(len(items))
    place = np.searchsorted(items.ref, prospects.items.key)
    p[place] = prospects.items.p
    worth[place] = prospects.items.value * prospects.ratio[0]
    left = pipeline.calendar.working_days(model.now, last)
    if len(place) and len(left):
        stage = items.stage[place]
        closing = pipeline.flow.stages.closing()
        ahead = outlook(model.hazards, model.position[left - pipeline.calendar.first])
        after = ahead.p_win(np.where(closing[stage], stage, stage + 1), np.zeros_like(stage), len(left))
        traits = np.stack([items.owner[place], items.product[place]])
        advanced[place] = np.where(closing[stage], 1.0, tilted(after, model.tilts, traits))
    return Chances(last=last, p=p, p_advanced=advanced, worth=worth)


def stock_ahead(pipeline: Pipeline, last: int) -> tuple[Floats, Floats, Floats]:
    """Open value now, its mean and variance on the day `last`, all (nodes,), children not included.

    An item stays with 1 - P(won) - P(lost); arrivals bring the mean listed value and stay likewise.
    """
    model, calendar, items = pipeline.model, pipeline.calendar, pipeline.flow.items
    nodes = len(pipeline.nodes)
    node = items.owner + pipeline.nodes.first_owner
    value = np.where(np.isfinite(items.value), items.value, model.values.listed)
    left = calendar.working_days(model.now, last)
    chances = outlook(model.hazards, model.position[left - calendar.first])
    since = np.where(items.since < 0, model.now, items.since)
    idle = calendar.index(np.array([model.now])) - calendar.index(since)
    stays = 1 - chances.p_win(items.stage, idle, len(left)) - chances.p_lose(items.stage, idle, len(left))
    stays = np.clip(stays, 0, 1)
    days = np.arange(model.now + 1, last + 1)
    coming = model.arrivals.rate * calendar.weight(days)
    tau = calendar.index(np.array([last])) - calendar.index(days) if len(days) else days
    remain = np.clip(1 - (chances.win + chances.lose)[tau, :, 0] @ model.arrivals.entry, 0, 1)
    new = float(coming @ remain) * model.arrivals.share

    def by_node(amounts: Floats) -> Floats:
        return np.bincount(node, weights=amounts, minlength=nodes).astype(np.float64)

    listed = model.values.listed
    return (
        by_node(value),
        by_node(value * stays) + new * listed,
        by_node(value**2 * stays * (1 - stays)) + new * listed**2 * (1 + model.values.cv**2),
    )
