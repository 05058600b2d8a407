"""Calling a customer from the box: who is found, what is dialled, where the call is recorded."""

import json

import pytest

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.operations import deals
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM
from tests.cast import MONDAY, Cast
from tests.web.conftest import SignIn, a_deal

HTMX = {"HX-Request": "true"}


@pytest.fixture
def ada(cast: Cast) -> Party:
    return parties.create(kind="person", name="Ada Ash", phone="+1 207 555 0142", employer=cast.oak, by=SYSTEM)


@pytest.mark.parametrize(
    ("text", "found"), [("call ash", True), ("Call oak", True), ("call elm", False), ("ash", False), ("call", False)]
)
def test_the_box_calls_who_has_a_telephone(ada: Party, cast: Cast, as_person: SignIn, text: str, found: bool) -> None:
    page = as_person(cast.sara).get("/search", {"q": text}).content.decode()
    assert (f'hx-post="/customers/{ada.pk}/calls"' in page) is found
    assert f"/customers/{cast.oak.pk}/calls" not in page  # has no number


def test_a_russian_calls_in_russian(ada: Party, cast: Cast, as_person: SignIn) -> None:
    sara = as_person(cast.sara)
    sara.post("/language", {"language": "ru"})
    assert "Позвонить: Ada Ash" in sara.get("/search", {"q": "позвонить ash"}).content.decode()


def test_a_call_is_recorded_on_ones_own_deal_that_waits_longest(ada: Party, cast: Cast, as_person: SignIn) -> None:
    recent, waiting = a_deal(cast, name="Recent"), a_deal(cast, name="Waiting")
    a_deal(cast, name="Of a colleague", owner=cast.semyon)
    deals.touch_many([deals.Touch(recent.pk, "email", MONDAY)], by=SYSTEM)
    answer = as_person(cast.sara).post(f"/customers/{ada.pk}/calls", headers=HTMX)
    fact = Fact.objects.filter(kind="sales.deal_touched").latest("pk")
    assert (fact.about_id, fact.data["touch"], fact.actor_label) == (waiting.pk, "call", "Sara Stone")
    assert json.loads(answer.headers["HX-Trigger"])["call"] == {"number": "+1 207 555 0142"}
    assert "Calling Ada Ash. Recorded on “Waiting”." in answer.content.decode()


def test_without_an_open_deal_of_ones_own_a_call_is_recorded_on_the_card(
    ada: Party, cast: Cast, as_person: SignIn
) -> None:
    a_deal(cast, owner=cast.semyon)
    answer = as_person(cast.sara).post(f"/customers/{ada.pk}/calls")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/customers/{ada.pk}")
    (fact,) = Fact.objects.filter(channel="call")
    assert (fact.kind, fact.customer_id, fact.data["direction"]) == ("customers.contacted", ada.pk, "out")


def test_nobody_is_called_without_a_number(cast: Cast, as_person: SignIn) -> None:
    a_deal(cast)
    before = Fact.objects.count()
    assert as_person(cast.sara).post(f"/customers/{cast.oak.pk}/calls").status_code == 404
    assert Fact.objects.count() == before
