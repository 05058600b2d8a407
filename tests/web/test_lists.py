"""Lists of deals and customers, today, search: what they show, page by page, and what leaves as a file."""

import csv
import io

import pytest

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.models import Deal, WorkListPosition
from setpoint.domains.sales.operations import deals
from setpoint.journal.followers import catch_up
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM
from setpoint.web.paging import Order, page_of
from tests.cast import MONDAY, Cast
from tests.web.conftest import SignIn, a_deal


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("field", ["amount", "folded", "opened_at", "pk"])
def test_pages_hold_every_row_once_and_those_without_a_value_last(cast: Cast, field: str, descending: bool) -> None:
    for number in range(7):
        made = a_deal(cast, name=f"Shed {number % 3}", amount=None if number % 3 == 0 else number)
        Deal.objects.filter(pk=made.pk).update(opened_at=None if number < 2 else MONDAY)
    order, shown, after = Order(field, descending), [], ""
    while True:
        page = page_of(Deal.objects.all(), order, after=after, size=2)
        shown += page.rows
        after = page.after
        if not after:
            break
    assert len(shown) == len(set(shown)) == 7
    values = [getattr(deal, field) for deal in shown]
    known = [value for value in values if value is not None]
    assert values == sorted(known, reverse=descending) + [None] * (7 - len(known))


@pytest.mark.parametrize(
    ("query", "shown"), [("", ["open"]), ("state=won", ["won"]), ("state=lost", ["lost"]), ("state=all", [])]
)
def test_the_list_shows_a_state(cast: Cast, as_person: SignIn, query: str, shown: list[str]) -> None:
    a_deal(cast, name="Deal open")
    deals.win(a_deal(cast, name="Deal won"), by=SYSTEM)
    deals.lose(a_deal(cast, name="Deal lost"), reason="Price", by=SYSTEM)
    page = as_person(cast.sara).get(f"/deals?{query}").content.decode()
    found = [state for state in ("open", "won", "lost") if f">Deal {state}</a>" in page]
    assert found == (shown or ["open", "won", "lost"])


def test_the_head_gives_many_deals_at_once(cast: Cast, as_person: SignIn) -> None:
    chosen = [a_deal(cast).pk, a_deal(cast).pk]
    as_person(cast.henry).post("/deals/reassignments", {"deal": chosen, "owner": cast.semyon.pk})
    assert set(Deal.objects.values_list("owner", flat=True)) == {cast.semyon.pk}


def test_all_or_none_are_given(cast: Cast, as_person: SignIn) -> None:
    lonely = a_deal(cast, owner=cast.stan)
    chosen = [a_deal(cast).pk, lonely.pk]
    before = Fact.objects.count()
    answer = as_person(cast.henry).post("/deals/reassignments", {"deal": chosen, "owner": cast.semyon.pk})
    assert answer.status_code == 403
    assert (Deal.objects.filter(owner=cast.semyon).count(), Fact.objects.count()) == (0, before)


def test_a_file_of_deals_runs_nothing_in_a_spreadsheet(cast: Cast, as_person: SignIn) -> None:
    a_deal(cast, name='=HYPERLINK("http://evil.example")', customer=None)
    a_deal(cast, name="+7 495 000-00-00", amount=None)
    lost = a_deal(cast, name="Plain")
    deals.lose(lost, reason="@SUM(A1)", by=SYSTEM)
    answer = as_person(cast.sara).get("/deals.csv?state=all")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in rows] == ["Deal", '\'=HYPERLINK("http://evil.example")', "+7 495 000-00-00", "Plain"]
    assert [row[5] for row in rows[1:]] == ["4800.00", "", "4800.00"]
    assert rows[3][9:] == ["lost", "'@SUM(A1)"]


def test_a_file_holds_only_what_the_person_sees(cast: Cast, as_person: SignIn) -> None:
    a_deal(cast)
    answer = as_person(cast.semyon).get("/deals.csv")
    assert len(b"".join(answer.streaming_content).decode().splitlines()) == 1


@pytest.mark.parametrize(("query", "shown"), [("oak", True), ("OAK & s", True), ("elm", False)])
def test_customers_are_found_by_any_part_of_the_name(cast: Cast, as_person: SignIn, query: str, shown: bool) -> None:
    page = as_person(cast.anton).get("/customers", {"q": query}).content.decode()
    assert (">Oak &amp; Sons</a>" in page) is shown


def test_a_customer_shows_his_people_deals_and_talks(cast: Cast, as_person: SignIn) -> None:
    parties.create(kind="person", name="Ada Ash", employer=cast.oak, by=SYSTEM)
    deal = a_deal(cast)
    deals.touch_many([deals.Touch(deal.pk, "meeting", MONDAY)], by=SYSTEM)
    page = as_person(cast.sara).get(f"/customers/{cast.oak.pk}").content.decode()
    for expected in ("Ada Ash", "Cedar shed for Oak", "Setpoint met the customer", "$4,800"):
        assert expected in page


def test_a_customers_deals_of_others_are_not_shown(cast: Cast, as_person: SignIn) -> None:
    a_deal(cast)
    assert "Cedar shed for Oak" not in as_person(cast.anton).get(f"/customers/{cast.oak.pk}").content.decode()


def test_a_card_is_changed_and_a_wrong_address_is_told(cast: Cast, as_person: SignIn) -> None:
    anton, address = as_person(cast.anton), f"/customers/{cast.oak.pk}/card"
    assert anton.post(address, {"name": "Oak & Daughters", "email": "no"}).status_code == 422
    assert anton.post(address, {"name": "Oak & Daughters"}).status_code == 302
    cast.oak.refresh_from_db()
    assert cast.oak.name == "Oak & Daughters"


def test_who_may_not_add_customers_adds_none(cast: Cast, as_person: SignIn) -> None:
    before = Party.objects.count()
    answer = as_person(cast.mia).post("/customers/new", {"kind": "person", "name": "Ada"})
    assert (answer.status_code, Party.objects.count()) == (403, before)


def test_today_puts_ones_own_deals_in_the_recommended_order(cast: Cast, as_person: SignIn) -> None:
    first, second = a_deal(cast, name="Later"), a_deal(cast, name="Sooner")
    other = a_deal(cast, name="Of a colleague", owner=cast.semyon)
    for deal, score in ((first, 1), (second, 2), (other, 3)):
        inputs = {"p_win": 0.4, "value": 480_000, "touches_left": 3, "idle_days": score}
        WorkListPosition.objects.create(deal=deal, score=score * 1000, inputs=inputs, set_at=MONDAY)
    page = as_person(cast.sara).get("/today").content.decode()
    assert page.index(">Sooner</a>") < page.index(">Later</a>")
    assert "chance 40%, $20 per touch, 2 working days" in page
    assert "Of a colleague" not in page


@pytest.mark.parametrize(
    ("who", "text", "found"),
    [
        ("sara", "cedar", ["Cedar shed for Oak"]),
        ("sara", "oak", ["Cedar shed for Oak", "Oak &amp; Sons"]),
        ("semyon", "cedar", []),
        ("sara", "new deal", ["New deal"]),
        ("mia", "new deal", []),
    ],
)
def test_the_box_finds_what_the_person_sees_and_may_do(
    cast: Cast, as_person: SignIn, who: str, text: str, found: list[str]
) -> None:
    a_deal(cast)
    catch_up(["search"])
    headers = {"HX-Request": "true", "HX-Target": "search-found"}
    part = as_person(getattr(cast, who)).get("/search", {"q": text}, headers=headers).content.decode()
    part = part.replace("<mark>", "").replace("</mark>", "")
    names = ["Cedar shed for Oak", "Oak &amp; Sons", "New deal"]
    assert [name for name in names if f"<span>{name}</span>" in part] == found
