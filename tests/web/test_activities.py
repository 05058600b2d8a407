"""Pages of activities: planning, ending with a next step, undo, the calendar, as many queries for three as for one."""

from datetime import timedelta

import pytest

from setpoint.domains.activities.lists import CHANGES
from setpoint.domains.activities.models import Activity
from setpoint.domains.sales.operations import work_lists
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.refs import Ref
from tests.cast import MONDAY, Cast
from tests.domains.activities.test_activities import a_call
from tests.web.conftest import a_deal, queries, signed_in

HOUR = timedelta(hours=1)
CALL = {"kind": "call", "subject": "Call Ivan", "day": "2026-03-03", "time": "10:00", "minutes": "15", "priority": "2"}


@pytest.fixture
def sara(cast):
    return signed_in(cast.sara)


def test_a_call_is_planned_about_a_deal_and_stands_on_its_page(cast: Cast, sara) -> None:
    deal = a_deal(cast)
    word = f"sales.deal:{deal.pk}"
    answer = sara.post(f"/activities/new?about={word}", CALL | {"owner": cast.sara.pk, "about": word, "remind": "10"})
    row = Activity.objects.get()
    assert answer.headers["Location"] == f"/activities/{row.pk}"
    assert (row.due_at, row.minutes, row.customer) == (MONDAY + 25 * HOUR, 15, cast.oak)
    assert (row.about_id, row.remind_at) == (deal.pk, MONDAY + 25 * HOUR - timedelta(minutes=10))
    page = sara.get(f"/deals/{deal.pk}").content.decode()
    assert "Next step: Call Ivan, 3 Mar 2026" in page


def test_a_rule_of_a_million_is_refused_at_its_field_and_what_was_written_stays(cast: Cast, sara) -> None:
    answer = sara.post("/activities/new", CALL | {"owner": cast.sara.pk, "repeat": "FREQ=DAILY;COUNT=1000000"})
    page = answer.content.decode()
    assert (answer.status_code, Activity.objects.count()) == (422, 0)
    assert "This rule has more than 1000 occurrences" in page
    assert "FREQ=DAILY;COUNT=1000000" in page


def test_after_a_call_one_is_asked_for_the_next_step_and_can_take_the_ending_back(cast: Cast, sara) -> None:
    row = a_call(cast)
    place = f"/activities/{row.pk}"
    page = sara.post(f"{place}/ending", {"outcome": "done", "text": "Sent the plan"}, follow=True).content.decode()
    assert "A contact without a next step is a deviation" in page
    sara.post(f"{place}/ending", {"_method": "DELETE"})
    assert Activity.objects.get().closed_at is None


def test_it_is_moved_by_a_day_and_by_a_drag_in_the_calendar(cast: Cast, sara) -> None:
    row = a_call(cast)
    sara.post(f"/activities/{row.pk}/due", {"days": "1"})
    assert Activity.objects.get().due_at == MONDAY + 25 * HOUR
    sara.post(f"/activities/{row.pk}/due", {"moment": "2026-03-05T15:00", "dragged": "1"})
    assert Activity.objects.get().due_at == MONDAY + timedelta(days=3, hours=6)
    refused = sara.post(f"/activities/{row.pk}/due", {"moment": "never", "dragged": "1"})
    assert (refused.status_code, Activity.objects.get().due_at) == (409, MONDAY + timedelta(days=3, hours=6))


def test_a_calendar_shows_the_week_with_what_rules_bring_and_the_team_to_its_head(cast: Cast, sara) -> None:
    a_call(cast, repeat="FREQ=DAILY")
    week = sara.get("/calendar?span=week&day=2026-03-02").content.decode()
    grid = week[: week.index("agenda")]
    assert (grid.count("Call Ivan"), grid.count("is-later")) == (7, 6)
    assert 'data-moment="2026-03-07T10:00" class="is-off"' in week
    assert "Call Ivan" not in signed_in(cast.henry).get("/calendar").content.decode()
    assert "Call Ivan" in signed_in(cast.henry).get("/calendar?who=all&span=month").content.decode()
    assert "Nothing is planned" in sara.get("/calendar?span=day&day=2020-01-01").content.decode()


@pytest.mark.parametrize("address", ["/activities", "/calendar?span=month", "/today"])
def test_as_many_queries_for_three_as_for_one(cast: Cast, sara, address) -> None:
    a_call(cast)
    one = queries(sara, address)
    for number in range(2):
        a_call(cast, subject=f"Call {number}", customer=cast.oak, due_at=MONDAY - HOUR)
    assert queries(sara, address) == one


def test_many_are_done_at_once_and_taken_back(cast: Cast) -> None:

    rows = [a_call(cast), a_call(cast, subject="Second")]
    (change,) = [one for one in CHANGES if one.key == "outcome"]
    ids = [row.pk for row in rows]
    before = change.now(ids)
    change.apply(dict.fromkeys(ids, "done"), SYSTEM)
    assert not Activity.objects.open().exists()
    change.apply({pk: change.back(plain) for pk, plain in before.items()}, SYSTEM)
    assert Activity.objects.open().count() == 2


def test_my_day_shows_what_is_worth_most_what_is_due_and_what_has_no_next_step(cast: Cast, sara) -> None:
    first, second, bare = (a_deal(cast, name=name) for name in ("Barn", "Porch", "Gazebo"))
    places = [work_lists.Place(first.pk, 9.0), work_lists.Place(second.pk, 5.0)]
    work_lists.order_many({cast.sara.pk: places}, by=SYSTEM)
    a_call(cast, subject="Ask for the size", about=Ref("sales.deal", first.pk), due_at=MONDAY - HOUR)
    a_call(cast, kind="task", subject="Send samples", about=Ref("sales.deal", second.pk))
    page = sara.get("/today").content.decode()
    worth, calls, due, without = (
        page[page.index(f'id="{name}-title"') :].partition("</section>")[0]
        for name in ("actions", "calls", "due", "bare")
    )
    assert worth.index("Barn") < worth.index("Porch")
    assert ("Ask for the size" in calls, "Send samples" in due, "Gazebo" in without) == (True, True, True)
    assert ("Barn" in without, bare.name in worth) == (False, False)
    sara.post(f"/activities/{Activity.objects.get(subject='Ask for the size').pk}/ending", {"outcome": "done"})
    assert "Barn" in sara.get("/today").content.decode().partition('id="bare-title"')[2]
