"""The board: figures over all deals, the first cards, who sees what, moving."""

from datetime import timedelta

import pytest
from django.test import Client

from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deals
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.clock import company_now
from setpoint.kernel.money import Money
from setpoint.web.board.columns import PAGE, first_cards, heads, next_cards
from tests.cast import MONDAY, Cast
from tests.web.conftest import SignIn, a_deal


def open_deals(cast: Cast):
    return Deal.objects.filter(pipeline=cast.pipeline, closed_at__isnull=True)


def test_a_columns_figures_are_of_all_its_deals(cast: Cast) -> None:
    for number in range(PAGE + 5):
        a_deal(cast, amount=100_00 + number)
    a_deal(cast, amount=None)
    a_deal(cast, currency="EUR", amount=7_00)
    old = a_deal(cast, amount=1)
    Deal.objects.filter(pk=old.pk).update(stage_since=MONDAY - timedelta(days=6))

    head = heads(open_deals(cast), cast.stages, company_now())[0]

    assert (head.count, head.unknown, head.stale) == (PAGE + 8, 1, 1)
    assert head.sums == [Money(7_00, "EUR"), Money(sum(range(100_00, 100_00 + PAGE + 5)) + 1, "USD")]


def test_cards_come_largest_first_and_every_one_once(cast: Cast) -> None:
    amounts = [None, 5, 5, 5, None, *range(PAGE * 2)]
    made = [a_deal(cast, amount=amount) for amount in amounts]
    expected = sorted(made, key=lambda deal: (deal.amount is None, -(deal.amount or 0), -deal.pk))

    column = open_deals(cast).filter(stage=cast.stages[0])
    page = first_cards(open_deals(cast), heads(open_deals(cast), cast.stages, company_now()))[cast.stages[0].pk]
    shown = list(page.deals)
    while page.after:
        page = next_cards(column, page.after)
        shown += page.deals

    assert shown == expected


def test_an_unreadable_place_in_a_column_shows_nothing(cast: Cast) -> None:
    a_deal(cast)
    assert next_cards(open_deals(cast), "nonsense").deals == []


@pytest.mark.parametrize(
    ("who", "sees"), [("sara", True), ("semyon", False), ("henry", True), ("olga", True), ("mia", False)]
)
def test_the_board_shows_what_the_person_sees(cast: Cast, as_person: SignIn, who: str, sees: bool) -> None:
    a_deal(cast)
    page = as_person(getattr(cast, who)).get("/deals/board").content.decode()
    assert ("Cedar shed for Oak" in page) is sees


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("q=CEDAR", ["Cedar shed for Oak"]),
        ("q=ёлка", ["Елка"]),
        ("owner={semyon}", ["Елка"]),
        ("team={north}", ["Cedar shed for Oak", "Елка"]),
        ("team={south}", []),
        ("product={shed}", ["Cedar shed for Oak"]),
        ("owner=x&team=-1", ["Cedar shed for Oak", "Елка"]),
    ],
)
def test_the_board_is_narrowed(cast: Cast, as_person: SignIn, query: str, shown: list[str]) -> None:
    a_deal(cast)
    a_deal(cast, name="Елка", owner=cast.semyon, product=None)
    filled = query.format(semyon=cast.semyon.pk, north=cast.north.pk, south=cast.south.pk, shed=cast.shed.pk)
    page = as_person(cast.olga).get(f"/deals/board?{filled}").content.decode()
    assert [name for name in ("Cedar shed for Oak", "Елка") if f">{name}</a>" in page] == shown


def test_htmx_gets_the_board_alone(cast: Cast, as_person: SignIn) -> None:
    a_deal(cast)
    sara = as_person(cast.sara)
    part = sara.get("/deals/board", headers={"HX-Request": "true", "HX-Target": "board"}).content.decode()
    assert part.lstrip().startswith('<div class="board"')
    assert "<html" not in part


def dropped(client: Client, deal: Deal, stage: int) -> str:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/deals/board?q=cedar"}
    answer = client.post(f"/deals/{deal.pk}/moves", {"column": stage, "position": 0}, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_dropped_card_moves_the_deal_and_brings_the_new_figures_and_an_undo(cast: Cast, as_person: SignIn) -> None:
    deal = a_deal(cast)
    answer = dropped(as_person(cast.sara), deal, cast.stages[2].pk)
    deal.refresh_from_db()
    assert deal.stage == cast.stages[2]
    assert f'id="head-{cast.stages[2].pk}" hx-swap-oob="true"' in answer
    assert "Cedar shed for Oak is now in “Proposal”" in answer
    assert f'name="column" value="{cast.stages[0].pk}"' in answer


def test_undo_puts_it_back(cast: Cast, as_person: SignIn) -> None:
    deal = a_deal(cast)
    sara = as_person(cast.sara)
    dropped(sara, deal, cast.stages[2].pk)
    undone = {"column": cast.stages[0].pk, "undo": 1}
    answer = sara.post(f"/deals/{deal.pk}/moves", undone, headers={"HX-Request": "true"})
    deal.refresh_from_db()
    assert deal.stage == cast.stages[0]
    assert answer.headers["HX-Trigger"] == "undone"


def test_a_colleagues_card_cannot_be_moved(cast: Cast, as_person: SignIn) -> None:
    deal = a_deal(cast)
    before = Fact.objects.count()
    answer = as_person(cast.semyon).post(f"/deals/{deal.pk}/moves", {"column": cast.stages[1].pk})
    deal.refresh_from_db()
    assert (answer.status_code, deal.stage, Fact.objects.count()) == (404, cast.stages[0], before)


def test_a_closed_deal_stays_where_it_is_and_the_page_says_why(cast: Cast, as_person: SignIn) -> None:
    deal = a_deal(cast)
    deals.win(deal, by=SYSTEM)
    answer = as_person(cast.sara).post(f"/deals/{deal.pk}/moves", {"column": cast.stages[1].pk}, follow=True)
    deal.refresh_from_db()
    assert deal.stage == cast.stages[0]
    assert "Reopen first" in answer.content.decode()
