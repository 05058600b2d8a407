"""Tasks, calls and meetings: planned, repeated, reminded of, ended, undone; who sees them; what deals make of them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from setpoint.domains.activities import repeating
from setpoint.domains.activities.models import Activity, Ending, Participant
from setpoint.domains.activities.operations import activities, endings, reminders
from setpoint.domains.activities.operations.activities import NewActivity
from setpoint.domains.sales.operations import deal_parts
from setpoint.journal.followers import catch_up
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import set_company_time
from setpoint.kernel.permissions import visible_to
from setpoint.kernel.refs import Ref
from setpoint.loop.inform.models import Notice
from tests.cast import MONDAY, Cast
from tests.web.conftest import a_deal

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")


def a_call(cast: Cast, **values: object) -> Activity:
    """A call of Sara's to Ivan, an hour from now."""
    said = {"kind": "call", "subject": "Call Ivan", "owner": cast.sara, "customer": cast.ivan, "due_at": MONDAY + HOUR}
    return activities.plan(NewActivity(**(said | values)), by=Actor.of(cast.sara))


def test_what_a_person_is_called_stands_beside_the_fact(cast: Cast) -> None:
    row = a_call(cast)
    fact = Fact.objects.get(kind="activities.planned")
    assert (fact.about_id, fact.customer_id, fact.data.get("subject")) == (row.pk, cast.ivan.pk, None)
    assert list(fact.personal) == ["subject"]


@pytest.mark.parametrize(
    ("field", "values", "words"),
    [
        ("subject", {"subject": " "}, "Say what is to be done"),
        ("repeat", {"repeat": "FREQ=DAILY;COUNT=1000000"}, "more than 1000 occurrences"),
        ("repeat", {"repeat": "FREQ=DAILY;UNTIL=99990101T000000Z"}, "more than 1000 occurrences"),
        ("repeat", {"repeat": "FREQ=SECONDLY"}, "one of DAILY, WEEKLY, MONTHLY, YEARLY"),
        ("repeat", {"repeat": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3"}, "never happen"),
        ("repeat", {"repeat": "FREQ=DAILY;INTERVAL=0"}, "INTERVAL is a whole number"),
        ("repeat", {"repeat": "FREQ=WEEKLY;BYDAY=XX"}, "cannot be read"),
        ("minutes", {"minutes": 50_000}, "31 days at most"),
        ("about", {"about": Ref("sales.deal", 10**6)}, "you do not see it"),
    ],
)
def test_what_is_wrong_is_refused_by_the_name_of_its_field_and_nothing_is_planned(cast, field, values, words):
    with pytest.raises(ValidationError, match=words) as refused:
        a_call(cast, **values)
    assert (list(refused.value.message_dict), Activity.objects.count()) == ([field], 0)
    assert not Fact.objects.filter(kind__startswith="activities").exists()


def test_the_next_occurrence_is_planned_when_one_ends_and_goes_when_it_is_taken_up_again(cast: Cast) -> None:
    row = a_call(cast, repeat="FREQ=WEEKLY;COUNT=2", remind_minutes=30, users=[cast.semyon.pk])
    by = Actor.of(cast.sara)
    (following,) = endings.end(row, by=by, text="Sends the plan")
    assert (following.due_at, following.remind_at) == (MONDAY + 7 * DAY + HOUR, MONDAY + 7 * DAY + HOUR / 2)
    assert Participant.objects.get(activity=following).user == cast.semyon
    endings.reopen_many([row.pk], by=by)
    assert list(Activity.objects.open()) == [row]
    endings.end(row, by=by)
    last = Activity.objects.open().get()
    assert endings.end(last, by=by) == []


def test_what_was_slept_through_does_not_come_back(cast: Cast) -> None:
    row = a_call(cast, repeat="FREQ=DAILY")
    set_company_time(MONDAY + 5 * DAY + 2 * HOUR, rate=0)
    (following,) = endings.end(row, by=SYSTEM)
    assert following.due_at == MONDAY + 6 * DAY + HOUR


@given(st.integers(0, 700), st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=MONTHLY;BYMONTHDAY=-1"]))
def test_a_rule_keeps_the_wall_clock_over_the_change_of_clocks(days, rule):
    start = datetime(2026, 1, 5, 9, 30, tzinfo=BERLIN)
    found = repeating.after(rule, start, start + days * DAY, BERLIN)
    assert found is not None
    assert found > start + days * DAY
    assert (found.hour, found.minute) == (9, 30)


def test_a_reminder_arrives_at_its_moment_by_company_time_and_never_twice(cast: Cast) -> None:
    row = a_call(cast, remind_minutes=10, users=[cast.semyon.pk])
    assert reminders.remind(by=SYSTEM) == 0
    set_company_time(MONDAY + timedelta(minutes=50), rate=0)
    assert [reminders.remind(by=SYSTEM), reminders.remind(by=SYSTEM)] == [1, 0]
    catch_up()
    told = Notice.objects.filter(kind="activities.reminder")
    assert sorted(told.values_list("user", "ref_id", "count")) == sorted(
        [(cast.sara.pk, row.pk, 1), (cast.semyon.pk, row.pk, 1)]
    )
    activities.change(row, {"due_at": MONDAY + 5 * HOUR}, by=SYSTEM)
    assert Activity.objects.get().reminded_at is None
    assert Activity.objects.get().remind_at == MONDAY + 5 * HOUR - timedelta(minutes=10)


def test_one_sees_his_own_what_he_takes_part_in_and_what_is_below_him_but_nothing_private(cast: Cast) -> None:
    own = a_call(cast, users=[cast.nora.pk])
    private = a_call(cast, subject="Dentist", private=True)
    seen = {
        name: set(visible_to(Actor.of(user), "activities.activity"))
        for name, user in {"sara": cast.sara, "semyon": cast.semyon, "nora": cast.nora, "henry": cast.henry}.items()
    }
    assert seen == {"sara": {own, private}, "semyon": set(), "nora": {own}, "henry": {own}}
    with pytest.raises(PermissionDenied):
        endings.end(own, by=Actor.of(cast.nora))
    with pytest.raises(PermissionDenied):
        activities.change(private, {"subject": "Seen"}, by=Actor.of(cast.olga))
    assert "Dentist" not in str(list(Fact.objects.filter(kind="activities.planned").values_list("data", flat=True)))
    assert not Ending.objects.exists()


def test_the_next_step_of_a_deal_is_the_first_activity_about_it(cast: Cast) -> None:
    deal, by = a_deal(cast), Actor.of(cast.sara)
    deal_parts.set_next_step(deal, what="Call", due=MONDAY.date() + DAY, by=by)
    deal_parts.set_next_step(deal, what="Call about the roof", due=MONDAY.date() + 2 * DAY, by=by)
    row = Activity.objects.get()
    assert (row.subject, row.about, row.owner, row.customer) == (
        "Call about the roof",
        Ref("sales.deal", deal.pk),
        cast.sara,
        cast.oak,
    )
    assert row.due_at == datetime(2026, 3, 4, tzinfo=UTC)


def test_a_call_that_took_place_is_a_touch_of_its_deal(cast: Cast) -> None:
    deal = a_deal(cast)
    row = a_call(cast, about=Ref("sales.deal", deal.pk), customer=cast.oak)
    set_company_time(MONDAY + 2 * HOUR, rate=0)
    endings.end(row, by=Actor.of(cast.sara), text="Wants oak")
    catch_up()
    deal.refresh_from_db()
    fact = Fact.objects.get(kind="sales.deal_touched")
    assert (deal.touched_at, fact.actor_id, fact.data["touch"]) == (MONDAY + 2 * HOUR, cast.sara.pk, "call")
    catch_up()
    assert Fact.objects.filter(kind="sales.deal_touched").count() == 1
