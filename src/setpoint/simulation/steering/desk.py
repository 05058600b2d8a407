"""Where proposals go: gates, a yes or a no, hold-outs by lot, leases, and what the outcomes teach."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from setpoint.analysis.arrays import Bools, Floats, Ints
from setpoint.analysis.assignment import hold_out, owner_week_hold_out
from setpoint.analysis.belief import forget, learn_effect, must_stop, next_dose
from setpoint.analysis.design import HOLD_OUT, OWNER_WEEKS, Unit
from setpoint.analysis.effect import Effect
from setpoint.analysis.hashing import uniforms
from setpoint.loop.act.levers import Authority
from setpoint.loop.act.proposal import Proposal
from setpoint.loop.verify.estimate import Compared, of_items, of_owner_weeks, relative
from setpoint.simulation.steering.settings import Setting

COOL_DOWN = 7
WEEK_CHANGES = 2
SEED_OF_WEEKS = 71
QUARTER = 91.3


@dataclass(frozen=True)
class Running:
    """A correction in its window."""

    lever: str
    proposal: Proposal
    held: Bools
    """[unit]"""
    executed: int
    matures: int


@dataclass(frozen=True)
class Verified:
    """What was measured of a correction, and what it means in money by the funnel model of its proposal."""

    lever: str
    day: int
    effect: float
    se: float
    mean: float
    """Of the belief after it."""


Outcomes = Callable[[Running], tuple[Floats, Floats]]


class Desk:
    """Settings, leases and corrections of one company."""

    def __init__(self, settings: Mapping[str, Setting], *, acceptance: float, seed: int) -> None:
        """Begin with nothing under way."""
        self.settings = dict(settings)
        self.running: list[Running] = []
        self.verified: list[Verified] = []
        self.executed: defaultdict[str, int] = defaultdict(int)
        self._leases: dict[str, dict[int, int]] = defaultdict(dict)
        self._silent: dict[str, int] = {}
        self._changes: dict[int, list[int]] = defaultdict(list)
        self._rows: dict[str, list[Compared]] = defaultdict(list)
        self._acceptance, self._seed, self._number = acceptance, seed, 0

    def held(self, day: int) -> dict[str, frozenset[int]]:
        """Return the ids under a lease on a day, by path."""
        return {path: frozenset(k for k, end in ids.items() if end > day) for path, ids in self._leases.items()}

    def decide(self, proposal: Proposal, path: str, day: int, ends: Callable[[int], int]) -> Running | None:
        """Pass a proposal through the gates and ask whoever must say yes; return it executed, or None.

        `ends(n)`: ordinal of the working day n days from now.
        """
        setting = self.settings[proposal.lever]
        if not setting.on or self._silent.get(proposal.lever, 0) > day or not len(proposal.units):
            return None
        self._number += 1
        if setting.authority is Authority.ASKS:
            tired = [p for p in proposal.people if sum(d > day - 7 for d in self._changes[p]) >= WEEK_CHANGES]
            if tired:
                return None
            said = uniforms(np.array([self._number]), self._seed)[0]
            if said >= self._acceptance:
                self._silent[proposal.lever] = day + COOL_DOWN
                return None
            for person in proposal.people:
                self._changes[person].append(day)
        held = self._drawn(setting, proposal, day)
        running = Running(proposal.lever, proposal, held, day, ends(setting.window))
        self.running.append(running)
        self.executed[proposal.lever] += 1
        longer = ends(max(setting.window, setting.hold_days))
        for unit, left_alone in zip(proposal.units.tolist(), held.tolist(), strict=True):
            self._leases[path][unit] = running.matures if left_alone else longer
        return running

    def mature(self, day: int, outcomes: Outcomes) -> None:
        """Measure what is over by `day`, and learn."""
        due = [one for one in self.running if one.matures <= day]
        self.running = [one for one in self.running if one.matures > day]
        for one in due:
            self._learn(one, *outcomes(one))

    def _drawn(self, setting: Setting, proposal: Proposal, day: int) -> Bools:
        share, units = setting.hold_share, proposal.units
        if setting.unit is Unit.OWNER:
            return owner_week_hold_out(units, np.full(len(units), day // 7), share=share, seed=SEED_OF_WEEKS)
        return hold_out(units, proposal.blocks, proposal.covariate, share=share, seed=self._seed + self._number)

    def _learn(self, one: Running, y: Floats, weight: Floats) -> None:
        setting = self.settings[one.lever]
        rows = Compared(one.proposal.units, y, weight, one.held, one.proposal.covariate)
        self._rows[one.lever].append(rows)
        pooled = setting.unit is Unit.OWNER
        effect = of_owner_weeks(_joined(self._rows[one.lever])) if pooled else of_items(rows)
        if effect is not None and setting.relative:
            effect = relative(effect, (_joined(self._rows[one.lever]) if pooled else rows).seen().rate(held=True))
        if effect is None or not np.isfinite(effect.se):
            return
        start = (
            setting.prior if pooled else forget(setting.belief, (one.matures - one.executed) / QUARTER, setting.prior)
        )
        setting.belief = learn_effect(start, effect, OWNER_WEEKS if pooled else HOLD_OUT)
        setting.treated, setting.held = _counts(setting, effect, pooled=pooled)
        setting.measured += 1
        if not pooled:
            harmless = effect.estimate >= 0
            setting.dose = next_dose([effect.estimate], first=setting.dose) if harmless else setting.first_dose
        setting.on = setting.on and not must_stop(setting.belief, treated=setting.treated, held_out=setting.held)
        self.verified.append(Verified(one.lever, one.matures, effect.estimate, effect.se, setting.belief.mean))


def _counts(setting: Setting, effect: Effect, *, pooled: bool) -> tuple[int, int]:
    if pooled:
        return effect.treated, effect.held_out
    return setting.treated + effect.treated, setting.held + effect.held_out


def _joined(parts: list[Compared]) -> Compared:
    return Compared(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in Compared.__dataclass_fields__)
    )


def working_days_on(calendar_days: Ints, day: int) -> Callable[[int], int]:
    """Return a function that gives the working day `n` days after `day`; `calendar_days` are working days, rising."""
    begin = int(np.searchsorted(calendar_days, day, side="right"))
    return lambda n: int(calendar_days[min(begin + n - 1, len(calendar_days) - 1)])
