"""Saved views of lists and columns of one's own, as people use them."""

import re

from setpoint.journal.models import Fact
from setpoint.platform.lists.models import SavedView
from tests.cast import Cast
from tests.web.conftest import SignIn, a_deal

BIG = '{"all":[["amount","from","1000"]]}'


def names(page: str) -> list[str]:
    return re.findall(r"data-row-open>([^<]+)<", page)


def heads(page: str) -> list[str]:
    found = re.findall(r"<th[^>]*>(?:<a[^>]*>)?([^<]+)", page.partition("<thead>")[2].partition("</thead>")[0])
    return [name.strip() for name in found]


def saved(cast: Cast, as_person: SignIn, **given: str) -> SavedView:
    """A view of Henry's: big deals, the biggest first, in two columns."""
    asked = {"name": "Big deals", "asked.filter": BIG, "asked.sort": "-amount", "columns": "amount,name"}
    answer = as_person(cast.henry).post("/lists/sales.deal/views", asked | {"next": "/deals?q=x"} | given)
    view = SavedView.objects.get(name="Big deals")
    assert answer.headers["Location"] == f"/deals?view={view.pk}"
    return view


def test_a_view_keeps_filter_order_and_columns(cast: Cast, as_person: SignIn) -> None:
    for name, amount in (("Small", 90_000), ("Big", 200_000), ("Bigger", 300_000)):
        a_deal(cast, name=name, amount=amount)

    view = saved(cast, as_person)

    page = as_person(cast.henry).get(f"/deals?view={view.pk}").content.decode()
    assert names(page) == ["Bigger", "Big"]
    assert heads(page) == ["Amount", "Deal"]
    assert Fact.objects.get(kind="lists.view_saved").changes["asked"][1] == {"filter": BIG, "sort": "-amount"}


def test_what_the_address_says_stands_over_the_view(cast: Cast, as_person: SignIn) -> None:
    for name, amount in (("Small", 90_000), ("Big", 200_000)):
        a_deal(cast, name=name, amount=amount)
    view = saved(cast, as_person)

    page = as_person(cast.henry).get(f"/deals?view={view.pk}&filter=&sort=name").content.decode()

    assert names(page) == ["Big", "Small"]


def test_a_view_is_seen_by_those_with_whom_it_is_shared(cast: Cast, as_person: SignIn) -> None:
    view = saved(cast, as_person)
    seen = lambda person: as_person(person).get(f"/deals?view={view.pk}").status_code  # noqa: E731 - short
    assert [seen(cast.sara), seen(cast.olga)] == [404, 404]

    saved(cast, as_person, shared="everybody")
    assert [seen(cast.sara), seen(cast.nora)] == [200, 200]

    saved(cast, as_person, shared="team")
    assert [seen(cast.henry), seen(cast.sara)] == [200, 404]


def test_a_list_opens_with_the_view_that_was_chosen_for_oneself(cast: Cast, as_person: SignIn) -> None:
    a_deal(cast, name="Small", amount=90_000)
    a_deal(cast, name="Big", amount=200_000)
    view = saved(cast, as_person, shared="everybody")
    henry = as_person(cast.henry)

    henry.post("/lists/sales.deal/opening", {"view": view.pk})

    assert names(henry.get("/deals").content.decode()) == ["Big"]
    assert names(henry.get("/deals?view=").content.decode()) == ["Big", "Small"]
    assert names(henry.get("/deals?state=open").content.decode()) == ["Big", "Small"]
    assert names(as_person(cast.olga).get("/deals").content.decode()) == ["Big", "Small"]


def test_columns_and_their_order_are_kept_for_each_person_and_view(cast: Cast, as_person: SignIn) -> None:
    a_deal(cast)
    view, henry = saved(cast, as_person), as_person(cast.henry)

    henry.post("/lists/sales.deal/columns", {"column": ["product", "name", "no.such"]})
    henry.post("/lists/sales.deal/columns", {"column": ["stage"], "view": view.pk})

    assert heads(henry.get("/deals?view=").content.decode()) == ["Product", "Deal"]
    assert heads(henry.get(f"/deals?view={view.pk}").content.decode()) == ["Deal", "Stage"]
    usual = ["Deal", "Customer", "Stage", "Owner", "Amount", "Created", "Last touch"]
    assert heads(as_person(cast.olga).get("/deals").content.decode()) == usual
    henry.post("/lists/sales.deal/columns", {"usual": "1"})
    assert heads(henry.get("/deals?view=").content.decode()) == usual


def test_a_deleted_view_is_gone_for_everybody(cast: Cast, as_person: SignIn) -> None:
    view = saved(cast, as_person, shared="everybody")
    before = Fact.objects.count()

    assert as_person(cast.sara).post(f"/lists/views/{view.pk}", {"_method": "DELETE"}).status_code == 403
    assert (SavedView.objects.count(), Fact.objects.count()) == (1, before)
    as_person(cast.henry).post(f"/lists/views/{view.pk}", {"_method": "DELETE"})

    assert SavedView.objects.count() == 0
    assert as_person(cast.sara).get(f"/deals?view={view.pk}").status_code == 404


def test_figures_of_a_period_add_up_what_the_filter_keeps(cast: Cast, as_person: SignIn) -> None:
    for amount in (90_000, 200_000, 300_000):
        a_deal(cast, amount=amount)

    page = as_person(cast.henry).get(f"/deals?from=2026-03-01&to=2026-03-31&filter={BIG}").content.decode()

    total = page.partition('class="list-total"')[2].partition("</p>")[0]
    assert ("2 records" in total, "$5,000" in total) == (True, True)
