"""What people promise, how far they and the loop are to be believed, and the switch that stops it all."""

from datetime import date, timedelta

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from setpoint.analysis.belief import Belief
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import set_company_time
from setpoint.loop.act.authority import authorities
from setpoint.loop.act.levers import LEVERS, Authority
from setpoint.loop.act.operations import levers
from setpoint.loop.act.queries import settings_now
from setpoint.loop.cycle_commitments import promises
from setpoint.loop.cycle_honesty import read_calibration
from setpoint.loop.plan.models import Commitment, Goal, Plan, PlanVersion
from setpoint.loop.plan.operations.commitments import commit
from setpoint.loop.plan.operations.goals import change_target
from setpoint.loop.record.models import DailyMeasure
from tests.cast import MONDAY, Cast
from tests.loop.bench import REASSIGN, Bench


def a_plan(cast: Cast, first: date, last: date, target: int = 100_000) -> Goal:
    """A plan of one person's revenue."""
    plan = Plan.objects.create(name=f"{first:%Y-%m}", first_day=first, last_day=last)
    version = PlanVersion.objects.create(plan=plan, number=1, kind="base", created_at=MONDAY, author_label="Henry Hale")
    return Goal.objects.create(
        version=version, parameter="sales.revenue", scope_kind="owner", scope_id=cast.sara.pk, target=target
    )


def test_a_person_promises_for_himself_and_nobody_else(cast: Cast) -> None:
    goal = a_plan(cast, date(2026, 3, 1), date(2026, 3, 31))
    asked = {"plan": goal.version.plan, "parameter": "sales.revenue", "scope_kind": "owner", "scope_id": cast.sara.pk}

    commit(**asked, low=10, commit=20, high=30, by=Actor.of(cast.sara))
    with pytest.raises(PermissionDenied):
        commit(**asked, low=10, commit=20, high=30, by=Actor.of(cast.semyon))
    with pytest.raises(ValidationError) as refused:
        commit(**asked, low=10, commit=20, high=15, by=Actor.of(cast.sara))

    assert list(refused.value.message_dict) == ["high"]
    assert Commitment.objects.count() == 1
    assert Fact.objects.filter(kind="plan.committed").count() == 1
    goal.refresh_from_db()
    assert goal.target == 100_000


def test_a_promise_is_believed_as_far_as_its_author_has_been_borne_out(cast: Cast) -> None:
    for month in range(3, 12):
        first = date(2025, month, 1)
        last = date(2025, month + 1, 1) - timedelta(days=1)
        plan = a_plan(cast, first, last).version.plan
        figures = {"low": 0, "commit": 100_000, "high": 200_000}
        Commitment.objects.create(
            plan=plan,
            parameter="sales.revenue",
            scope_kind="owner",
            scope_id=cast.sara.pk,
            made_at=MONDAY,
            author_label="Sara",
            **figures,
        )
        DailyMeasure.objects.create(
            measure="sales.revenue",
            scope_kind="owner",
            scope_id=cast.sara.pk,
            day=last,
            n=1,
            total=130_000,
            squares=1.0,
        )
    goal = a_plan(cast, date(2026, 3, 1), date(2026, 3, 31))
    commit(
        plan=goal.version.plan,
        parameter="sales.revenue",
        scope_kind="owner",
        scope_id=cast.sara.pk,
        low=0,
        commit=100_000,
        high=150_000,
        by=Actor.of(cast.sara),
    )

    found = promises(goal.version.plan, "sales.revenue", MONDAY.date())["owner", cast.sara.pk]

    assert found.periods == 9
    assert found.believed == pytest.approx(130_000, rel=0.08)


def test_in_the_last_days_of_a_period_only_the_owner_of_the_company_changes_a_goal(bench: Bench) -> None:
    set_company_time(MONDAY + timedelta(days=25), rate=0)

    with pytest.raises(ValidationError):
        change_target(goal=bench.goals[1], target=10, by=bench.henry, reason="So it fits")
    assert PlanVersion.objects.count() == 1

    change_target(goal=bench.goals[1], target=70_000, by=bench.olga, reason="A new market")
    assert PlanVersion.objects.count() == 2


def test_the_red_switch_lets_every_lever_of_a_team_only_advise_until_it_is_released(bench: Bench) -> None:
    cast = bench.cast
    with pytest.raises(PermissionDenied):
        levers.stop_team(cast.north, by=Actor.of(cast.sara))

    levers.stop_team(cast.north, by=bench.henry)

    asked = [(lever, Authority.ACTS, [cast.sara.pk]) for lever in LEVERS]
    assert set(authorities(asked)) == {Authority.ADVISES}
    assert levers.stopped_teams() == {cast.north.pk}
    assert set(authorities([(lever, Authority.ACTS, [cast.nora.pk]) for lever in LEVERS])) == {Authority.ACTS}

    levers.release_team(cast.north, by=bench.henry)
    assert levers.stopped_teams() == set()


def test_a_lever_that_has_proven_itself_need_not_ask_any_more(bench: Bench) -> None:
    taught = {"dose": 10, "treated": 10, "held": 10, "grade": "A", "stop": False, "by": SYSTEM}
    for _ in range(19):
        levers.learn(REASSIGN, Belief(0.1, 0.02), **taught)
    assert settings_now()[REASSIGN].authority == Authority.ASKS

    levers.learn(REASSIGN, Belief(0.1, 0.02), **taught)

    assert settings_now()[REASSIGN].authority == Authority.ACTS


def test_chances_are_held_against_what_came() -> None:
    said, came = np.array([0.1, 0.15, 0.9, 0.95]), np.array([0.0, 1.0, 1.0, 1.0])

    found = read_calibration(said, came)

    assert [(round(each.said, 3), each.came, each.n) for each in found.bins] == [(0.125, 0.5, 2), (0.925, 1.0, 2)]
    assert found.brier == pytest.approx(0.18625)
    assert read_calibration(np.zeros(0), np.zeros(0)).brier is None
