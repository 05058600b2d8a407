"""A turn of the loop on the database: one loader, one pure turn, one writer. A repeated turn changes nothing."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.journal.followers import catch_up
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.bulk import insert
from setpoint.kernel.clock import company_now, company_zone, machine_now
from setpoint.loop.act.operations import corrections
from setpoint.loop.act.operations.execution import act_alone
from setpoint.loop.act.queries import proposers
from setpoint.loop.control.models import Case, CaseState, Forecast, Run
from setpoint.loop.control.operations import alarms, cases
from setpoint.loop.control.situation import GoalKey
from setpoint.loop.cycle import LoopState, TickResult, tick
from setpoint.loop.cycle_backtests import with_backtests
from setpoint.loop.cycle_facts import load_facts
from setpoint.loop.record.accumulating import NAME as MEASURES
from setpoint.loop.verify.operations import verifications
from setpoint.platform.importing.replay import release_due


def run_tick(at: datetime | None = None, *, by: Actor = SYSTEM) -> Run:
    """Turn the loop at a moment of company time (now by default) and return the run of that day.

    What was done is verified, then every goal evaluated, then levers propose, and act where they may. The
    same day with the same inputs is turned once: a repeat returns the run there is. ValidationError where
    a later day has been turned already: the past is looked at, never turned again.
    """
    moment = at or company_now()
    day = moment.astimezone(company_zone()).date()
    if Run.objects.filter(day__gt=day).exists():
        raise ValidationError(_("A later day has been evaluated already. Use the report to look back."))
    release_due()
    catch_up([MEASURES])
    corrections.expire_due(moment)
    corrections.withdraw_overtaken(moment)
    verifications.mature(moment)
    cases.resume_due(day, at=moment, by=by)
    facts = with_backtests(load_facts(moment))
    state = load_state(day)
    seed = day.toordinal()
    inputs = digest((facts, state.classes, state.silenced, state.alarms, seed))
    known = Run.objects.filter(day=day).first()
    if known is not None and known.inputs == inputs:
        return known
    result = tick(state, facts, facts.day, seed, proposers=proposers(moment))
    with transaction.atomic():
        run = save(result, moment, seed, inputs, by=by)
        proposed = corrections.propose_many(result.corrections, seed=seed, now=moment)
    act_alone(proposed)
    return run


def end_of(day: date) -> datetime:
    """Return the last moment of a day of the company."""
    return datetime.combine(day + timedelta(days=1), time(), company_zone()) - timedelta(microseconds=1)


def load_state(day: date) -> LoopState:
    """Return what the last turn before `day` left, and what people have said of its cases since."""
    last = Run.objects.filter(day__lt=day).order_by("-day").first()
    classes: dict[GoalKey, tuple[int, int]] = {}
    if last is not None:
        rows = last.forecasts.values_list(
            "goal__version__plan_id",
            "goal__parameter",
            "goal__scope_kind",
            "goal__scope_id",
            "admissibility",
            "streak",
        )
        classes = {row[:4]: row[4:] for row in rows}
    states = {key: case.state for key, case in cases.open_cases().items()}
    silent = {key for key, state in states.items() if state in {CaseState.SNOOZED, CaseState.REJECTED}}
    return LoopState(
        classes=classes, cases=frozenset(states) - silent, silenced=frozenset(silent), alarms=alarms.standing()
    )


def digest(value: Any) -> str:
    """Return a hash of dataclasses, arrays and plain values that is the same wherever they are equal."""
    found = hashlib.sha256()
    _feed(found, value)
    return found.hexdigest()


def _feed(into: Any, value: Any) -> None:
    if is_dataclass(value):
        for each in fields(value):
            into.update(each.name.encode())
            _feed(into, getattr(value, each.name))
    elif isinstance(value, np.ndarray):
        into.update(f"{value.dtype.kind}{value.shape}".encode())
        into.update(np.ascontiguousarray(value).tobytes())
    elif isinstance(value, Mapping):
        for key in sorted(value, key=repr):
            into.update(repr(key).encode())
            _feed(into, value[key])
    elif isinstance(value, frozenset):
        into.update(repr(sorted(value)).encode())
    elif isinstance(value, tuple | list):
        into.update(b"(")
        for each in value:
            _feed(into, each)
    else:
        into.update(repr(value).encode())


@transaction.atomic
def save(result: TickResult, moment: datetime, seed: int, inputs: str, *, by: Actor) -> Run:
    """Write what a turn found; a run of the same day is replaced."""
    day = date.fromordinal(result.situation.day)
    Run.objects.filter(day=day).delete()
    goals, verdicts = result.situation.goals, result.verdicts
    run = Run.objects.create(day=day, at=moment, made_at=machine_now(), seed=seed, inputs=inputs, goals=len(goals))
    whole = ("expected", "actual", "mean", "q10", "q25", "q50", "q75", "q90", "money_at_risk")
    columns = {name: np.rint(getattr(verdicts, name)).astype(np.int64).tolist() for name in whole}
    columns |= {name: getattr(verdicts, name).tolist() for name in ("p_hit", "admissibility", "streak", "why")}
    count = len(goals)
    insert(
        Forecast,
        {
            "run_id": [run.pk] * count,
            "goal_id": goals.id.tolist(),
            "target": goals.target.astype(np.int64).tolist(),
            "p_hit_if_accepted": [result.p_corrected.get(index) for index in range(count)],
            **columns,
        },
    )
    _save_cases(result, moment, by)
    alarms.write(result.monitored.charts, result.monitored.alarms, day=day, at=moment, by=by)
    return run


def _save_cases(result: TickResult, moment: datetime, by: Actor) -> None:
    known = cases.open_cases()
    groups: dict[str, list[Case]] = {"open": [], "keep": [], "close": []}
    for change in result.cases:
        plan, parameter, kind, number = change.key
        case = known.get(change.key) or Case(
            plan_id=plan, parameter=parameter, scope_kind=kind, scope_id=number, opened_at=moment
        )
        if change.goal is not None:
            _fill(case, change.goal, result)
        groups[change.verb].append(case)
    cases.write(groups["open"], groups["keep"], groups["close"], at=moment, by=by)


def _fill(case: Case, index: int, result: TickResult) -> None:
    verdicts, goals = result.verdicts, result.situation.goals
    case.admissibility = int(verdicts.admissibility[index])
    case.p_hit = float(verdicts.p_hit[index])
    case.gap = round(float(verdicts.mean[index] - goals.target[index]))
    case.money_at_risk = round(float(verdicts.money_at_risk[index]))
    case.cause = result.causes.get(index, {})
