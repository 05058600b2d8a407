"""Forecast of a period's wins and revenue from a flow, as known at a day: model, prospects, draws."""

from dataclasses import dataclass

import numpy as np

from setpoint.analysis.arrays import Floats, Ints, sum_by
from setpoint.analysis.arrivals import ArrivalRate, arrival_rate
from setpoint.analysis.calendar import Calendar
from setpoint.analysis.draws import NewWins, OpenItems, Tree, draw_period
from setpoint.analysis.exposure import count_trials
from setpoint.analysis.flow import Flow
from setpoint.analysis.markov import Hazards, Outlook, fit_hazards, outlook
from setpoint.analysis.phit import NodeForecasts, read_off
from setpoint.analysis.traits import tilted, trait_tilts
from setpoint.analysis.values import Values, learn_values


@dataclass(frozen=True)
class Model:
    """What a flow's past says of its future, learnt from what was known at the end of the day `now`."""

    now: int
    hazards: Hazards
    tilts: list[Floats]
    """Per trait (groups,) log-odds."""
    arrivals: ArrivalRate
    values: Values
    position: Ints
    """(days of the calendar,) position in the period of each day."""


@dataclass(frozen=True)
class Prospects:
    """What may still be won in the rest of a period, before any draw."""

    items: OpenItems
    new: NewWins
    ratio: tuple[float, float]
    """Mean and cv of realised to listed value."""


@dataclass(frozen=True)
class PeriodForecast:
    """Forecast of a period for every node of a tree."""

    revenue: NodeForecasts
    wins: NodeForecasts
    prospects: Prospects


def learn(
    flow: Flow,
    calendar: Calendar,
    now: int,
    *,
    stages: int,
    nodes: int,
    position: Ints | None = None,
) -> Model:
    """Learn hazards, tilts, arrivals and values from the flow as known at the end of the day `now`.

    `position` (days of the calendar,): position in the period of each day (`Calendar.month_of_quarter`),
    None for no season in the hazards.
    """
    known = flow.known_at(now)
    place = np.zeros(len(calendar.weights), dtype=np.int64) if position is None else position
    trials = count_trials(known.spells, calendar, now, stages=stages, position=place)
    hazards = fit_hazards(trials)
    came = known.arrival
    return Model(
        now=now,
        hazards=hazards,
        tilts=trait_tilts(trials, hazards, known.traits[:, trials.row]),
        arrivals=arrival_rate(
            known.spells.start[came],
            known.node[came],
            known.spells.stage[came],
            calendar,
            now,
            nodes=nodes,
            stages=stages,
        ),
        values=learn_values(known, now, nodes=nodes),
        position=place,
    )


def look_ahead(model: Model, flow: Flow, calendar: Calendar, last: int) -> Prospects:
    """Open items and new wins that the model expects up to the end of the day `last`."""
    left = calendar.working_days(model.now, last)
    chances = outlook(model.hazards, model.position[left - calendar.first])
    known = flow.known_at(model.now)
    rows = np.flatnonzero(known.open())
    start = known.spells.start[rows]
    idle = calendar.index(np.array([model.now])) - calendar.index(start)
    p = chances.p_win(known.spells.stage[rows], idle, len(left))
    listed = known.value[rows]
    items = OpenItems(
        key=known.item[rows],
        node=known.node[rows],
        p=tilted(p, model.tilts, known.traits[:, rows]),
        value=np.where(np.isfinite(listed), listed, model.values.listed),
    )
    return Prospects(items, _new_wins(model, chances, calendar, last), model.values.ratio)


def forecast_period(
    flow: Flow,
    tree: Tree,
    model: Model,
    calendar: Calendar,
    *,
    first: int,
    last: int,
    revenue_target: Floats,
    wins_target: Floats,
    seed: int = 0,
) -> PeriodForecast:
    """Forecast the period first..last (ordinals) as seen at the end of the model's day.

    Targets (nodes,), nan for none. Same arguments, same numbers. Source: loop mathematics 3.2.
    """
    prospects = look_ahead(model, flow, calendar, last)
    known = flow.known_at(model.now)
    won = known.won(first, last)
    nodes = len(tree.parent)
    draws = draw_period(
        tree,
        prospects.items,
        prospects.new,
        done_value=sum_by(known.node[won], known.realised[won], nodes),
        done_count=np.bincount(known.node[won], minlength=nodes).astype(np.float64),
        ratio=prospects.ratio,
        seed=seed,
    )
    return PeriodForecast(read_off(draws.value, revenue_target), read_off(draws.count, wins_target), prospects)


def _new_wins(model: Model, chances: Outlook, calendar: Calendar, last: int) -> NewWins:
    """Arrivals of each day to come times their chance to be won in what is left after that day."""
    days = np.arange(model.now + 1, last + 1)
    left = calendar.index(np.array([last])) - calendar.index(days) if len(days) else days
    chance = chances.win[left, :, 0] @ model.arrivals.entry
    count = float(model.arrivals.expected(calendar.weight(days)) @ chance)
    weeks = float(calendar.weight(days).sum()) / 5
    return NewWins(
        count=count * model.arrivals.share,
        r=model.arrivals.r_week * max(weeks, 0.2),
        value=model.values.by_node,
        value_cv=np.full(len(model.arrivals.share), model.values.cv),
    )
