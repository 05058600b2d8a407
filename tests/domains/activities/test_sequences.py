"""Sequences: steps follow each other, letters leave, an answer or a decision stops, capacity and working days count."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from setpoint.domains.activities.models import Activity, Enrolment, Sequence
from setpoint.domains.activities.operations import endings, sequences
from setpoint.domains.customers.operations import contacts, parties
from setpoint.domains.sales.lists import CHANGES
from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deals
from setpoint.journal.followers import catch_up
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import set_company_time
from setpoint.kernel.limits.operations import change as change_limits
from setpoint.loop.inform.models import Mail
from tests.cast import MONDAY, Cast
from tests.contracts.activity_examples import a_step
from tests.domains.activities.test_activities import a_call
from tests.web.conftest import a_deal

DEAL, DAY = "sales.deal", timedelta(days=1)
STOPS = ["customers.contacted", "sales.deal_won"]


@pytest.fixture
def series(cast: Cast) -> Sequence:
    """A call, after three working days a letter, after two more a task."""
    letter = a_step(kind="letter", wait_days=3, subject="Our sheds", text="Good day <there>")
    steps = [a_step(subject="Call first"), letter, a_step(kind="task", wait_days=2, subject="Look again")]
    return sequences.save(Sequence(name="Warm", stops_on=STOPS), steps, by=SYSTEM)


def begun(cast: Cast, series: Sequence) -> Enrolment:
    """A deal of Sara's with Ivan begins it."""
    deal = a_deal(cast, customer=cast.ivan)
    return sequences.enrol_many(series, DEAL, [deal.pk], by=Actor.of(cast.sara))[0]


def test_steps_follow_each_other_by_working_days_and_letters_leave_once(cast: Cast, series) -> None:
    begun(cast, series)
    first = Activity.objects.get()
    assert (first.subject, first.kind, first.owner, first.customer) == ("Call first", "call", cast.sara, cast.ivan)
    endings.end(first, by=Actor.of(cast.sara))
    catch_up()
    assert (Enrolment.objects.get().due_at, Mail.objects.count()) == (MONDAY + 3 * DAY, 0)
    set_company_time(MONDAY + 3 * DAY, rate=0)
    assert [sequences.advance(by=SYSTEM), sequences.advance(by=SYSTEM)] == [1, 0]
    mail = Mail.objects.get()
    assert (mail.to, mail.subject, "&lt;there>" in mail.html) == ("ivan@petrov.example", "Our sheds", True)
    # Thursday and two working days: Monday
    assert Enrolment.objects.get().due_at == MONDAY + 7 * DAY
    set_company_time(MONDAY + 7 * DAY, rate=0)
    sequences.advance(by=SYSTEM)
    endings.end(Activity.objects.open().get(), by=SYSTEM)
    catch_up()
    assert Enrolment.objects.get().reason == "all steps are done"


def test_an_answer_stops_it_and_takes_the_step_away_but_our_own_call_does_not(cast: Cast, series) -> None:
    begun(cast, series)
    for incoming, left in ((False, 1), (True, 0)):
        contact = contacts.Contact("call", MONDAY, party=cast.ivan.pk, incoming=incoming)
        contacts.record(contact, by=SYSTEM)
        catch_up()
        assert Activity.objects.open().count() == left
    assert Enrolment.objects.get().reason == "it was answered or decided"


def test_a_decision_stops_it_and_a_cancelled_step_does(cast: Cast, series) -> None:
    won, off = begun(cast, series), begun(cast, series)
    deals.win(Deal.objects.get(pk=won.about_id), by=SYSTEM)
    endings.end(Activity.objects.get(about_id=off.about_id), "cancelled", by=SYSTEM)
    catch_up()
    assert dict(Enrolment.objects.values_list("about_id", "reason")) == {
        won.about_id: "it was answered or decided",
        off.about_id: "stopped by hand",
    }


def test_a_step_goes_to_the_first_working_day_with_room(cast: Cast, series) -> None:
    change_limits({"activities.per_day": 1}, by=SYSTEM)
    a_call(cast)
    begun(cast, series)
    assert Activity.objects.get(subject="Call first").due_at == MONDAY.replace(hour=0) + DAY


def test_many_begin_at_once_and_leave_when_that_is_taken_back(cast: Cast, series) -> None:
    ids = [a_deal(cast, name=f"Shed {number}").pk for number in range(3)]
    (change,) = [one for one in CHANGES if one.key == "sequence"]
    before = change.now(ids)
    change.apply(dict.fromkeys(ids, change.read(str(series.pk), SYSTEM)), SYSTEM)
    assert (Enrolment.objects.filter(ended_at=None).count(), Activity.objects.count()) == (3, 3)
    change.apply({pk: change.back(plain) for pk, plain in before.items()}, SYSTEM)
    assert (Enrolment.objects.filter(ended_at=None).count(), Activity.objects.count()) == (0, 0)


def test_a_letter_to_who_has_no_address_waits_and_says_why(cast: Cast) -> None:
    series = sequences.save(Sequence(name="Mail"), [a_step(kind="letter", subject="Hello")], by=SYSTEM)
    lone = parties.create(kind="person", name="Lone Lee", by=SYSTEM)
    sequences.enrol_many(series, "customers.party", [lone.pk], by=Actor.of(cast.olga))
    assert Enrolment.objects.get().refused == "The customer has no e-mail address."
    assert not Mail.objects.exists()


def test_what_is_wrong_is_refused_and_nothing_begins(cast: Cast, series) -> None:
    with pytest.raises(ValidationError, match="from 1 to 30 steps"):
        sequences.save(Sequence(name="Empty"), [], by=SYSTEM)
    deal = a_deal(cast)
    with pytest.raises(PermissionDenied):
        sequences.enrol_many(series, DEAL, [deal.pk], by=Actor.of(cast.nora))
    assert (Sequence.objects.count(), Enrolment.objects.count()) == (1, 0)
