"""Item-days at risk and events by stage, idle bucket and position, without expanding item-days."""

from dataclasses import dataclass

import numpy as np

from setpoint.analysis.arrays import Floats, Ints, sum_by
from setpoint.analysis.calendar import Calendar
from setpoint.analysis.spells import CENSORED, Spells

BUCKETS = 10
FEW_EXITS = 100
NEARLY_ALL = 0.99
PLAIN_EDGES = np.array([1, 2, 3, 5, 8, 13, 21, 34, 55, 89])


@dataclass(frozen=True)
class Trials:
    """Weighted daily trials of the window. A spell that ends has at least one trial, on its last day."""

    edges: Ints
    """(buckets,) first idle day of each bucket."""
    exposure: Floats
    """(stages, buckets, positions) weighted item-days."""
    spell_exposure: Floats
    """(spells, buckets, positions) weighted item-days of each spell."""
    row: Ints
    """(spells,) which of the spells as known these are; those that ended before the window are left out."""
    stage: Ints
    """(spells,)"""
    outcome: Ints
    """(spells,) next stage, WON, LOST or CENSORED."""
    bucket: Ints
    """(spells,) bucket of the last day."""
    position: Ints
    """(spells,) position of the last day."""
    weight: Floats
    """(spells,) weight of the last day, 0 outside the window."""

    def events(self, outcome: int) -> Floats:
        """Weighted events (stages, buckets, positions) with this outcome."""
        chosen = self.outcome == outcome
        shape = self.exposure.shape
        cell = np.ravel_multi_index((self.stage[chosen], self.bucket[chosen], self.position[chosen]), shape)
        return sum_by(cell, self.weight[chosen], self.exposure.size).reshape(shape)


def count_trials(
    spells: Spells,
    calendar: Calendar,
    now: int,
    *,
    stages: int,
    position: Ints | None = None,
    window: int = 130,
    half_life: float = 60.0,
    edges: Ints | None = None,
) -> Trials:
    """Count the daily trials of the last `window` working days up to `now`, halving every `half_life`.

    `position` (days of the calendar,): position in the period of each day; None: one position for all.
    `edges` (buckets,): first idle day of each bucket; None: chosen by `bucket_edges`.
    """
    known = spells.known_at(now)
    today = int(calendar.index(np.array([now]))[0])
    start = calendar.index(known.start)
    decided = known.next != CENSORED
    end = calendar.index(known.end)
    end = np.where(decided, np.maximum(end, start + 1), end)
    recent = np.flatnonzero(end > today - window)
    start, end, decided = start[recent], end[recent], decided[recent]
    place = _position_of_working_days(calendar, position, today)
    weights = _day_weights(today, window, half_life)
    edges = bucket_edges((end - start)[decided]) if edges is None else edges
    positions = 1 if position is None else int(position.max()) + 1
    by_spell = _spell_exposure(start, end, edges, weights, place, positions)
    stage = known.stage[recent]
    return Trials(
        edges=edges,
        exposure=_sum_by_stage(by_spell, stage, stages),
        spell_exposure=by_spell,
        row=recent,
        stage=stage,
        outcome=known.next[recent],
        bucket=np.searchsorted(edges, np.maximum(end - start, 1), side="right") - 1,
        position=place[end],
        weight=weights[end],
    )


def bucket_edges(exits: Ints) -> Ints:
    """First idle days (at most BUCKETS) of buckets with equally many of these exits (n,) each; from 1.

    The last bucket begins where hardly anything ever ends, so that forgotten items do not dilute it.
    """
    if len(exits) < FEW_EXITS:
        return PLAIN_EDGES
    levels = np.append(np.arange(1, BUCKETS - 1) / (BUCKETS - 1), NEARLY_ALL)
    inner = np.quantile(exits, levels, method="lower").astype(np.int64)
    return np.unique(np.concatenate(([1], inner + 1)))


def _position_of_working_days(calendar: Calendar, position: Ints | None, today: int) -> Ints:
    """Position (today + 2,) of each working day by its index; index 0 stands before the first one."""
    if position is None:
        return np.zeros(today + 2, dtype=np.int64)
    worked = position[calendar.weights > 0][: today + 1]
    padding = np.full(today + 2 - 1 - len(worked), worked[-1])
    return np.concatenate((worked[:1], worked, padding))


def _day_weights(today: int, window: int, half_life: float) -> Floats:
    """Weight (today + 2,) of a trial by the index of its working day."""
    age = np.maximum(today - np.arange(today + 2), 0)
    return np.where(age < window, 0.5 ** (age / half_life), 0.0)


def _spell_exposure(start: Ints, end: Ints, edges: Ints, weights: Floats, place: Ints, positions: int) -> Floats:
    """Weighted trials (spells, buckets, positions): differences of cumulative weights at bucket borders."""
    by_day = np.zeros((len(weights), positions))
    by_day[np.arange(len(weights)), place] = weights
    cumulative = np.cumsum(by_day, axis=0)
    borders = np.append(edges - 1, np.iinfo(np.int32).max)
    reached = np.minimum(start[:, None] + borders, end[:, None])
    return np.diff(cumulative[reached], axis=1)


def _sum_by_stage(by_spell: Floats, stage: Ints, stages: int) -> Floats:
    total = np.zeros((stages, *by_spell.shape[1:]))
    for index in range(stages):
        total[index] = by_spell[stage == index].sum(axis=0)
    return total
