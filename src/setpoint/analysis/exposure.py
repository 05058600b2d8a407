"""Item-days at risk and events by stage, idle bucket and position, without expanding item-days."""

from dataclasses import dataclass

import numpy as np

from setpoint.analysis.arrays import Floats, Ints, sum_by
from setpoint.analysis.calendar import Calendar
from setpoint.analysis.spells import CENSORED, Spells

BUCKETS = 10
FEW_EXITS = 100
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

    def events_by_cell(self, outcome: int) -> Floats:
        """Weighted events (stages, buckets) with this outcome."""
        stages, buckets, _ = self.exposure.shape
        chosen = self.outcome == outcome
        cell = self.stage[chosen] * buckets + self.bucket[chosen]
        counts = sum_by(cell, self.weight[chosen], stages * buckets)
        return counts.reshape(stages, buckets)

    def events_by_position(self, outcome: int) -> Floats:
        """Weighted events (positions,) with this outcome."""
        chosen = self.outcome == outcome
        positions = self.exposure.shape[2]
        return sum_by(self.position[chosen], self.weight[chosen], positions)


def count_trials(
    spells: Spells,
    calendar: Calendar,
    now: int,
    *,
    stages: int,
    position: Ints | None = None,
    window: int = 130,
    half_life: float = 60.0,
) -> Trials:
    """Count the daily trials of the last `window` working days up to `now`, halving every `half_life`.

    `position` (days of the calendar,): position in the period of each day; None: one position for all.
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
    edges = bucket_edges((end - start)[decided])
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
    """First idle days of at most BUCKETS buckets with equally many of these exits (n,) each; from 1."""
    if len(exits) < FEW_EXITS:
        return PLAIN_EDGES
    inner = np.quantile(exits, np.arange(1, BUCKETS) / BUCKETS, method="lower")
    return np.unique(np.concatenate(([1], inner.astype(np.int64) + 1)))


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
    flat = by_spell.reshape(len(stage), -1)
    total = np.zeros((stages, flat.shape[1]))
    for index in range(stages):
        total[index] = flat[stage == index].sum(axis=0)
    return total.reshape(stages, *by_spell.shape[1:])
