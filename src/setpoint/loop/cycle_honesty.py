"""How far the loop can be trusted: forecasts against outcomes, alarms that were false, declines that were right."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from django.db.models import Sum

from setpoint.kernel.models import Team
from setpoint.loop.act.levers import LEVERS, Authority
from setpoint.loop.act.models import Correction, State, TeamAuthority
from setpoint.loop.act.models.correction import WAITING
from setpoint.loop.act.queries import settings_now
from setpoint.loop.control.models import Alarm, Case, CaseState, Forecast, Judgement, Run
from setpoint.loop.control.operations.rules import rules_now
from setpoint.loop.plan.models import Goal, Plan
from setpoint.loop.plan.parameters import PARAMETERS
from setpoint.loop.verify.models import Verification

BINS = 5
QUARTER = timedelta(days=91)
A_MONTH = 30.4
RUNGS = 6
NEAR = 5
"""Days from half-time within which a look counts."""


@dataclass(frozen=True)
class Bin:
    """Forecasts of about one chance: what was said and what came."""

    said: float
    came: float
    n: int


@dataclass(frozen=True)
class Calibration:
    """Chances told in the middle of periods that are over, against what became of them."""

    bins: list[Bin]
    brier: float | None
    n: int


@dataclass(frozen=True)
class Alarms:
    """Alarms of the last three months, each cause once."""

    raised: int
    real: int
    false: int
    a_month: float
    """False ones a month."""
    budget: float


@dataclass(frozen=True)
class Declines:
    """What people declined, and how often the goal came back by itself."""

    judged: int
    right: int


@dataclass(frozen=True)
class Effect:
    """What corrections measured in the last three months brought, minor units; interval of 80 %."""

    measured: int
    money: int
    low: int
    high: int
    grades: str
    """Grades of evidence among them, best first."""


@dataclass(frozen=True)
class Ladder:
    """How far a team has come: 0 journal, 2 plan and fact, 3 advice, 4 approval, 5 acts alone, 6 verifies itself."""

    team: str
    level: int


def calibration(today: date) -> Calibration:
    """Read the chances told at half-time of all completed plans. Three queries."""
    said: list[float] = []
    came: list[bool] = []
    runs = {run.day: run.pk for run in Run.objects.all()}
    for plan in Plan.objects.filter(last_day__lt=today):
        middle = plan.first_day + (plan.last_day - plan.first_day) / 2
        told = min(
            (day for day in runs if abs((day - middle).days) <= NEAR),
            key=lambda day: abs((day - middle).days),
            default=None,
        )
        ended = min((day for day in runs if day >= plan.last_day), default=None)
        if told is None or ended is None:
            continue
        chances = _of_run(runs[told], plan)
        results = _of_run(runs[ended], plan)
        for key in chances.keys() & results.keys():
            p_hit, _actual, _target = chances[key]
            _p, actual, target = results[key]
            declared = PARAMETERS.get(key[0])
            said.append(p_hit)
            came.append((actual - target) * (declared.direction if declared else 1) >= 0)
    return read_calibration(np.array(said), np.array(came, dtype=np.float64))


def read_calibration(said: np.ndarray, came: np.ndarray) -> Calibration:
    """Bins of equal width with anything in them, and the Brier score."""
    place = np.minimum((said * BINS).astype(int), BINS - 1) if len(said) else np.zeros(0, dtype=int)
    bins = [
        Bin(float(said[place == at].mean()), float(came[place == at].mean()), int((place == at).sum()))
        for at in range(BINS)
        if (place == at).any()
    ]
    return Calibration(bins, float(((said - came) ** 2).mean()) if len(said) else None, len(said))


Key = tuple[str, str, int]


def _of_run(run: int, plan: Plan) -> dict[Key, tuple[float, int, int]]:
    rows = Forecast.objects.filter(run=run, goal__version__plan=plan, why="").values_list(
        "goal__parameter", "goal__scope_kind", "goal__scope_id", "p_hit", "actual", "target"
    )
    return {(name, kind, number): (p_hit, actual, target) for name, kind, number, p_hit, actual, target in rows}


def alarms(today: date) -> Alarms:
    """Count the alarms of the last three months. One query."""
    rows = Alarm.objects.filter(since__gt=today - QUARTER, top__isnull=True)
    judged = list(rows.values_list("judgement", flat=True))
    false = judged.count(Judgement.FALSE)
    months = QUARTER.days / A_MONTH
    return Alarms(len(judged), judged.count(Judgement.REAL), false, false / months, rules_now().budget)


def declines(now: datetime) -> Declines:
    """Of declined corrections of the last year whose deviation is over: how many went away uncorrected. Two queries."""
    rows = Correction.objects.filter(state=State.DECLINED, case_id__isnull=False, decided_at__gt=now - 4 * QUARTER)
    cases = [case for case in rows.values_list("case_id", flat=True) if case is not None]
    gone = Case.objects.filter(pk__in=cases).values_list("pk", "state", "plan__last_day")
    day = now.date()
    over = [state for _pk, state, last in gone if state == CaseState.GONE or last < day]
    return Declines(len(over), over.count(CaseState.GONE))


def effect(now: datetime) -> Effect:
    """Add up what was measured in the last three months; errors of different corrections are independent."""
    rows = list(Verification.objects.filter(matured_at__gt=now - QUARTER, money_effect__isnull=False))
    halves = [((row.money_hi or 0) - (row.money_lo or 0)) / 2 for row in rows]
    reach = round(float(np.sqrt(np.square(halves).sum()))) if rows else 0
    money = sum(row.money_effect or 0 for row in rows)
    return Effect(len(rows), money, money - reach, money + reach, "".join(sorted({row.grade for row in rows})))


def done_alone(now: datetime) -> list[tuple[str, int]]:
    """What levers did without asking in the last three months, as (name, times); one query."""
    rows = Correction.objects.filter(executed_at__gt=now - QUARTER, authority=Authority.ACTS, decided_by__isnull=True)
    counts: dict[str, int] = {}
    for lever in rows.values_list("lever", flat=True):
        counts[lever] = counts.get(lever, 0) + 1
    return sorted(((str(LEVERS[key].name), times) for key, times in counts.items() if key in LEVERS), key=_most)


def _most(row: tuple[str, int]) -> tuple[int, str]:
    return -row[1], row[0]


def waiting() -> int:
    """How many corrections wait for a decision."""
    return Correction.objects.filter(state__in=WAITING).count()


def at_risk() -> int:
    """Money at risk in the open deviations of the company itself, minor units."""
    rows = Case.objects.filter(closed_at__isnull=True, scope_kind="company")
    return int(rows.aggregate(whole=Sum("money_at_risk"))["whole"] or 0)


def ladders() -> list[Ladder]:
    """How far each team with people has come. Five queries."""
    teams = list(Team.objects.filter(members__is_active=True).distinct().order_by("pk"))
    planned = set(Goal.objects.filter(scope_kind="team").values_list("scope_id", flat=True))
    company = {key: row.authority for key, row in settings_now().items() if row.enabled}
    lowered = {
        (lever, team): authority
        for lever, team, authority in TeamAuthority.objects.values_list("lever", "team", "authority")
    }
    measured = Verification.objects.filter(effect__isnull=False).exists()
    found = []
    for team in teams:
        reach = [lowered.get((lever, team.pk), authority) for lever, authority in company.items()]
        found.append(Ladder(team.name, _level(reach, planned=team.pk in planned, measured=measured)))
    return found


def _level(reach: Iterable[str], *, planned: bool, measured: bool) -> int:
    if not planned:
        return 1
    found = set(reach)
    if Authority.ACTS in found:
        return RUNGS if measured else 5
    return 4 if Authority.ASKS in found else 3 if found else 2
