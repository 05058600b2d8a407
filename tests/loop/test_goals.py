"""Goals: set, split, changed by those who may; versions never change, and what differs is shown."""

from datetime import date

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.permissions import visible_to
from setpoint.loop.plan.models import Goal, PlanVersion, VersionKind
from setpoint.loop.plan.operations.goals import change_target, change_targets, set_goals
from setpoint.loop.plan.parameters import PARAMETERS
from setpoint.loop.plan.periods import name_of, next_quarter, quarter_of
from setpoint.loop.plan.queries import history, key_of, tree
from setpoint.loop.plan.quotas import Evidence, GoalTree, decompose
from tests.cast import Cast

Q2 = {"first_day": date(2026, 4, 1), "last_day": date(2026, 6, 30)}


def evidence(cast: Cast) -> Evidence:
    """Sara is expected to bring 60 ± 10, Semyon 20 ± 10, Nora 40 ± 20."""
    return Evidence(
        scopes=[
            ("company", 1),
            ("team", cast.north.pk),
            ("team", cast.south.pk),
            ("owner", cast.sara.pk),
            ("owner", cast.semyon.pk),
            ("owner", cast.nora.pk),
        ],
        parent=np.array([-1, 0, 0, 1, 1, 2]),
        mean=np.array([120.0, 80.0, 40.0, 60.0, 20.0, 40.0]),
        sd=np.array([25.0, 15.0, 20.0, 10.0, 10.0, 20.0]),
    )


def planned(cast: Cast, target: int = 162, parameter: str = "sales.revenue") -> GoalTree:
    return decompose(PARAMETERS[parameter], target, evidence(cast))


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    return set_goals(**Q2, trees=[planned(cast)], by=Actor.of(cast.olga))


def goal_of(version: PlanVersion, kind: str, number: int = 1) -> Goal:
    return version.goals.get(scope_kind=kind, scope_id=number)


def test_a_goal_is_equally_hard_for_the_children_of_every_node(cast: Cast) -> None:
    split = planned(cast)
    # 162 = 120 + z (15 + 20), z = 1.2; then 98 = 80 + z (10 + 10), z = .9
    assert split.target.tolist() == [162, 98, 64, 69, 29, 64]


def test_what_does_not_add_up_is_the_same_for_all(cast: Cast) -> None:
    assert planned(cast, 300_000, "sales.win_rate").target.tolist() == [300_000] * 6


def test_a_set_goal_is_a_tree_with_a_fact(cast: Cast, version: PlanVersion) -> None:
    assert (version.number, version.kind, version.author, version.plan.name) == (
        1,
        VersionKind.BASE,
        cast.olga,
        "2026 Q2",
    )
    assert goal_of(version, "owner", cast.sara.pk).parent == goal_of(version, "team", cast.north.pk)
    fact = Fact.objects.get(kind="plan.goal_set")
    assert (fact.about_id, fact.data["target"], fact.data["goals"]) == (goal_of(version, "company").pk, 162, 6)


def test_the_head_changes_a_node_and_the_difference_to_its_parent_shows(cast: Cast, version: PlanVersion) -> None:
    sara = goal_of(version, "owner", cast.sara.pk)
    after = change_target(goal=sara, target=60, by=Actor.of(cast.henry), reason="Back from leave in May")
    branches = {key_of(branch.goal)[1:]: branch for branch in tree(list(after.goals.order_by("pk")))}
    assert branches["team", cast.north.pk].difference == -9
    assert branches["company", 1].difference == 0
    assert branches["owner", cast.sara.pk].difference == 0
    assert (after.number, after.kind, after.supersedes, after.reason) == (
        2,
        VersionKind.REPLAN,
        version,
        "Back from leave in May",
    )


def test_the_version_before_stays_as_it_was(cast: Cast, version: PlanVersion) -> None:
    before = list(version.goals.order_by("pk").values())
    after = change_target(
        goal=goal_of(version, "owner", cast.sara.pk), target=60, by=Actor.of(cast.henry), reason="Leave"
    )
    assert list(version.goals.order_by("pk").values()) == before
    told = [
        (row.version.number, row.target, row.version.author_label)
        for row in history(goal_of(after, "owner", cast.sara.pk))
    ]
    assert told == [(1, 69, "Olga Owen"), (2, 60, "Henry Hale")]
    fact = Fact.objects.get(kind="plan.node_changed")
    assert (fact.changes, fact.data["scope_id"]) == ({"target": [69, 60]}, cast.sara.pk)


def test_another_parameter_joins_the_plan_and_the_first_stays(cast: Cast, version: PlanVersion) -> None:
    after = set_goals(**Q2, trees=[planned(cast, 30, "sales.won")], by=SYSTEM)
    assert (after.number, after.kind, after.goals.count()) == (2, VersionKind.BASE, 12)
    assert goal_of_parameter(after, "sales.revenue") == 162


def goal_of_parameter(version: PlanVersion, parameter: str) -> int:
    return version.goals.get(parameter=parameter, parent=None).target


def refused(act: object, error: type[Exception], match: str) -> None:
    """The call is refused and nothing happened."""
    before = (PlanVersion.objects.count(), Goal.objects.count(), Fact.objects.count())
    with pytest.raises(error, match=match):
        act()
    assert (PlanVersion.objects.count(), Goal.objects.count(), Fact.objects.count()) == before


@pytest.mark.parametrize("who", ["sara", "semyon", "mia", "anton", "stan"])
def test_nobody_but_heads_sets_or_changes_goals(cast: Cast, version: PlanVersion, who: str) -> None:
    actor = Actor.of(getattr(cast, who))
    sara = goal_of(version, "owner", cast.sara.pk)
    refused(lambda: change_target(goal=sara, target=1, by=actor, reason="Mine"), PermissionDenied, "head of sales")
    refused(lambda: set_goals(**Q2, trees=[planned(cast)], by=actor), PermissionDenied, "head of sales")


def test_the_head_of_one_team_does_not_change_another(cast: Cast, version: PlanVersion) -> None:
    cast.semyon.role = cast.henry.role
    cast.semyon.save()
    cast.north.head = cast.semyon
    cast.north.save()
    semyon = Actor.of(cast.semyon)
    refused(
        lambda: change_target(goal=goal_of(version, "owner", cast.nora.pk), target=1, by=semyon, reason="More"),
        PermissionDenied,
        "head of sales",
    )
    own = goal_of(version, "owner", cast.semyon.pk)
    refused(lambda: change_target(goal=own, target=1, by=semyon, reason="Less"), PermissionDenied, "head of sales")


def test_only_the_owner_asks_less_of_the_company(cast: Cast, version: PlanVersion) -> None:
    company = goal_of(version, "company")
    henry = Actor.of(cast.henry)
    refused(lambda: change_target(goal=company, target=100, by=henry, reason="Hard"), PermissionDenied, "owner")
    refused(lambda: set_goals(**Q2, trees=[planned(cast, 100)], by=henry), PermissionDenied, "owner")
    assert change_target(goal=company, target=170, by=henry, reason="We can").number == 2
    assert set_goals(**Q2, trees=[planned(cast, 100)], by=Actor.of(cast.olga)).number == 3


def test_a_change_needs_a_reason_and_a_number(cast: Cast, version: PlanVersion) -> None:
    sara = goal_of(version, "owner", cast.sara.pk)
    refused(lambda: change_target(goal=sara, target=60, by=SYSTEM, reason=" "), ValidationError, "Say why")
    refused(lambda: change_target(goal=sara, target=-1, by=SYSTEM, reason="x"), ValidationError, "at least 0")


def test_a_version_that_was_superseded_is_not_changed(cast: Cast, version: PlanVersion) -> None:
    sara = goal_of(version, "owner", cast.sara.pk)
    change_target(goal=sara, target=60, by=SYSTEM, reason="Leave")
    refused(lambda: change_target(goal=sara, target=50, by=SYSTEM, reason="Leave"), ValidationError, "meanwhile")


def test_a_goal_of_another_plan_is_refused(cast: Cast, version: PlanVersion) -> None:
    other = set_goals(first_day=date(2026, 7, 1), last_day=date(2026, 9, 30), trees=[planned(cast)], by=SYSTEM)
    number = goal_of(other, "company").pk
    refused(
        lambda: change_targets(version=version, targets={number: 1}, by=SYSTEM, reason="x"),
        ValidationError,
        "another version",
    )


def test_a_change_to_what_it_was_writes_nothing(cast: Cast, version: PlanVersion) -> None:
    sara = goal_of(version, "owner", cast.sara.pk)
    assert change_target(goal=sara, target=sara.target, by=SYSTEM, reason="Same") == version
    assert PlanVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 4, 2), date(2026, 6, 30)),
        (date(2026, 4, 1), date(2026, 6, 29)),
        (date(2026, 4, 1), date(2026, 3, 31)),
    ],
)
def test_a_period_is_whole_months(cast: Cast, first: date, last: date) -> None:
    refused(
        lambda: set_goals(first_day=first, last_day=last, trees=[planned(cast)], by=SYSTEM),
        ValidationError,
        "whole months",
    )


def test_periods_have_names_that_every_language_reads() -> None:
    assert quarter_of(date(2026, 11, 22)) == (date(2026, 10, 1), date(2026, 12, 31))
    assert next_quarter(date(2026, 11, 22)) == (date(2027, 1, 1), date(2027, 3, 31))
    assert name_of(date(2026, 10, 1), date(2026, 12, 31)) == "2026 Q4"
    assert name_of(date(2026, 2, 1), date(2026, 2, 28)) == "2026-02"
    assert name_of(date(2026, 1, 1), date(2026, 6, 30)) == "2026-01/2026-06"


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("olga", {"company", "North", "South", "sara", "semyon", "nora"}),
        ("henry", {"company", "North", "South", "sara", "semyon", "nora"}),
        ("sara", {"sara"}),
        ("semyon", {"semyon"}),
        ("mia", set()),
        ("stan", set()),
    ],
)
def test_figures_are_seen_by_the_person_and_his_heads(cast: Cast, version: PlanVersion, who: str, sees: set) -> None:
    names = {
        ("company", 1): "company",
        ("team", cast.north.pk): "North",
        ("team", cast.south.pk): "South",
        ("owner", cast.sara.pk): "sara",
        ("owner", cast.semyon.pk): "semyon",
        ("owner", cast.nora.pk): "nora",
    }
    goals = visible_to(Actor.of(getattr(cast, who)), "loop.goal")
    assert {names[goal.scope_kind, goal.scope_id] for goal in goals} == sees


def test_more_goals_take_no_more_queries(cast: Cast, version: PlanVersion) -> None:
    counts = []
    for parameter in ("sales.won", "sales.created"):
        with CaptureQueriesContext(connection) as context:
            set_goals(**Q2, trees=[planned(cast, 30, parameter)], by=SYSTEM)
        counts.append(len(context))
    assert counts[0] == counts[1]


def test_periods_that_cross_are_refused_and_one_within_another_is_not(cast: Cast, version: PlanVersion) -> None:
    spring = {"first_day": date(2026, 3, 1), "last_day": date(2026, 4, 30)}
    refused(lambda: set_goals(**spring, trees=[planned(cast)], by=SYSTEM), ValidationError, "crosses 2026 Q2")
    summer = {"first_day": date(2026, 6, 1), "last_day": date(2026, 7, 31)}
    refused(lambda: set_goals(**summer, trees=[planned(cast)], by=SYSTEM), ValidationError, "crosses 2026 Q2")
    may = set_goals(first_day=date(2026, 5, 1), last_day=date(2026, 5, 31), trees=[planned(cast)], by=SYSTEM)
    assert may.plan.name == "2026-05"


def test_nothing_is_asked_of_somebody_who_has_left(cast: Cast, version: PlanVersion) -> None:
    cast.semyon.is_active = False
    cast.semyon.save()
    again = {"first_day": date(2026, 7, 1), "last_day": date(2026, 9, 30)}
    refused(lambda: set_goals(**again, trees=[planned(cast)], by=SYSTEM), ValidationError, "Semyon Sokolov")
    goal = goal_of(version, "owner", cast.semyon.pk)
    refused(lambda: change_target(goal=goal, target=40, by=SYSTEM, reason="More"), ValidationError, "No longer here")
    assert change_target(goal=goal, target=0, by=SYSTEM, reason="Left").number == 2
