"""Measuring corrections whose window has passed, and teaching the lever."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db import transaction

from setpoint.analysis.belief import Belief, forget, learn_effect, must_stop, next_dose
from setpoint.analysis.design import BEFORE_AFTER, HOLD_OUT, OWNER_WEEKS, Unit
from setpoint.analysis.effect import Effect
from setpoint.kernel.actors import SYSTEM
from setpoint.loop.act.levers import LEVERS, Lever, plain
from setpoint.loop.act.models import Arm, Assignment, Correction, LeverSetting, State
from setpoint.loop.act.operations import levers
from setpoint.loop.act.operations.execution import mark_verified
from setpoint.loop.act.proposal import Proposal
from setpoint.loop.act.queries import applied, settings_now
from setpoint.loop.verify.estimate import Compared, of_items, of_owner_weeks, relative
from setpoint.loop.verify.models import Outcome, Verification, Why
from setpoint.loop.verify.replay import told_by_an_import

DESIGNS = {design.name: design for design in (HOLD_OUT, OWNER_WEEKS, BEFORE_AFTER)}
QUARTER_DAYS = 91.3


@dataclass(frozen=True)
class Measured:
    """An effect with the arms behind it, or why there is none."""

    effect: Effect | None
    why_not: str
    treated: int
    held: int
    rate_treated: float | None = None
    rate_held: float | None = None


def mature(now: datetime) -> list[Verification]:
    """Measure every executed correction whose window is over at `now` (company time); return what was found.

    Each in its own transaction, oldest first: a crash loses nothing and repeats nothing.
    """
    due = Correction.objects.filter(state=State.EXECUTED, matures_at__lte=now).order_by("matures_at", "pk")
    return [found for pk in list(due.values_list("pk", flat=True)) if (found := verify(pk, now)) is not None]


@transaction.atomic
def verify(correction_id: int, now: datetime) -> Verification | None:
    """Measure one correction, store the effect and let the lever learn. None where that has been done."""
    row = Correction.objects.select_for_update().get(pk=correction_id)
    if row.state != State.EXECUTED:
        return None
    lever = LEVERS[row.lever]
    found = _measure(row, lever)
    effect = found.effect
    verification = Verification(
        correction=row,
        design=row.design,
        metric=plain(lever.metric),
        relative=lever.relative,
        grade=row.grade if effect is not None else "E",
        matured_at=now,
        n_treat=found.treated,
        n_hold=found.held,
        rate_treat=found.rate_treated,
        rate_hold=found.rate_held,
        unmeasured=found.why_not,
    )
    if effect is not None:
        low, high = effect.interval()
        money = [lever.money(e, row.proposal["inputs"], found.treated) for e in (effect.estimate, low, high)]
        verification.effect, verification.se = effect.estimate, effect.se
        verification.ci_lo, verification.ci_hi = low, high
        verification.money_effect, verification.money_lo, verification.money_hi = (round(m) for m in money)
        _teach(verification, row, lever, effect, now)
    verification.save()
    mark_verified(row, effect=verification.effect, se=verification.se, grade=verification.grade)
    return verification


def _measure(row: Correction, lever: Lever) -> Measured:
    assignments = list(row.assignments.order_by("pk"))
    held = sum(assignment.arm == Arm.HOLD for assignment in assignments)
    treated = len(assignments) - held
    proposal, done = Proposal.from_json(row.proposal), applied(row)
    kinds = {change.kind for change in proposal.changes}
    if (why := told_by_an_import(done, kinds, proposal.unit_kind, proposal.units.tolist())) is not None:
        return Measured(None, why, treated, held)
    if not lever.can_randomise:
        return Measured(None, Why.BEFORE_AFTER, treated, held)
    outcomes = lever.outcomes(done, np.array([assignment.unit_id for assignment in assignments], dtype=np.int64))
    Outcome.objects.bulk_create(
        Outcome(assignment=assignment, y=None if np.isnan(y) else y, weight=weight)
        for assignment, y, weight in zip(assignments, outcomes.y.tolist(), outcomes.weight.tolist(), strict=True)
    )
    rows = _compared(list(Outcome.objects.filter(assignment__correction=row).select_related("assignment")))
    if row.design == BEFORE_AFTER.name:
        return Measured(None, Why.BEFORE_AFTER, treated, held, rows.seen().rate(held=False))
    if row.design == OWNER_WEEKS.name:
        # every owner's own weeks are the comparison: all of them so far
        rows = _compared(
            list(Outcome.objects.filter(assignment__correction__lever=row.lever).select_related("assignment"))
        )
    effect = of_items(rows) if row.design == HOLD_OUT.name else of_owner_weeks(rows)
    arms = rows.seen().rate(held=False), rows.seen().rate(held=True)
    if effect is not None and lever.relative:
        effect = relative(effect, arms[1])
    return Measured(effect, "" if effect is not None else Why.TOO_FEW, treated, held, *arms)


def _teach(verification: Verification, row: Correction, lever: Lever, effect: Effect, now: datetime) -> None:
    setting, design = settings_now()[row.lever], DESIGNS[row.design]
    before = Belief(setting.mean, setting.sd)
    pooled = lever.unit is Unit.OWNER
    # a pooled estimate holds all weeks so far, so it meets the prior and not what they taught before
    start = lever.prior if pooled else forget(before, _quarters(setting, now), lever.prior)
    after = learn_effect(start, effect, design)
    treated = effect.treated if pooled else setting.treated + effect.treated
    held = effect.held_out if pooled else setting.held + effect.held_out
    stop = must_stop(after, treated=treated, held_out=held)
    dose = setting.dose
    if lever.unit is Unit.ITEM:
        dose = next_dose([effect.estimate], first=setting.dose) if effect.estimate >= 0 else lever.first_dose
    levers.learn(
        row.lever, after, dose=dose, treated=treated, held=held, grade=verification.grade, stop=stop, by=SYSTEM
    )
    verification.mean_before, verification.sd_before = before.mean, before.sd
    verification.mean_after, verification.sd_after = after.mean, after.sd
    verification.stopped = stop


def _quarters(setting: LeverSetting, now: datetime) -> float:
    return max((now - setting.set_at).days, 0) / QUARTER_DAYS if setting.version else 0.0


def _compared(outcomes: list[Outcome]) -> Compared:
    rows: list[Assignment] = [outcome.assignment for outcome in outcomes]
    return Compared(
        unit=np.array([row.unit_id for row in rows], dtype=np.int64),
        y=np.array([np.nan if outcome.y is None else outcome.y for outcome in outcomes]),
        weight=np.array([outcome.weight for outcome in outcomes]),
        held=np.array([row.arm == Arm.HOLD for row in rows], dtype=np.bool_),
        covariate=np.array([row.covariate for row in rows]),
    )
