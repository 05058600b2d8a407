"""Daily hazards of stage x idle bucket, and the chance to be won or lost within the last tau days."""

from dataclasses import dataclass

import numpy as np

from setpoint.analysis.arrays import Floats, Ints
from setpoint.analysis.exposure import Trials
from setpoint.analysis.spells import LOST, WON

POSITION_ROUNDS = 5
KAPPA = 20.0
POSITION_EVENTS = 80.0
CELL_EVENTS = 20.0


@dataclass(frozen=True)
class Hazards:
    """Daily probabilities by stage, idle bucket and position in the period (month of the quarter)."""

    edges: Ints
    """(buckets,) first idle day of each bucket, in working days, from 1."""
    win: Floats
    """(stages, buckets, positions)"""
    lose: Floats
    """(stages, buckets, positions)"""
    move: Floats
    """(stages, buckets, stages); the diagonal is a touch, which sets the idle clock to 0."""


@dataclass(frozen=True)
class Outlook:
    """Chances to be decided within the last tau working days of a period."""

    win: Floats
    """(tau 0..T, stages, idle days 0..D)"""
    lose: Floats
    """(tau 0..T, stages, idle days 0..D)"""

    def p_win(self, stage: Ints, idle: Ints, tau: Ints | int) -> Floats:
        """P(won) (n,) of items in `stage`, `idle` working days after their last event, tau before the end."""
        return np.asarray(self.win[tau, stage, np.minimum(idle, self.win.shape[2] - 1)])

    def p_lose(self, stage: Ints, idle: Ints, tau: Ints | int) -> Floats:
        """P(lost) (n,), as `p_win`."""
        return np.asarray(self.lose[tau, stage, np.minimum(idle, self.lose.shape[2] - 1)])


def fit_hazards(
    trials: Trials,
    *,
    kappa: float = KAPPA,
    position_events: float = POSITION_EVENTS,
    cell_events: float = CELL_EVENTS,
) -> Hazards:
    """Estimate daily hazards from weighted trials.

    Each cell is shrunk by `kappa` item-days to its stage and each stage to all stages. The season first
    multiplies all cells alike (shrunk by `position_events` expected events per position to none), then
    each cell by itself (shrunk by `cell_events`): deals may be closed young in the first month and old
    in the last. The idle clock itself runs day by day, so that a bucket is left after its width and not
    at random. Source: loop mathematics 3.2.
    """
    exposed = trials.exposure.sum(axis=2)
    moves = [_shrunk(trials.events(stage).sum(axis=2), exposed, kappa) for stage in range(len(exposed))]
    win, lose = (
        _with_position(trials.events(outcome), trials.exposure, kappa, position_events, cell_events)
        for outcome in (WON, LOST)
    )
    return Hazards(trials.edges, win, lose, np.stack(moves, axis=2))


def outlook(hazards: Hazards, positions_left: Ints) -> Outlook:
    """Chances over the working days still to come of a period.

    `positions_left` (T,): position in the period of each of those days, in time order.
    v_0 = 0; v_{tau+1} = P v_tau + w with the w of the day that is tau+1 days before the end.
    """
    return Outlook(
        win=run_backwards(hazards, positions_left, hazards.win),
        lose=run_backwards(hazards, positions_left, hazards.lose),
    )


def run_backwards(hazards: Hazards, positions_left: Ints, reward: Floats) -> Floats:
    """Expected sum of daily rewards (tau, stages, idle days) within the last tau working days.

    `reward` (stages, buckets, positions): what an item in the cell earns on a day at that position. With
    the probability of an event as the reward the sum is the expected number of such events.
    """
    longest = int(hazards.edges[-1])
    bucket = np.searchsorted(hazards.edges, np.arange(1, longest + 2), side="right") - 1
    older = np.minimum(np.arange(longest + 1) + 1, longest)
    exits = hazards.win + hazards.lose + hazards.move.sum(axis=2)[:, :, None]
    scale = 1 / np.maximum(exits, 1.0)
    stay = (1 - exits * scale)[:, bucket]
    table = np.zeros((len(positions_left) + 1, len(exits), longest + 1))
    for tau, place in enumerate(positions_left[::-1], start=1):
        before = table[tau - 1]
        through = (reward[:, :, place] + hazards.move @ before[:, 0]) * scale[:, :, place]
        table[tau] = through[:, bucket] + stay[:, :, place] * before[:, older]
    return table


def _with_position(events: Floats, exposure: Floats, kappa: float, prior: float, cell_prior: float) -> Floats:
    """Hazards (stages, buckets, positions): cells and positions fitted in turns, then each cell of both."""
    by_cell, by_position = events.sum(axis=2), events.sum(axis=(0, 1))
    factor = np.ones(exposure.shape[2])
    hazard = _shrunk(by_cell, exposure.sum(axis=2), kappa)
    if len(factor) == 1:
        return hazard[:, :, None]
    for _ in range(POSITION_ROUNDS):
        expected = np.einsum("sb,sbp->p", hazard, exposure)
        factor = (by_position + prior) / (expected + prior)
        hazard = _shrunk(by_cell, exposure @ factor, kappa)
    both = hazard[:, :, None] * factor
    return np.asarray(both * (events + cell_prior) / (both * exposure + cell_prior))


def _shrunk(events: Floats, exposed: Floats, kappa: float) -> Floats:
    """(stages, buckets) events per item-day, each stage shrunk to all, each cell to its stage."""
    everywhere = float(events.sum() / max(exposed.sum(), 1.0))
    stage = (events.sum(axis=1) + kappa * everywhere) / (exposed.sum(axis=1) + kappa)
    return np.asarray((events + kappa * stage[:, None]) / (exposed + kappa))
