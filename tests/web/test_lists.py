"""Lists of deals and customers, today, search: what they show, page by page, and what leaves as a file."""

import csv
import io
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from openpyxl import load_workbook

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.models import Deal, WorkListPosition
from setpoint.domains.sales.operations import deals
from setpoint.journal.followers import catch_up
from setpoint.journal.models import Fact
from setpoint.kernel import job_orders
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.jobs import JOBS, LEASE, LeaseLostError, Running, discover
from setpoint.kernel.jobs_worker import run_next
from setpoint.kernel.models import Job
from setpoint.platform.lists.kinds import columns_of, list_of, registered_lists
from setpoint.platform.lists.models import BulkEdit, Export
from setpoint.platform.lists.whole import EVERYTHING, all_details
from tests.cast import MONDAY, Cast
from tests.web.conftest import SignIn, a_deal


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


def give(cast: Cast, as_person: SignIn, *records: int) -> Any:
    """Let Henry give deals to Semyon."""
    asked = {"record": records, "change": "owner", "value": cast.semyon.pk, "next": "/deals"}
    return as_person(cast.henry).post("/lists/sales.deal/changes", asked)


def test_the_head_gives_many_deals_at_once_and_takes_that_back(cast: Cast, as_person: SignIn) -> None:
    chosen = [a_deal(cast).pk, a_deal(cast).pk]

    give(cast, as_person, *chosen)

    assert set(Deal.objects.values_list("owner", flat=True)) == {cast.semyon.pk}
    edit = BulkEdit.objects.get()
    as_person(cast.henry).post(f"/lists/changes/{edit.pk}/undoing")
    assert set(Deal.objects.values_list("owner", flat=True)) == {cast.sara.pk}


def test_all_or_none_are_given(cast: Cast, as_person: SignIn) -> None:
    lonely = a_deal(cast, owner=cast.stan)
    chosen = [a_deal(cast).pk, lonely.pk]
    before = Fact.objects.count()
    answer = give(cast, as_person, *chosen)
    assert (answer.status_code, answer.url) == (303, "/deals")
    assert (Deal.objects.filter(owner=cast.semyon).count(), Fact.objects.count()) == (0, before)


def test_a_file_of_deals_runs_nothing_in_a_spreadsheet(cast: Cast, as_person: SignIn) -> None:
    a_deal(cast, name='=HYPERLINK("http://evil.example")', customer=None)
    a_deal(cast, name="+7 495 000-00-00", amount=None)
    lost = a_deal(cast, name="Plain")
    deals.lose(lost, reason="@SUM(A1)", by=SYSTEM)
    answer = as_person(cast.sara).get("/lists/sales.deal/export.csv?state=all&columns=name,amount,outcome,reason&sort=")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows == [
        ["Deal", "Amount", "Amount, currency", "Outcome", "Reason"],
        ["Plain", "4800.00", "USD", "lost", "'@SUM(A1)"],
        ["+7 495 000-00-00", "", "", "", ""],
        ['\'=HYPERLINK("http://evil.example")', "4800.00", "USD", "", ""],
    ]


def test_a_spreadsheet_holds_numbers_days_and_texts_that_are_no_formulas(cast: Cast, as_person: SignIn) -> None:
    a_deal(cast, name="=1+1\x08", customer=None)
    answer = as_person(cast.sara).get("/lists/sales.deal/export.xlsx?columns=name,amount,opened")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Deal", "Amount", "Amount, currency", "Created"],
        ["=1+1", 4800, "USD", MONDAY.replace(hour=0, tzinfo=None)],
    ]
    assert sheet["A2"].data_type == "s"


def test_a_file_holds_only_what_the_person_sees(cast: Cast, as_person: SignIn) -> None:
    a_deal(cast)
    answer = as_person(cast.semyon).get("/lists/sales.deal/export.csv")
    assert len(b"".join(answer.streaming_content).decode().splitlines()) == 1


def test_who_may_not_export_gets_no_file_and_no_button(cast: Cast, as_person: SignIn) -> None:
    before = Fact.objects.count()
    anton = as_person(cast.anton)
    assert anton.get("/lists/customers.party/export.csv").status_code == 403
    assert "export.csv" not in anton.get("/customers").content.decode()
    assert Fact.objects.count() == before


def test_an_export_is_a_fact(cast: Cast, as_person: SignIn) -> None:
    a_deal(cast)
    catch_up(["search"])
    as_person(cast.henry).get("/lists/sales.deal/export.csv?columns=name&q=cedar")
    fact = Fact.objects.get(kind="lists.exported")
    assert (fact.actor_id, fact.data) == (
        cast.henry.pk,
        {"kind": "sales.deal", "format": "CSV", "rows": 1, "columns": ["name"], "asked": {"q": "cedar"}},
    )


def test_a_long_file_is_written_as_a_job(cast: Cast, as_person: SignIn, settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    a_deal(cast, name="Long")
    henry = as_person(cast.henry)
    with patch.dict("setpoint.web.lists.exports.AT_ONCE", {"csv": 0}):
        page = henry.get("/lists/sales.deal/export.csv?columns=name,owner").url
    assert "It begins in a moment" in henry.get(page).content.decode()
    discover()
    while run_next("here"):
        pass
    assert "The file is ready: 1 record." in henry.get(page).content.decode()
    text = b"".join(henry.get(f"{page}/content").streaming_content).decode("utf-8-sig")
    assert text.splitlines() == ["Deal,Owner", "Long,Sara Stone"]
    assert as_person(cast.sara).get(f"{page}/content").status_code == 404


def test_a_long_file_that_was_cancelled_says_so_and_leaves_none(
    cast: Cast, as_person: SignIn, settings: Any, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    a_deal(cast)
    henry = as_person(cast.henry)
    with patch.dict("setpoint.web.lists.exports.AT_ONCE", {"csv": 0}):
        page = henry.get("/lists/sales.deal/export.csv?columns=name").url
    discover()
    run = Running(*Job.objects.values_list("pk", "name").get(), 0, None, 1, "here", LEASE, lambda: False)
    with pytest.raises(LeaseLostError):
        JOBS["lists.export"].handle(run, export_id=Export.objects.get().pk)
    job_orders.cancel(run.id, by=Actor.of(cast.henry))
    text = henry.get(page).content.decode()
    assert "Cancelled: no file was written." in text
    assert "hx-get" not in text.partition("export-progress")[2][:80]
    assert list((tmp_path / "exports").iterdir()) == []


@pytest.mark.parametrize(("query", "shown"), [("oak", True), ("OAK & s", True), ("elm", False)])
def test_customers_are_found_by_what_their_names_hold(cast: Cast, as_person: SignIn, query: str, shown: bool) -> None:
    catch_up(["search"])
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


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", registered_lists())
def test_records_of_every_kind_leave_with_all_they_say(cast, as_person, kind, ending):
    by = Actor.of(cast.olga)
    every = columns_of(list_of(kind), by).values()
    keys = ",".join(all_details(kind, every))
    answer = as_person(cast.olga).get(f"/lists/{kind}/export.{ending}", {"columns": keys, "state": "all"})
    content = b"".join(answer)
    assert answer.status_code == 200
    if ending == "csv" and keys != EVERYTHING:
        head = next(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert [str(one.label) for one in every if str(one.label) not in head and one.key in keys.split(",")] == []
