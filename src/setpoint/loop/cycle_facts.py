"""What a turn of the loop knows, loaded from the database in sets."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

import numpy as np

from setpoint.analysis.arrays import Ints
from setpoint.analysis.backtest import sigmas_of
from setpoint.analysis.calendar import Calendar, business_calendar, observed_week
from setpoint.kernel.calendars import working_time
from setpoint.kernel.clock import company_zone
from setpoint.kernel.models import Team
from setpoint.loop.control.backtests import by_level
from setpoint.loop.control.facts import NO_DAYS, Days, Facts, Period, Sum, Sums
from setpoint.loop.control.operations.rules import rules_now
from setpoint.loop.control.queries import remembered
from setpoint.loop.control.situation import Goals
from setpoint.loop.plan.calendar import company_calendar
from setpoint.loop.plan.flow import FLOWS, Flow
from setpoint.loop.plan.models import Goal, Plan, PlanVersion
from setpoint.loop.plan.parameters import PARAMETERS
from setpoint.loop.plan.queries import versions_in_force
from setpoint.loop.record import reading

AHEAD = timedelta(days=400)
EVENING = time(20)
"""From when on a day counts as over for what is watched day by day."""
FEW_DECIDED = 100
"""Decided items from which the company's own week is read."""
HOLIDAY_SHARE = 0.2
"""A public holiday on which more than this of a usual day is decided is none here."""


def load_facts(as_of: datetime, *, versions: Sequence[PlanVersion] | None = None, until: date | None = None) -> Facts:
    """Return all that is known at `as_of`; nothing later shows.

    `versions` None: the plans in force then. The calendar reaches beyond their end, and beyond `until`.
    """
    day = as_of.astimezone(company_zone()).date()
    if versions is None:
        versions = versions_in_force(day, as_of)
    goals = load_goals(versions)
    measures = _measures()
    history = _history(measures, day)
    flows = {key: load(as_of) for key, load in FLOWS.items()}
    since = min((int(each.day[0]) for each in history.values() if len(each.day)), default=day.toordinal())
    decided = _decided(history)
    periods = sorted({(version.plan.first_day, version.plan.last_day) for version in versions})
    return Facts(
        day=day.toordinal(),
        goals=goals,
        periods={_ordinals(first, last): _sums(first, min(last, day), measures) for first, last in periods},
        before={_ordinals(first, last): _before(first, last, day, measures) for first, last in periods},
        history=history,
        flows=flows,
        calendar=_calendar(max(day, until or day), since, flows.values(), decided, periods),
        since=since,
        branches=_branches(),
        sigmas=_sigmas(day, history, flows),
        rules=rules_now(),
        whole_day=as_of.astimezone(company_zone()).time() >= EVENING,
    )


def light_facts(day: date, plan: Plan) -> Facts:
    """Return what the plan line of one plan needs as known on a day: history and calendar, no flow and no sums."""
    measures = _measures()
    history = _history(measures, day)
    since = min((int(each.day[0]) for each in history.values() if len(each.day)), default=day.toordinal())
    periods = [(plan.first_day, plan.last_day)]
    return Facts(
        day=day.toordinal(),
        goals=load_goals(()),
        periods={},
        before={},
        history=history,
        flows={},
        calendar=_calendar(day, since, (), _decided(history), periods),
        since=since,
        branches=_branches(),
    )


def load_goals(versions: Sequence[PlanVersion]) -> Goals:
    """Return the goals of plan versions as arrays, a parent before its children."""
    rows = list(
        Goal.objects.filter(version__in=[version.pk for version in versions])
        .order_by("version__plan__first_day", "version", "pk")
        .values_list("pk", "version_id", "parameter", "scope_kind", "scope_id", "parent_id", "target")
    )
    plans = {version.pk: version.plan for version in versions}
    place = {row[0]: index for index, row in enumerate(rows)}

    def ints(values: Iterable[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.array(list(values), dtype=np.int64)

    return Goals(
        id=ints(row[0] for row in rows),
        plan=ints(plans[row[1]].pk for row in rows),
        parameter=np.array([row[2] for row in rows], dtype=np.str_),
        scope_kind=np.array([row[3] for row in rows], dtype=np.str_),
        scope_id=ints(row[4] for row in rows),
        parent=ints(-1 if row[5] is None else place[row[5]] for row in rows),
        target=np.array([row[6] for row in rows], dtype=np.float64),
        first=ints(plans[row[1]].first_day.toordinal() for row in rows),
        last=ints(plans[row[1]].last_day.toordinal() for row in rows),
    )


def _measures() -> list[str]:
    used = {name for each in PARAMETERS.values() for name in (each.measure, *each.base)}
    return sorted(used - {""})


def _history(measures: Sequence[str], day: date) -> dict[str, Days]:
    rows: dict[str, list[tuple[int, int, int]]] = {}
    for measure, on, n, total in reading.days(("company", 1), measures, day):
        rows.setdefault(measure, []).append((on.toordinal(), n, total))
    found = {}
    for measure, each in rows.items():
        columns = np.array(each, dtype=np.int64).T
        found[measure] = Days(columns[0], columns[1].astype(np.float64), columns[2].astype(np.float64))
    return found


def _sums(first: date, last: date, measures: Sequence[str]) -> Sums:
    return {key: Sum(*found) for key, found in reading.sums(first, last, measures).items()}


def _before(first: date, last: date, day: date, measures: Sequence[str]) -> Sums:
    return _sums(first - (last - first) - timedelta(days=1), min(first - timedelta(days=1), day), measures)


def _ordinals(first: date, last: date) -> Period:
    return first.toordinal(), last.toordinal()


def _branches() -> dict[int, list[int]]:
    parents = dict(Team.objects.values_list("pk", "parent_id"))
    branches: dict[int, list[int]] = {team: [team] for team in parents}
    for team, parent in parents.items():
        above, seen = parent, {team}
        while above is not None and above not in seen:
            branches[above].append(team)
            seen.add(above)
            above = parents[above]
    return branches


def _calendar(
    day: date, since: int, flows: Iterable[Flow], decided: Ints, periods: Sequence[tuple[date, date]]
) -> Calendar:
    """Return the company's calendar from the first event to the end of the last plan, and a year on.

    It is the calendar that the company has stated. Where it has stated none, the week is that in which items were
    decided, and public holidays are kept where less was decided on them than on other days.
    """
    starts = [int(flow.spells.start.min()) for flow in flows if len(flow.spells)]
    before = [first.toordinal() - (last - first).days - 1 for first, last in periods]
    first = date.fromordinal(min([since, *starts, *before]))
    last = max([day, *(last for _, last in periods)]) + AHEAD
    working = working_time()
    if working.is_stated or len(decided) < FEW_DECIDED:
        return company_calendar(first, last, working=working)
    week = observed_week(decided)
    kept = business_calendar(first, last, country=working.country or None, week=week)
    plain = business_calendar(first, last, week=week)
    return plain if _works_on_holidays(decided, kept, plain) else kept


def _sigmas(day: date, history: Mapping[str, Days], flows: Iterable[str]) -> dict[str, tuple[float, ...]]:
    return {flow: sigmas_of(by_level(scores)) for flow in flows if (scores := remembered(flow, day, history))}


def _works_on_holidays(decided: Ints, kept: Calendar, plain: Calendar) -> bool:
    """Whether nearly as much was decided on public holidays as on other days."""
    days = np.arange(int(decided.min()), int(decided.max()) + 1)
    holiday = (kept.weight(days) == 0) & (plain.weight(days) > 0)
    usual = len(decided) / max(float(plain.weight(days).sum()), 1.0)
    return bool(np.isin(decided, days[holiday]).sum() > HOLIDAY_SHARE * usual * plain.weight(days)[holiday].sum())


def _decided(history: Mapping[str, Days]) -> Ints:
    """Days (n,) on which items were decided: what rates are counted over."""
    measures = sorted({measure for each in PARAMETERS.values() for measure in each.base})
    found = [history.get(measure, NO_DAYS) for measure in measures]
    days = [np.repeat(each.day, np.maximum(each.n, 0).astype(np.int64)) for each in found]
    return np.concatenate([np.zeros(0, dtype=np.int64), *days])
