"""A deal in the browser: every verb is a resource, refusals change nothing."""

import pytest
from django.test import Client

from setpoint.domains.sales.models import Closure, Deal
from setpoint.domains.sales.operations import deals
from setpoint.journal.forgetting import forget
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM, Actor
from tests.cast import MONDAY, Cast
from tests.web.conftest import SignIn, a_deal

HTMX = {"HX-Request": "true", "HX-Target": "deal"}


@pytest.fixture
def deal(cast: Cast) -> Deal:
    return a_deal(cast)


@pytest.fixture
def sara(cast: Cast, as_person: SignIn) -> Client:
    return as_person(cast.sara)


def test_winning_and_reopening(deal: Deal, sara: Client) -> None:
    answer = sara.post(f"/deals/{deal.pk}/closure", {"outcome": "won"})
    assert (answer.status_code, answer.url) == (303, f"/deals/{deal.pk}")
    assert Closure.objects.get().outcome == "won"
    assert "Won: Cedar shed for Oak, $4,800.00" in sara.get(f"/deals/{deal.pk}").content.decode()
    sara.delete(f"/deals/{deal.pk}/closure", headers=HTMX)
    assert not Closure.objects.exists()


def test_a_form_without_script_reopens_too(deal: Deal, sara: Client) -> None:
    deals.win(deal, by=SYSTEM)
    sara.post(f"/deals/{deal.pk}/closure", {"_method": "DELETE"})
    assert not Closure.objects.exists()


def test_losing_needs_a_reason(deal: Deal, sara: Client) -> None:
    before = Fact.objects.count()
    answer = sara.post(f"/deals/{deal.pk}/closure", {"outcome": "lost", "reason": " "}, headers=HTMX)
    assert answer.status_code == 422
    assert "Say why the deal was lost." in answer.content.decode()
    assert (Closure.objects.count(), Fact.objects.count()) == (0, before)
    sara.post(f"/deals/{deal.pk}/closure", {"outcome": "lost", "reason": "Price"})
    assert Closure.objects.get().reason == "Price"


def test_a_touch_is_recorded_with_its_channel(deal: Deal, sara: Client) -> None:
    sara.post(f"/deals/{deal.pk}/touches", {"kind": "call"})
    fact = Fact.objects.get(kind="sales.deal_touched")
    assert (fact.channel, fact.data["touch"], fact.actor_label) == ("call", "call", "Sara Stone")


def test_what_was_said_stands_in_the_timeline(deal: Deal, sara: Client) -> None:
    sara.post(f"/deals/{deal.pk}/touches", {"kind": "call", "text": "Wants it by May"})
    sara.post(f"/deals/{deal.pk}/touches", {"kind": "note", "text": "Gate is 2 m wide"})
    page = sara.get(f"/deals/{deal.pk}").content.decode()
    assert "<span>Sara Stone called the customer</span><small>Wants it by May</small>" in page
    assert "<span>Sara Stone made a note</span><small>Gate is 2 m wide</small>" in page


def test_a_note_without_a_word_is_none(deal: Deal, sara: Client) -> None:
    before = Fact.objects.count()
    answer = sara.post(f"/deals/{deal.pk}/touches", {"kind": "note", "text": "  "}, headers=HTMX)
    assert "Write the note first" in answer.content.decode()
    assert Fact.objects.count() == before


def test_what_was_said_with_a_person_is_forgotten_with_him(cast: Cast, sara: Client) -> None:
    deal = a_deal(cast, customer=cast.ivan)
    sara.post(f"/deals/{deal.pk}/touches", {"kind": "meeting", "text": "Ivan moves to Perm"})
    assert "Perm" not in str(Fact.objects.get(kind="sales.deal_touched").data)
    assert "Ivan moves to Perm" in sara.get(f"/deals/{deal.pk}").content.decode()
    forget(cast.ivan.pk, by=SYSTEM)
    page = sara.get(f"/deals/{deal.pk}").content.decode()
    assert "<span>Sara Stone met the customer</span><small>erased</small>" in page
    assert "Perm" not in page


def test_an_unknown_touch_is_refused(deal: Deal, sara: Client) -> None:
    assert sara.post(f"/deals/{deal.pk}/touches", {"kind": "stare"}).status_code == 400
    assert not Fact.objects.filter(kind="sales.deal_touched").exists()


@pytest.mark.parametrize(("typed", "minor"), [("5,200.50", 520_050), ("5200", 520_000), ("", None)])
def test_the_amount_is_changed_in_place(deal: Deal, sara: Client, typed: str, minor: int | None) -> None:
    answer = sara.post(f"/deals/{deal.pk}/amount", {"amount": typed}, headers=HTMX)
    deal.refresh_from_db()
    assert (answer.status_code, deal.amount) == (200, minor)


@pytest.mark.parametrize(
    ("typed", "message"),
    [("a lot", "in digits"), ("-5", "negative"), ("99999999999999999999", "too large")],
)
def test_an_amount_that_is_none_is_told_at_its_field(deal: Deal, sara: Client, typed: str, message: str) -> None:
    answer = sara.post(f"/deals/{deal.pk}/amount", {"amount": typed}, headers=HTMX)
    deal.refresh_from_db()
    assert (answer.status_code, deal.amount) == (422, 480_000)
    assert message in answer.content.decode()


def test_a_russian_types_commas(cast: Cast, deal: Deal, sara: Client) -> None:
    cast.sara.language = "ru"
    cast.sara.save()
    sara.post(f"/deals/{deal.pk}/amount", {"amount": "5 200,50"})
    deal.refresh_from_db()
    assert deal.amount == 520_050


def test_the_head_gives_the_deal_to_another_and_takes_it_back(cast: Cast, deal: Deal, as_person: SignIn) -> None:
    henry = as_person(cast.henry)
    henry.post(f"/deals/{deal.pk}/owner", {"owner": cast.semyon.pk})
    deal.refresh_from_db()
    assert deal.owner == cast.semyon
    answer = henry.post(f"/deals/{deal.pk}/owner", {"owner": cast.sara.pk, "undo": 1}, headers=HTMX)
    deal.refresh_from_db()
    assert (deal.owner, answer.headers["HX-Trigger"]) == (cast.sara, "undone")


def test_a_seller_gives_nothing_away(cast: Cast, deal: Deal, sara: Client) -> None:
    before = Fact.objects.count()
    answer = sara.post(f"/deals/{deal.pk}/owner", {"owner": cast.semyon.pk})
    deal.refresh_from_db()
    assert (answer.status_code, deal.owner, Fact.objects.count()) == (403, cast.sara, before)
    assert "You have no right to do this" in answer.content.decode()
    assert 'name="owner"' not in sara.get(f"/deals/{deal.pk}").content.decode()


def test_a_stranger_does_not_learn_that_the_deal_exists(cast: Cast, deal: Deal, as_person: SignIn) -> None:
    stan = as_person(cast.stan)
    for address in (f"/deals/{deal.pk}", f"/deals/{deal.pk}/timeline", "/deals/999999"):
        assert stan.get(address).status_code == 404


def test_the_timeline_is_paged_and_filtered(cast: Cast, deal: Deal, sara: Client) -> None:
    by = Actor.of(cast.sara)
    deals.touch_many([deals.Touch(deal.pk, "call", MONDAY)] * 20 + [deals.Touch(deal.pk, "email", MONDAY)], by=by)
    address = f"/deals/{deal.pk}/timeline"
    first = sara.get(address, headers={"HX-Request": "true", "HX-Target": "deal-timeline"}).content.decode()
    assert first.count('<li class="timeline-line">') == 15
    more = first.split('hx-get="')[-1].split('"')[0].replace("&amp;", "&")
    second = sara.get(more, headers={"HX-Request": "true"}).content.decode()
    assert second.count('<li class="timeline-line">') == 7
    mails = sara.get(f"{address}?channel=email", headers={"HX-Request": "true"}).content.decode()
    assert mails.count('<li class="timeline-line">') == 1
    assert "Sara Stone wrote an e-mail" in mails


def test_the_panel_comes_beside_a_list_and_is_a_page_by_itself(deal: Deal, sara: Client) -> None:
    part = sara.get(f"/deals/{deal.pk}", headers={"HX-Request": "true", "HX-Target": "beside"}).content.decode()
    assert "<html" not in part
    assert 'id="deal"' in part
    for address in (f"/deals/{deal.pk}", f"/deals/board?deal={deal.pk}", f"/deals?deal={deal.pk}"):
        page = sara.get(address).content.decode()
        assert "<html" in page
        assert page.count('id="deal"') == 1


def test_a_link_to_a_deal_that_one_does_not_see_shows_the_list_alone(cast: Cast, as_person: SignIn) -> None:
    deal = a_deal(cast)
    for address in ("/deals/board", "/deals", "/today"):
        page = as_person(cast.semyon).get(f"{address}?deal={deal.pk}")
        assert (page.status_code, 'id="deal"' in page.content.decode()) == (200, False)


def test_a_deal_is_created_with_the_list_price_as_its_estimate(cast: Cast, sara: Client) -> None:
    given = {
        "name": "Bike store",
        "customer": "oak & SONS",
        "stage": cast.stages[0].pk,
        "product": cast.shed.pk,
        "owner": cast.sara.pk,
        "amount": "",
    }
    answer = sara.post("/deals/new", given)
    made = Deal.objects.get()
    assert answer.url == f"/deals/{made.pk}"
    assert (made.customer, made.amount, made.estimated) == (cast.oak, 480_000, True)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": ""}, "required"),
        ({"customer": "Nobody"}, "There is no customer “Nobody”"),
        ({"owner": "semyon"}, "not one of the available choices"),
    ],
)
def test_a_new_deal_that_is_wrong_is_not_made(cast: Cast, sara: Client, wrong: dict[str, str], message: str) -> None:
    given = {"name": "Bike store", "stage": cast.stages[0].pk, "owner": cast.sara.pk} | wrong
    given["owner"] = cast.semyon.pk if given["owner"] == "semyon" else given["owner"]
    answer = sara.post("/deals/new", given)
    assert (answer.status_code, Deal.objects.count()) == (422, 0)
    assert message in answer.content.decode()
