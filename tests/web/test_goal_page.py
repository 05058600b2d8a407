"""What stands behind a figure: its records, and the page that derives it."""

import re

import pytest

from setpoint.domains.sales.models import Deal
from setpoint.journal.followers import catch_up
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.loop.cycle_db import run_tick
from setpoint.loop.cycle_plan import plan_goal
from setpoint.loop.plan.models import Goal
from setpoint.loop.plan.operations.goals import change_target
from tests.cast import Cast
from tests.loop.quarter import END, Q1, TODAY, at_noon, stories, tell_the_database
from tests.one_world import one_world
from tests.web.conftest import SignIn, a_deal


@one_world
def quarter(cast: Cast) -> Cast:
    """Half a year of deals and a revenue goal, once turned."""
    tell_the_database(cast, stories(120))
    catch_up()
    plan_goal(parameter="sales.revenue", first_day=Q1, last_day=END, target=60_000_000, by=SYSTEM)
    run_tick(at_noon(TODAY.toordinal()))
    return cast


def goal_of(kind: str, scope: int) -> Goal:
    return Goal.objects.get(parameter="sales.revenue", scope_kind=kind, scope_id=scope)


@pytest.mark.parametrize("whose", ["company", "team", "owner"])
def test_the_fact_leads_to_the_deals_that_sum_to_it(quarter: Cast, as_person: SignIn, whose: str) -> None:
    henry, scope = as_person(quarter.henry), {"company": 1, "team": quarter.north.pk, "owner": quarter.sara.pk}[whose]
    page = henry.get(f"/goals/{goal_of(whose, scope).pk}").content.decode()
    address, fact = re.findall(r'<a href="(/deals[^"]+)">([^<]+)</a>', page)[0]
    listed = henry.get(address.replace("&amp;", "&")).content.decode()
    assert "state=won" in address
    assert f'<strong class="num">{fact}</strong>' in listed


def test_a_week_leads_to_its_deals(quarter: Cast, as_person: SignIn) -> None:
    henry = as_person(quarter.henry)
    page = henry.get(f"/goals/{goal_of('company', 1).pk}").content.decode()
    weeks = re.findall(r'<td class="num"><a href="(/deals[^"]+)">([^<]+)</a></td>', page)
    for address, done in weeks[1:3]:
        listed = henry.get(address.replace("&amp;", "&")).content.decode()
        assert f'<strong class="num">{done}</strong>' in listed


def test_the_control_room_leads_to_records_and_derivation(quarter: Cast, as_person: SignIn) -> None:
    goal = goal_of("company", 1).pk
    page = as_person(quarter.henry).get("/control-room").content.decode()
    assert "/deals?state=won&amp;from=2026-01-01&amp;to=2026-02-16" in page
    assert page.count(f'href="/goals/{goal}"') >= 2  # forecast, the picture in numbers; few wins have no chance


def test_the_goal_of_an_earlier_version_leads_to_the_one_in_force(quarter: Cast, as_person: SignIn) -> None:
    before = goal_of("company", 1)
    change_target(goal=before, target=before.target + 100, by=Actor.of(quarter.henry), reason="More is possible")
    run_tick(at_noon(TODAY.toordinal()))
    after = Goal.objects.exclude(pk=before.pk).get(parameter="sales.revenue", scope_kind="company")
    answer = as_person(quarter.henry).get(f"/goals/{before.pk}")
    assert (answer.status_code, answer["Location"]) == (302, f"/goals/{after.pk}")
    room = as_person(quarter.henry).get(f"/control-room?goal={before.pk}").content.decode()
    assert f'<option value="{after.pk}" selected>' in room
    assert as_person(quarter.henry).get("/control-room?goal=0").status_code == 404


def test_who_does_not_see_a_goal_does_not_see_what_is_behind_it(quarter: Cast, as_person: SignIn) -> None:
    goal = goal_of("owner", quarter.sara.pk).pk
    assert as_person(quarter.semyon).get(f"/goals/{goal}").status_code == 404
    assert as_person(quarter.sara).get(f"/goals/{goal}").status_code == 200
    assert as_person(quarter.sara).get("/goals/999999").status_code == 404


@pytest.mark.parametrize("query", ["from=2026-02-30", "from=0001-01-01&to=9999-12-31", "to=yesterday"])
def test_days_that_are_none_narrow_nothing(cast: Cast, as_person: SignIn, query: str) -> None:
    a_deal(cast)
    page = as_person(cast.henry).get(f"/deals?state=all&{query}")
    assert page.status_code == 200
    assert "Cedar shed for Oak" in page.content.decode()


def test_the_days_of_a_period_are_the_companys(quarter: Cast, as_person: SignIn) -> None:
    won = Deal.objects.filter(closure__outcome="won").earliest("pk")
    quarter.company.time_zone = "Pacific/Auckland"
    quarter.company.save()
    # noon in London is the beginning of the next day in Auckland
    Deal.objects.filter(pk=won.pk).update(closed_at=at_noon(TODAY.toordinal()))
    day = f"from={TODAY.replace(day=17)}&to={TODAY.replace(day=17)}"
    assert f">{won.name}</a>" in as_person(quarter.henry).get(f"/deals?state=won&{day}").content.decode()
