"""The control room: the first answer, own figures only, who decides, and the quiet that says what was checked."""

import pytest

from setpoint.journal.followers import catch_up
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.clock import set_company_time
from setpoint.kernel.models import Job
from setpoint.loop.act.models import Affected, Correction, State
from setpoint.loop.act.operations import execution
from setpoint.loop.cycle_db import run_tick
from setpoint.loop.cycle_plan import plan_goal
from setpoint.loop.plan.models import Goal
from setpoint.loop.plan.operations.goals import change_target
from tests.cast import Cast
from tests.loop.bench import REASSIGN, REDISTRIBUTE, Bench
from tests.loop.quarter import END, Q1, TODAY, at_noon, stories, tell_the_database
from tests.one_world import one_world
from tests.web.conftest import SignIn, queries

ROOM = "/control-room"
NOW = at_noon(TODAY.toordinal())


def turn(parameter: str, target: int) -> None:
    """Plan a parameter and turn the loop."""
    plan_goal(parameter=parameter, first_day=Q1, last_day=END, target=target, by=SYSTEM)
    run_tick(NOW)


@one_world
def quarter(cast: Cast) -> Cast:
    """Half a year of deals and a revenue goal that will be missed, once turned."""
    tell_the_database(cast, stories())
    catch_up()
    turn("sales.revenue", 60_000_000)
    return cast


def goal_of(kind: str, scope: int) -> Goal:
    return Goal.objects.get(parameter="sales.revenue", scope_kind=kind, scope_id=scope)


def test_without_a_plan_the_room_says_what_it_is_for(cast: Cast, as_person: SignIn) -> None:
    page = as_person(cast.olga).get(ROOM).content.decode()
    assert "Nothing is planned yet" in page
    assert "Set a goal" in page


def test_a_goal_just_set_is_being_worked_out(cast: Cast, as_person: SignIn) -> None:
    plan_goal(parameter="sales.revenue", first_day=Q1, last_day=END, target=60_000_000, by=SYSTEM)
    assert [job.name for job in Job.objects.all()] == ["loop.tick"]
    page = as_person(cast.olga).get(ROOM).content.decode()
    assert "The goal is set" in page
    assert "Nothing is planned yet" not in page


def test_the_head_sees_plan_fact_forecast_chance_and_class(quarter: Cast, as_person: SignIn) -> None:
    page = as_person(quarter.henry).get(ROOM).content.decode()
    assert "Revenue won · Tidewater Sheds" in page
    assert "$600,000" in page
    assert 'D<span class="verdict-word"> · review the plan</span>' in page
    assert 'id="goal-picture"' in page


def test_a_deviation_leads_to_its_goal_and_the_plan_to_its_place_in_the_tree(quarter: Cast, as_person: SignIn) -> None:
    company = goal_of("company", 1).pk
    henry = as_person(quarter.henry)
    page = henry.get(ROOM).content.decode()
    assert f'href="{ROOM}?goal={company}"' in page
    assert f'href="/plan?goal={company}#goal-{company}"' in page
    assert henry.get(f"{ROOM}?goal={company}").status_code == 200
    assert f'id="goal-{company}"' in henry.get(f"/plan?goal={company}").content.decode()


def test_money_that_is_missing_has_its_minus_before_the_sign(quarter: Cast, as_person: SignIn) -> None:
    page = as_person(quarter.henry).get(ROOM).content.decode()
    assert "−$" in page
    assert "$-" not in page
    assert "-$" not in page


def test_sara_sees_her_own_figures_and_decides_nothing(quarter: Cast, as_person: SignIn) -> None:
    page = as_person(quarter.sara).get(ROOM).content.decode()
    assert "Revenue won · Sara Stone" in page
    assert "Semyon" not in page
    assert "Tidewater Sheds ·" not in page
    assert ">Apply<" not in page


@pytest.mark.parametrize("address", [ROOM, "/plan"])
def test_semyon_does_not_learn_that_saras_goal_exists(quarter: Cast, as_person: SignIn, address: str) -> None:
    semyon, goal = as_person(quarter.semyon), goal_of("owner", quarter.sara.pk).pk
    assert semyon.get(f"{address}?goal={goal}").status_code == 404
    assert semyon.get(f"{address}?goal=999999").status_code == 404
    assert as_person(quarter.sara).get(f"{address}?goal={goal}").status_code == 200


def test_quiet_says_what_was_checked_and_when(cast: Cast, as_person: SignIn) -> None:
    tell_the_database(cast, stories())
    catch_up()
    turn("sales.created", 10)
    page = as_person(cast.olga).get(ROOM).content.decode()
    assert "All quiet" in page
    assert "7 goals checked on 16 Feb 2026: no deviation needs an action." in page
    assert "Nothing waits for you." in page


def test_a_proposal_is_told_in_lines_with_its_numbers_in_a_table(bench: Bench, as_person: SignIn) -> None:
    row = bench.propose(REASSIGN)
    page = as_person(bench.cast.henry).get(f"/corrections/{row.pk}").content.decode()
    lines = page.split('<ul class="correction-lines">')[1].split("</ul>")[0]
    assert lines.count("<li>") == 7
    assert "deals go to" in lines
    assert "Expected:" not in lines  # stands below as a figure
    assert f"with the figures of {row.proposed_at:%-d %b %Y}, until" in page
    assert ">Adjust<" in page
    asked = f"/corrections/{row.pk}/derivation"
    assert f'hx-get="{asked}"' in page
    assert f'<a href="/deals/{row.proposal["units"][0]}">' in as_person(bench.cast.henry).get(asked).content.decode()


def test_what_brings_no_money_shows_evenness_instead(bench: Bench, as_person: SignIn) -> None:
    row = bench.propose(REDISTRIBUTE)
    page = as_person(bench.cast.henry).get(f"/corrections/{row.pk}").content.decode()
    assert "Chances of the parts differ by" in page
    assert "$0" not in page
    assert ">Adjust<" not in page  # a split is taken whole


def test_a_seller_sees_what_is_proposed_and_no_figures_of_colleagues(bench: Bench, as_person: SignIn) -> None:
    row = bench.propose(REASSIGN)
    page = as_person(bench.cast.sara).get(f"/corrections/{row.pk}").content.decode()
    assert "deals go to" in page
    assert "The head of everybody it touches decides." in page
    assert "touches they need" not in page
    assert "is away" not in page
    assert "Where the numbers come from" not in page
    assert ">Apply<" not in page
    assert as_person(bench.cast.sara).get(f"/corrections/{row.pk}/derivation").status_code == 403


def test_applying_and_taking_back(bench: Bench, as_person: SignIn) -> None:
    henry, row, before = as_person(bench.cast.henry), bench.propose(REASSIGN), bench.owners()
    assert henry.post(f"/corrections/{row.pk}/approval").status_code == 303
    row.refresh_from_db()
    assert (row.state, bench.owners() == before) == (State.EXECUTED, False)
    henry.post(f"/corrections/{row.pk}/undoing")
    row.refresh_from_db()
    assert (row.state, bench.owners()) == (State.UNDONE, before)


@pytest.mark.parametrize("verb", ["approval", "refusal", "adjustment"])
def test_a_seller_decides_nothing(bench: Bench, as_person: SignIn, verb: str) -> None:
    row = bench.propose(REASSIGN)
    before = (Fact.objects.count(), bench.owners())
    answer = as_person(bench.cast.sara).post(f"/corrections/{row.pk}/{verb}", {"reason": "disagree", "units": "3"})
    row.refresh_from_db()
    assert (answer.status_code, row.state) == (403, State.PROPOSED)
    assert (Fact.objects.count(), bench.owners()) == before


def test_fewer_are_taken(bench: Bench, as_person: SignIn) -> None:
    row = bench.propose(REASSIGN)
    as_person(bench.cast.henry).post(f"/corrections/{row.pk}/adjustment", {"units": "4"})
    row.refresh_from_db()
    assert (row.state, len(row.proposal["units"])) == (State.ADJUSTED, 4)


@pytest.mark.parametrize("reason", ["", "because"])
def test_declining_needs_one_of_the_reasons(bench: Bench, as_person: SignIn, reason: str) -> None:
    henry, row = as_person(bench.cast.henry), bench.propose(REASSIGN)
    henry.post(f"/corrections/{row.pk}/refusal", {"reason": reason})
    row.refresh_from_db()
    assert row.state == State.PROPOSED
    henry.post(f"/corrections/{row.pk}/refusal", {"reason": "known_context", "note": "Sara is back on Tuesday"})
    row.refresh_from_db()
    assert (row.state, row.reason_code, row.note) == (State.DECLINED, "known_context", "Sara is back on Tuesday")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_room_takes_the_same_queries_for_one_of_everything_as_for_three(
    bench: Bench, quarter: Cast, as_person: SignIn, rows: int
) -> None:
    waits, done = bench.propose(REDISTRIBUTE), bench.propose(REASSIGN)
    execution.apply(done, by=bench.olga)
    for row in (waits, done):
        for number in range(1, rows):
            copy_of(row, scope_id=100 + number)
    assert queries(as_person(quarter.henry), ROOM) == 42


def copy_of(row: Correction, scope_id: int) -> None:
    """Store the same correction for another scope."""
    people = list(row.affected.values_list("user_id", flat=True))
    copy = Correction.objects.get(pk=row.pk)
    copy.pk, copy.scope_id = None, scope_id
    copy.save(force_insert=True)
    Affected.objects.bulk_create(Affected(correction=copy, user_id=user) for user in people)


def test_looking_back_shows_the_goal_of_that_evening_and_decides_nothing(quarter: Cast, as_person: SignIn) -> None:
    company = goal_of("company", 1)
    change_target(goal=company, target=80_000_000, by=SYSTEM, reason="More is possible")
    set_company_time(at_noon(TODAY.toordinal() + 7), rate=0)
    run_tick()
    henry = as_person(quarter.henry)
    then = henry.get(f"{ROOM}?at=2026-02-20").content.decode()
    assert "You look back at 20 Feb 2026" in then
    assert "$600,000" in then
    assert "$800,000" not in then
    assert "Corrections" not in then
    assert "$800,000" in henry.get(ROOM).content.decode()
    # the goal of either version leads to the one of the evening
    newer = Goal.objects.get(parameter="sales.revenue", scope_kind="company", target=80_000_000)
    back = henry.get(f"{ROOM}?at=2026-02-20&goal={newer.pk}").content.decode()
    assert f'<option value="{company.pk}" selected>' in back


@pytest.mark.parametrize("asked", ["", "yesterday", "9999-12-31", "0001-01-01", "2026-02-30"])
def test_a_day_that_cannot_be_looked_back_at_is_today(quarter: Cast, as_person: SignIn, asked: str) -> None:
    page = as_person(quarter.henry).get(f"{ROOM}?at={asked}").content.decode()
    assert "You look back" not in page
    assert "$600,000" in page


def test_before_its_first_turn_the_loop_knew_nothing(quarter: Cast, as_person: SignIn) -> None:
    page = as_person(quarter.henry).get(f"{ROOM}?at=2026-02-15").content.decode()
    assert "The loop had not turned by then" in page
    assert "$600,000" not in page
