"""What pages and command line are told: own figures only, the picture of a goal, what was checked."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from setpoint.journal.followers import catch_up
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.loop.control.models import Forecast, Run
from setpoint.loop.cycle_db import run_tick
from setpoint.loop.cycle_plan import draft_plan, plan_goal
from setpoint.loop.cycle_report import checked, deviations, report
from setpoint.loop.cycle_series import series
from setpoint.loop.plan.models import Goal
from tests.cast import Cast
from tests.loop.quarter import END, Q1, TODAY, at_noon, stories, tell_the_database
from tests.one_world import one_world

NOW = at_noon(TODAY.toordinal())


@one_world
def run(cast: Cast) -> Run:
    """Half a year of deals, a plan that will be missed, one turn of the loop."""
    tell_the_database(cast, stories())
    catch_up()
    plan_goal(parameter="sales.revenue", first_day=Q1, last_day=END, target=60_000_000, by=SYSTEM)
    return run_tick(NOW)


def company_goal(parameter: str = "sales.revenue") -> Goal:
    return Goal.objects.filter(parameter=parameter, scope_kind="company").latest("pk")


def test_every_goal_is_reported_with_all_its_figures(cast: Cast, run: Run) -> None:
    rows = report(Actor.of(cast.olga))
    assert len(rows) == 4 * 7
    row = next(row for row in rows if (row["parameter"], row["scope_kind"]) == ("sales.revenue", "company"))
    found = Forecast.objects.get(run=run, goal=company_goal())
    expected = {
        "as_of": "2026-02-16",
        "parameter_name": "Revenue won",
        "unit": "money",
        "currency": "USD",
        "scope_name": "Tidewater Sheds",
        "period": "2026 Q1",
        "first_day": "2026-01-01",
        "last_day": "2026-03-31",
        "plan": 60_000_000,
        "expected": found.expected,
        "actual": sum(s.final for s in stories() if s.won and s.closed >= Q1.toordinal()),
        "mean": found.mean,
        "q10": found.q10,
        "q90": found.q90,
        "p_hit": found.p_hit,
        "class": "red",
        "money_at_risk": found.money_at_risk,
    }
    assert {name: row[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("who", "sees"), [("sara", {"Sara Stone"}), ("semyon", {"Semyon Sokolov"}), ("mia", set()), ("stan", set())]
)
def test_a_person_sees_his_own_figures_and_no_colleagues(cast: Cast, run: Run, who: str, sees: set) -> None:
    actor = Actor.of(getattr(cast, who))
    assert {row["scope_name"] for row in report(actor)} == sees
    assert {row["scope_name"] for row in deviations(actor)} <= sees


def test_heads_and_owner_see_all_below_them(cast: Cast, run: Run) -> None:
    everybody = {"Tidewater Sheds", "Sales", "North", "South", "Sara Stone", "Semyon Sokolov", "Nora Nash"}
    assert {row["scope_name"] for row in report(Actor.of(cast.henry))} == everybody
    assert {row["scope_name"] for row in report(Actor.of(cast.olga))} == everybody


def test_deviations_stand_by_money_and_name_their_causes(cast: Cast, run: Run) -> None:
    found = deviations(Actor.of(cast.olga))
    money = [row["money_at_risk"] for row in found]
    assert money == sorted(money, reverse=True)
    first = next(row for row in found if (row["parameter"], row["scope_kind"]) == ("sales.revenue", "company"))
    # Sales is the only child of the company: its teams are named in its place
    assert {child["scope_name"] for child in first["cause"]["children"]} == {"North", "South"}
    assert sum(child["share"] for child in first["cause"]["children"]) == pytest.approx(1, abs=1e-3)


def test_quiet_says_what_was_checked_and_when(cast: Cast) -> None:
    tell_the_database(cast, stories())
    plan_goal(parameter="sales.created", first_day=Q1, last_day=END, target=10, by=SYSTEM)
    olga = Actor.of(cast.olga)
    assert checked(olga) is None
    run_tick(NOW)
    found = checked(olga)
    # a share of ten deals is too little to judge two of the sellers by
    told = {"green": 5, "grey": 2}
    assert (found.quiet, found.day, found.at, found.goals, found.classes) == (True, TODAY, NOW, 7, told)


def test_looking_back_tells_what_was_said_then(cast: Cast, run: Run) -> None:
    before = report(Actor.of(cast.olga))
    run_tick(NOW + timedelta(days=7))
    assert report(Actor.of(cast.olga), as_of=NOW + timedelta(days=3)) == before
    assert report(Actor.of(cast.olga), as_of=NOW - timedelta(days=1)) == []


def test_the_picture_of_a_goal_ends_in_plan_and_forecast(cast: Cast, run: Run) -> None:
    found = series(Actor.of(cast.olga), company_goal().pk)
    forecast = Forecast.objects.get(run=run, goal=company_goal())
    passed = (TODAY - Q1).days + 1
    assert (found.days[0], found.days[-1], len(found.days)) == (Q1, END, 90)
    assert found.plan[-1] == pytest.approx(60_000_000)
    assert found.plan[passed - 1] == pytest.approx(forecast.expected, abs=1)
    assert found.fact[passed - 1] == forecast.actual
    assert found.fact[passed:] == [None] * (90 - passed)
    assert found.mean[: passed - 1] == [None] * (passed - 1)
    assert [found.mean[-1], found.q10[-1], found.q90[-1]] == pytest.approx([forecast.mean, forecast.q10, forecast.q90])


def test_the_plan_line_rests_on_days_off_and_is_not_straight(cast: Cast, run: Run) -> None:
    line = series(Actor.of(cast.olga), company_goal().pk).plan
    sunday = 3  # 4 January 2026
    assert line[sunday] == line[sunday - 1] == line[1]
    straight = [60_000_000 * (day + 1) / 90 for day in range(90)]
    assert max(abs(a - b) for a, b in zip(line, straight, strict=True)) > 600_000


def test_the_picture_is_not_shown_to_a_colleague(cast: Cast, run: Run) -> None:
    sara = Goal.objects.get(parameter="sales.revenue", scope_kind="owner", scope_id=cast.sara.pk)
    assert series(Actor.of(cast.semyon), sara.pk) is None
    assert series(Actor.of(cast.sara), sara.pk).plan[-1] == pytest.approx(sara.target)


def test_revenue_asks_the_funnel_for_more_the_more_it_is(cast: Cast, run: Run) -> None:
    drafts = [
        draft_plan(parameter="sales.revenue", first_day=Q1, last_day=END, target=target)
        for target in (1_000_000, 60_000_000, 90_000_000)
    ]
    low, middle, high = (draft.funnel for draft in drafts)
    assert low.rate == 0 < middle.rate < high.rate
    assert (low.won < middle.won < high.won, low.created < middle.created < high.created) == (True, True)
    targets = {tree.parameter: int(tree.target[0]) for tree in drafts[1].trees}
    assert targets == {
        "sales.revenue": 60_000_000,
        "sales.won": middle.won,
        "sales.created": middle.created,
        "sales.touches": middle.touches,
    }


def test_a_report_of_more_goals_takes_no_more_queries(cast: Cast, run: Run) -> None:
    counts = []
    for parameter in ("sales.win_rate", "sales.pipeline"):
        with CaptureQueriesContext(connection) as context:
            report(Actor.of(cast.henry))
            deviations(Actor.of(cast.henry))
        counts.append(len(context))
        plan_goal(parameter=parameter, first_day=Q1, last_day=END, target=500_000, by=SYSTEM)
        run_tick(NOW)
    assert counts[0] == counts[1]


def test_a_turn_over_more_goals_takes_no_more_queries(cast: Cast, run: Run) -> None:
    counts = []
    for days, parameter in enumerate(("sales.win_rate", "sales.pipeline"), start=1):
        with CaptureQueriesContext(connection) as context:
            run_tick(NOW + timedelta(days=days))
        counts.append(len([query for query in context if "SAVEPOINT" not in query["sql"]]))
        plan_goal(parameter=parameter, first_day=Q1, last_day=END, target=1, by=SYSTEM)
    assert counts[0] == counts[1]
