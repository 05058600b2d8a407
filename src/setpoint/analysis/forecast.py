"""Forecast of a period's wins and revenue from a flow, as known at a day: model, prospects, draws."""

from dataclasses import dataclass, replace

import numpy as np

from setpoint.analysis.arrays import Floats, Ints, sum_by
from setpoint.analysis.arrivals import ArrivalRate, arrival_rate
from setpoint.analysis.calendar import Calendar
from setpoint.analysis.draws import NewWins, OpenItems, Pool, Tree, draw_period
from setpoint.analysis.drift import win_drift
from setpoint.analysis.exposure import count_trials
from setpoint.analysis.flow import Flow
from setpoint.analysis.markov import Hazards, Outlook, fit_hazards, outlook
from setpoint.analysis.pace import pace_rest, pool_with_pace
from setpoint.analysis.phit import NodeForecasts, read_off
from setpoint.analysis.spells import WON
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
    """A period in the middle: what is won, and what may still be won, before any draw."""

    items: OpenItems
    new: NewWins
    ratio: tuple[float, float]
    """Mean and cv of realised to listed value."""
    pool: Pool | None
    """The seasonal pace as a second opinion."""
    done_revenue: Floats
    """(nodes,) won in the period so far, minor units, children not included."""
    done_wins: Floats
    """(nodes,)"""


@dataclass(frozen=True)
class PeriodForecast:
    """Forecast of a period for every node of a tree."""

    revenue: NodeForecasts
    wins: NodeForecasts


def learn(
    flow: Flow,
    calendar: Calendar,
    now: int,
    *,
    stages: int,
    nodes: int,
    position: Ints | None = None,
) -> Model:
    """Learn hazards, drift, tilts, arrivals and values from what is known at the end of the day `now`.

    `position` (days of the calendar,): position in the period of each day (`Calendar.month_of_quarter`),
    None for no season in the hazards.
    """
    known = flow.known_at(now)
    place = np.zeros(len(calendar.weights), dtype=np.int64) if position is None else position
    trials = count_trials(known.spells, calendar, now, stages=stages, position=place)
    hazards = fit_hazards(trials)
    drift = win_drift(known.spells, calendar, now, hazards, place)
    came = known.arrival
    return Model(
        now=now,
        hazards=replace(hazards, win=hazards.win * drift),
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


def look_ahead(
    model: Model, flow: Flow, tree: Tree, calendar: Calendar, *, first: int, last: int, past: Ints
) -> Prospects:
    """What is done in the period first..last and what the model expects of open items and arrivals.

    `past` (k, 2): completed past periods whose wins the flow knows in full (`season.periods_before`).
    """
    nodes = len(tree.parent)
    left = calendar.working_days(model.now, last)
    chances = outlook(model.hazards, model.position[left - calendar.first])
    known = flow.known_at(model.now)
    rows = np.flatnonzero(known.open())
    idle = calendar.index(np.array([model.now])) - calendar.index(known.spells.start[rows])
    p = tilted(chances.p_win(known.spells.stage[rows], idle, len(left)), model.tilts, known.traits[:, rows])
    listed = known.value[rows]
    new = _new_wins(model, chances, calendar, last)
    won = known.won(first, last)
    pace = pace_rest(
        calendar,
        known.spells.end[known.spells.next == WON],
        now=model.now,
        first=first,
        last=last,
        past=past,
        sigma=float(tree.sigma[0]),
    )
    return Prospects(
        items=OpenItems(
            key=known.item[rows],
            node=known.node[rows],
            p=p,
            value=np.where(np.isfinite(listed), listed, model.values.listed),
        ),
        new=new,
        ratio=model.values.ratio,
        pool=pool_with_pace(float(p.sum() + new.count.sum()), pace),
        done_revenue=sum_by(known.node[won], known.realised[won], nodes),
        done_wins=np.bincount(known.node[won], minlength=nodes).astype(np.float64),
    )


def play_out(
    prospects: Prospects, tree: Tree, *, revenue_target: Floats, wins_target: Floats, seed: int = 0
) -> PeriodForecast:
    """Draw the rest of the period and read the forecasts off; targets (nodes,), nan for none.

    Same arguments, same numbers. To see what a correction would do, change `prospects.items` and play
    out again with the same seed: only what was changed differs.
    """
    draws = draw_period(
        tree,
        prospects.items,
        prospects.new,
        done_value=prospects.done_revenue,
        done_count=prospects.done_wins,
        ratio=prospects.ratio,
        pool=prospects.pool,
        seed=seed,
    )
    return PeriodForecast(read_off(draws.value, revenue_target), read_off(draws.count, wins_target))


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
