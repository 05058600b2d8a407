"""The plan in the browser: the tree with its differences, versions with who and why, a goal set after a look."""

import pytest

from setpoint.journal.followers import catch_up
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM
from setpoint.loop.cycle_db import run_tick
from setpoint.loop.cycle_plan import plan_goal
from setpoint.loop.plan.models import Goal, PlanVersion
from tests.cast import Cast
from tests.loop.quarter import END, Q1, TODAY, at_noon, stories, tell_the_database
from tests.one_world import one_world
from tests.web.conftest import SignIn, queries


@one_world
def planned(cast: Cast) -> Cast:
    """Half a year of deals, revenue planned for the quarter, the loop turned once."""
    tell_the_database(cast, stories())
    catch_up()
    plan_goal(parameter="sales.revenue", first_day=Q1, last_day=END, target=60_000_000, by=SYSTEM)
    run_tick(at_noon(TODAY.toordinal()))
    return cast


def goal_of(kind: str, scope: int) -> Goal:
    return Goal.objects.filter(parameter="sales.revenue", scope_kind=kind, scope_id=scope).latest("pk")


def row_of(page: str, goal: Goal) -> str:
    return page.split(f'<tr id="goal-{goal.pk}"')[1].split("</tr>", maxsplit=1)[0]


def test_the_tree_shows_company_teams_and_people(planned: Cast, as_person: SignIn) -> None:
    page = as_person(planned.henry).get("/plan").content.decode()
    assert "$600,000" in row_of(page, goal_of("company", 1))
    for goal in (goal_of("team", planned.north.pk), goal_of("owner", planned.sara.pk)):
        assert f"goal-{goal.pk}" in page
    assert "Set a goal" in page


def test_a_changed_node_makes_a_new_version_and_the_parent_shows_the_difference(
    planned: Cast, as_person: SignIn
) -> None:
    henry, sara, north = as_person(planned.henry), goal_of("owner", planned.sara.pk), goal_of("team", planned.north.pk)
    answer = henry.post(
        f"/goals/{sara.pk}/target", {"target": f"{sara.target // 100 + 1000}", "reason": "Oak asks for two more"}
    )
    assert (answer.status_code, PlanVersion.objects.count()) == (303, 2)
    changed, above = goal_of("owner", planned.sara.pk), goal_of("team", planned.north.pk)
    assert (changed.target, above.target, changed.by_hand) == (sara.target // 100 * 100 + 100_000, north.target, True)
    page = henry.get("/plan").content.decode()
    more = sum(goal_of("owner", user.pk).target for user in (planned.sara, planned.semyon)) - north.target
    assert f"+${round(more / 100):,}" in row_of(page, above)
    assert "by hand" in row_of(page, changed)
    assert "Henry Hale" in page
    assert "Oak asks for two more" in page


def test_the_version_before_can_still_be_looked_at(planned: Cast, as_person: SignIn) -> None:
    henry, sara = as_person(planned.henry), goal_of("owner", planned.sara.pk)
    henry.post(f"/goals/{sara.pk}/target", {"target": "999999", "reason": "Trial"})
    page = henry.get("/plan?parameter=sales.revenue&version=1").content.decode()
    assert "Version 1, superseded" in page
    assert "$999,999" not in page
    assert ">Change<" not in page


@pytest.mark.parametrize("fields", [{"target": "5000", "reason": ""}, {"target": "a lot", "reason": "x"}])
def test_a_change_without_reason_or_number_changes_nothing(planned: Cast, as_person: SignIn, fields: dict) -> None:
    as_person(planned.henry).post(f"/goals/{goal_of('owner', planned.sara.pk).pk}/target", fields)
    assert PlanVersion.objects.count() == 1


def test_a_seller_cannot_change_his_target(planned: Cast, as_person: SignIn) -> None:
    before, goal = Fact.objects.count(), goal_of("owner", planned.sara.pk)
    sara = as_person(planned.sara)
    answer = sara.post(f"/goals/{goal.pk}/target", {"target": "1", "reason": "Easier"})
    assert (answer.status_code, PlanVersion.objects.count(), Fact.objects.count()) == (403, 1, before)
    assert ">Change<" not in sara.get("/plan").content.decode()


def test_semyon_cannot_change_saras_target_or_learn_that_it_exists(planned: Cast, as_person: SignIn) -> None:
    goal = goal_of("owner", planned.sara.pk)
    answer = as_person(planned.semyon).post(f"/goals/{goal.pk}/target", {"target": "1", "reason": "Fun"})
    assert (answer.status_code, PlanVersion.objects.count()) == (404, 1)


def test_a_new_goal_is_looked_at_and_then_set(planned: Cast, as_person: SignIn) -> None:
    olga = as_person(planned.olga)
    asked = {"parameter": "sales.revenue", "period": "2026 Q2", "target": "700,000", "reason": "Spring"}
    looked = olga.post("/plan/new", asked)
    page = looked.content.decode()
    assert (looked.status_code, PlanVersion.objects.count()) == (200, 1)
    assert "What it asks of the funnel" in page
    assert "$700,000" in page
    assert olga.post("/plan/new", asked | {"set": "1"}).status_code == 302
    made = PlanVersion.objects.latest("pk")
    root = made.goals.get(parameter="sales.revenue", scope_kind="company")
    assert (made.plan.name, root.target, made.reason, made.author_label) == (
        "2026 Q2",
        70_000_000,
        "Spring",
        "Olga Owen",
    )


def test_a_seller_sets_no_goal(planned: Cast, as_person: SignIn) -> None:
    asked = {"parameter": "sales.revenue", "period": "2026 Q2", "target": "1", "set": "1"}
    assert as_person(planned.sara).post("/plan/new", asked).status_code == 403
    assert PlanVersion.objects.count() == 1


@pytest.mark.parametrize("versions", [1, 3])
def test_the_plan_takes_the_same_queries_for_one_version_as_for_three(
    planned: Cast, as_person: SignIn, versions: int
) -> None:
    henry = as_person(planned.henry)
    for number in range(1, versions):
        goal = goal_of("owner", planned.sara.pk)
        henry.post(f"/goals/{goal.pk}/target", {"target": f"{1000 * number}", "reason": "Trial"})
    assert queries(henry, "/plan") == 27
