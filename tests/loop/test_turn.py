"""A turn of the loop: the same from database and arrays, once per day, cases that open and close."""

from dataclasses import fields
from datetime import timedelta

import numpy as np
import pytest
from django.core.exceptions import ValidationError

from setpoint.journal.followers import catch_up
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.loop.control.models import Case, CaseState, Forecast, Run
from setpoint.loop.control.operations import cases
from setpoint.loop.cycle import LoopState, tick
from setpoint.loop.cycle_db import load_state, run_tick
from setpoint.loop.cycle_facts import load_facts, load_goals
from setpoint.loop.cycle_plan import plan_goal
from setpoint.loop.plan.models import Plan
from setpoint.loop.plan.queries import current_version
from tests.cast import Cast
from tests.loop.quarter import END, Q1, TODAY, at_noon, stories, tell_arrays, tell_the_database
from tests.one_world import one_world

NOW = at_noon(TODAY.toordinal())
TARGETS = {
    "sales.revenue": 30_000_000,
    "sales.win_rate": 550_000,
    "sales.cycle": 30 * 86_400,
    "sales.pipeline": 20_000_000,
}


@one_world
def refs(cast: Cast) -> list[int]:
    """A company with half a year of deals and a plan for the quarter; the numbers of its deals."""
    found = tell_the_database(cast, stories())
    catch_up()
    for parameter, target in TARGETS.items():
        plan_goal(parameter=parameter, first_day=Q1, last_day=END, target=target, by=SYSTEM)
    return found


def set_target(target: int, parameter: str = "sales.revenue") -> None:
    plan_goal(parameter=parameter, first_day=Q1, last_day=END, target=target, by=SYSTEM)


def test_the_same_quarter_through_database_and_arrays_is_judged_alike(cast: Cast, refs: list[int]) -> None:
    from_database = load_facts(NOW)
    goals = load_goals([current_version(Plan.objects.get())])
    from_arrays = tell_arrays(cast, stories(), refs, goals)
    one = tick(LoopState(), from_database, from_database.day, seed=3)
    two = tick(LoopState(), from_arrays, from_arrays.day, seed=3)
    assert len(goals) == 7 * 7
    for column in fields(one.verdicts):
        np.testing.assert_array_equal(getattr(one.verdicts, column.name), getattr(two.verdicts, column.name))
    assert one.cases == two.cases
    assert one.state == two.state
    (chances,), (others,) = one.situation.chances.values(), two.situation.chances.values()
    np.testing.assert_array_equal(chances.p, others.p)


def test_what_a_turn_found_is_written(refs: list[int]) -> None:
    run = run_tick(NOW)
    facts = load_facts(NOW)
    found = tick(load_state(TODAY), facts, facts.day, seed=run.seed).verdicts
    rows = list(Forecast.objects.filter(run=run).order_by("goal_id"))
    order = np.argsort(facts.goals.id)
    assert [row.p_hit for row in rows] == found.p_hit[order].tolist()
    assert [row.mean for row in rows] == np.rint(found.mean[order]).astype(int).tolist()
    assert (run.day, run.goals, run.seed) == (TODAY, 49, TODAY.toordinal())


def test_actuals_of_owners_sum_to_team_and_company(refs: list[int]) -> None:
    run = run_tick(NOW)
    for parameter in ("sales.revenue", "sales.won", "sales.created", "sales.pipeline"):
        rows = Forecast.objects.filter(run=run, goal__parameter=parameter)
        of = {
            kind: sum(
                row.actual
                for row in rows.filter(goal__scope_kind=kind, goal__children__isnull=kind == "owner").distinct()
            )
            for kind in ("company", "owner")
        }
        assert of["company"] == of["owner"] > 0


def test_a_day_is_turned_once(refs: list[int]) -> None:
    first = run_tick(NOW)
    before = (Fact.objects.count(), Case.objects.count())
    assert run_tick(NOW).pk == first.pk
    assert (Fact.objects.count(), Case.objects.count()) == before


def test_new_facts_turn_the_day_again_and_replace_its_run(refs: list[int]) -> None:
    first = run_tick(NOW)
    set_target(31_000_000)
    second = run_tick(NOW)
    assert second.pk != first.pk
    assert list(Run.objects.values_list("day", flat=True)) == [TODAY]


def test_the_past_is_not_turned_again(refs: list[int]) -> None:
    run_tick(NOW)
    with pytest.raises(ValidationError, match="later day"):
        run_tick(NOW - timedelta(days=1))
    assert Run.objects.count() == 1


def test_a_case_opens_with_a_fact_when_a_goal_leaves_its_tolerance_and_closes_when_it_is_back(
    refs: list[int],
) -> None:
    set_target(90_000_000)
    run_tick(NOW)
    case = Case.objects.get(parameter="sales.revenue", scope_kind="company")
    assert (case.state, case.admissibility, case.opened_at) == (CaseState.OPEN, 3, NOW)
    assert case.p_hit < 0.01
    assert case.money_at_risk == pytest.approx(-case.gap, rel=0.02)
    set_target(1_000_000)
    for days in (1, 2, 3):
        run_tick(NOW + timedelta(days=days))
    case.refresh_from_db()
    assert (case.state, case.closed_at) == (CaseState.GONE, NOW + timedelta(days=2))
    told = Fact.objects.filter(about_kind="control.case", about_id=case.pk).order_by("pk")
    assert [fact.kind for fact in told] == ["control.case_opened", "control.case_closed"]


def test_an_accepted_deviation_is_silent_and_counted(cast: Cast, refs: list[int]) -> None:
    set_target(90_000_000)
    run_tick(NOW)
    case = Case.objects.get(parameter="sales.revenue", scope_kind="company")
    cases.accept(case=case, reason="The market fell", by=Actor.of(cast.olga))
    run_tick(NOW + timedelta(days=1))
    case.refresh_from_db()
    assert (case.state, case.closed_at, case.updated_at) == (CaseState.REJECTED, None, NOW)
    assert Case.objects.filter(parameter="sales.revenue", scope_kind="company").count() == 1


def test_looking_back_knows_nothing_of_later(cast: Cast, refs: list[int]) -> None:
    past = NOW - timedelta(days=30)
    facts = load_facts(past, versions=[current_version(Plan.objects.get())])
    assert max(int(days.day.max()) for days in facts.history.values()) <= past.toordinal()
    assert facts.flows["sales.deals"].spells.end.max() == past.toordinal()


def test_at_the_end_of_the_period_a_goal_is_hit_or_missed(refs: list[int]) -> None:
    run = run_tick(at_noon(END.toordinal()))
    rows = Forecast.objects.filter(run=run, goal__parameter="sales.revenue")
    assert {(row.p_hit, row.mean == row.actual) for row in rows} == {
        (float(row.actual >= row.target), True) for row in rows
    }


def test_an_empty_company_is_grey_and_quiet(cast: Cast) -> None:
    plan_goal(parameter="sales.revenue", first_day=Q1, last_day=END, target=1_000_000, by=SYSTEM)
    run = run_tick()
    (row,) = run.forecasts.all()
    assert (row.admissibility, row.actual, Case.objects.count()) == (-1, 0, 0)
