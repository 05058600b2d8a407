"""What touches do, learnt from spells: chances per touch by stage and idle time, losses of what nobody touches."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import isotonic_regression

from setpoint.analysis.arrays import Bools, Floats, Ints, sum_by
from setpoint.analysis.calendar import Calendar
from setpoint.analysis.spells import CENSORED, LOST, WON

IDLE = 15
"""Working days of silence that are told apart; longer ones count as the longest."""
EDGES = np.array([0, 1, 2, 3, 4, 6, 9, 13])
"""First idle day of each class within which chances are alike."""
KAPPA = 60.0
"""Touches (or item-days) of the stage as a whole that stand behind each class."""


@dataclass(frozen=True)
class TouchModel:
    """Chances by stage and idle working days 0..IDLE; all (stages, IDLE + 1) unless said otherwise."""

    advance: Floats
    """P(a touch moves the item on or wins it)."""
    end: Floats
    """P(a touch loses it)."""
    fade: Floats
    """P(it is lost on a working day without a touch)."""
    cadence: Floats
    """P(it is touched on a working day), as people did it lately."""
    touches: Floats
    """(stages,) touches that the chances rest on."""


@dataclass(frozen=True)
class Touched:
    """Spells as trials of touches; all (n,)."""

    stage: Ints
    channel: Ints
    idle: Ints
    """Working days from the start of the spell to its end, at most IDLE."""
    touch: Bools
    """Whether the spell ended with a touch."""
    moved: Bools
    """Whether that touch moved the item on or won it."""
    lost: Bools
    """Whether that touch lost it."""
    faded: Bools
    """Whether the spell ended with a loss that no touch brought."""


def trials_of(
    item: Ints,
    stage: Ints,
    channel: Ints,
    start: Ints,
    end: Ints,
    following: Ints,
    calendar: Calendar,
    *,
    now: int,
    window: int = 180,
) -> Touched:
    """Read touches and their outcomes from spells in order of (item, start); those that ended in the window.

    A touch is followed on the same day by the move, win or loss that it brought: a spell of no length.
    """
    index = calendar.index(np.concatenate([start, end])).reshape(2, -1)
    length = index[1] - index[0]
    same = np.append(item[1:] == item[:-1], False)
    after = np.append(following[1:], CENSORED)
    quick = np.append(end[1:] == start[1:], False) & same
    touch = following == stage
    moved = touch & quick & ((after > stage) | (after == WON))
    lost = touch & quick & (after == LOST)
    brief = np.concatenate([[False], (quick & touch)[:-1]]) & (following != CENSORED)
    kept = (end > now - window) & ~(brief & ((following > stage) | (following == WON) | (following == LOST)))
    # a move or an end that no touch of the day before it explains counts as a touch that did it
    silent_move = ((following > stage) | (following == WON)) & ~brief
    return Touched(
        stage=stage[kept],
        channel=channel[kept],
        idle=np.minimum(length, IDLE)[kept],
        touch=(touch | silent_move)[kept],
        moved=(moved | silent_move)[kept],
        lost=lost[kept],
        faded=((following == LOST) & ~brief)[kept],
    )


def learn_touches(trials: Touched, *, stages: int) -> TouchModel:
    """Estimate the chances; classes of idle time are shrunk to their stage, stages to all."""
    bucket = np.searchsorted(EDGES, np.arange(IDLE + 1), side="right") - 1
    cell = trials.stage * len(EDGES) + bucket[trials.idle]
    size = stages * len(EDGES)

    def counted(rows: Bools) -> Floats:
        return sum_by(cell[rows], np.ones(int(rows.sum())), size).reshape(stages, -1)

    tried = counted(trials.touch)
    exposed = _exposed(trials, stages)
    by_class = np.stack([exposed[:, bucket == n].sum(axis=1) for n in range(len(EDGES))], axis=1)
    advance = _ordered(_shrunk(counted(trials.moved), tried), tried, rising=False)
    end = _flat(counted(trials.lost), tried)
    fade = _ordered(_shrunk(counted(trials.faded), by_class), by_class, rising=True)
    cadence = _shrunk(counted(trials.touch), by_class)
    return TouchModel(
        advance=advance[:, bucket],
        end=end[:, bucket],
        fade=np.minimum(fade[:, bucket], 0.9),
        cadence=np.clip(cadence[:, bucket], 0.02, 0.95),
        touches=tried.sum(axis=1),
    )


def _exposed(trials: Touched, stages: int) -> Floats:
    """Item-days (stages, IDLE + 1) at each idle day: a spell of length k was at risk on idle days 1..k (0 if none)."""
    table = np.zeros((stages, IDLE + 2))
    ends = sum_by(trials.stage * (IDLE + 1) + trials.idle, np.ones(len(trials.idle)), stages * (IDLE + 1))
    at = ends.reshape(stages, IDLE + 1)
    # at risk on idle day d: all whose length is at least d
    table[:, : IDLE + 1] = np.cumsum(at[:, ::-1], axis=1)[:, ::-1]
    table[:, 0] = at[:, 0]
    return table[:, : IDLE + 1]


def _shrunk(events: Floats, tried: Floats) -> Floats:
    everywhere = events.sum() / max(float(tried.sum()), 1.0)
    stage = (events.sum(axis=1) + KAPPA * everywhere) / (tried.sum(axis=1) + KAPPA)
    return np.asarray((events + KAPPA * stage[:, None]) / (tried + KAPPA))


def _flat(events: Floats, tried: Floats) -> Floats:
    """One chance for a stage whatever the idle time: a touch finds out what has been decided already."""
    stage = _shrunk(events, tried) @ np.ones(tried.shape[1]) / tried.shape[1]
    whole = (events.sum(axis=1) + KAPPA * stage) / (tried.sum(axis=1) + KAPPA)
    return np.repeat(whole[:, None], tried.shape[1], axis=1)


def _ordered(chance: Floats, tried: Floats, *, rising: bool) -> Floats:
    """Chances made monotone in idle time: silence never helps. Source: pool adjacent violators."""
    rows = [
        isotonic_regression(row, weights=weight + KAPPA / len(EDGES), increasing=rising).x
        for row, weight in zip(chance, tried, strict=True)
    ]
    return np.array(rows)


def group_odds(
    group: Ints, trials_stage: Ints, moved: Bools, touch: Bools, *, groups: int, prior: float = 60.0
) -> Floats:
    """Odds factor (groups,) of moving on by a touch against all touches of the same stage, shrunk to 1."""
    rows = touch & (group >= 0)
    rate = sum_by(trials_stage[touch], moved[touch].astype(np.float64), int(trials_stage.max(initial=0)) + 1)
    rate /= np.maximum(sum_by(trials_stage[touch], np.ones(int(touch.sum())), len(rate)), 1.0)
    expected = sum_by(group[rows], rate[trials_stage[rows]], groups)
    seen = sum_by(group[rows], moved[rows].astype(np.float64), groups)
    return np.asarray((seen + prior * 0.15) / (expected + prior * 0.15))
