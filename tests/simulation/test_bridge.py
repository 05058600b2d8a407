"""The simulated people work on the real records: lists, owners and hold-outs as they stand in the database."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from setpoint.domains.sales.models import Closure, Deal, WorkListPosition
from setpoint.domains.sales.operations import deals
from setpoint.domains.sales.queries import rebuild
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.clock import company_now
from setpoint.kernel.models import Absence, User
from setpoint.simulation.bridge import day as bridge_day
from setpoint.simulation.bridge.cast import load
from setpoint.simulation.bridge.desk import book_of
from setpoint.simulation.bridge.founding import found
from setpoint.simulation.bridge.passing import live_until, next_morning
from setpoint.simulation.history import history
from setpoint.simulation.models import SimulatedLife

TODAY = date(2026, 3, 2)


@pytest.fixture
def sheds(db):
    """Tidewater Sheds after two weeks of life."""
    found(weeks=2, today=TODAY, time_zone="UTC", with_loop=timedelta())
    return load()


def test_the_company_stands_at_the_morning_of_its_day(sheds):
    assert company_now() == datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    assert SimulatedLife.objects.get().lived_until == TODAY - timedelta(days=1)
    assert Deal.objects.filter(opened_at__gte=company_now()).count() == 0
    assert Closure.objects.filter(outcome="won").count() > 0


def test_two_weeks_in_the_records_are_two_weeks_on_arrays(sheds):
    log = history(sheds.world, TODAY - timedelta(weeks=2), TODAY - timedelta(days=1))
    book = (log.book.ref, log.book.owner, log.book.stage, log.book.amount)
    assert set(Deal.objects.open().values_list("external_id", "owner", "stage", "amount")) == {
        (f"world:{ref}", sheds.sellers[owner].pk, sheds.stages[stage].pk, amount)
        for ref, owner, stage, amount in zip(*(column.tolist() for column in book), strict=True)
    }
    ended = zip(log.closed.ref.tolist(), log.closed.won.tolist(), strict=True)
    assert set(Closure.objects.values_list("deal__external_id", "outcome")) == {
        (f"world:{ref}", "won" if won else "lost") for ref, won in ended
    }


def test_every_deal_that_was_lived_is_rebuilt_from_its_facts(sheds):
    for deal in Deal.objects.select_related("closure").order_by("pk")[:60]:
        closure = getattr(deal, "closure", None)
        state = rebuild(deal.pk)
        assert state is not None
        assert (state["owner"], state["stage"], state["amount"]) == (deal.owner_id, deal.stage_id, deal.amount)
        assert (state["touched_at"], state["closed_at"]) == (deal.touched_at, deal.closed_at)
        assert state["outcome"] == (closure.outcome if closure else None)


def test_who_did_it_is_the_seller(sheds):
    fact = Fact.objects.filter(kind="sales.deal_touched").earliest("pk")
    assert fact.actor_label == User.objects.get(pk=fact.actor_id).name
    assert fact.actor_id == fact.data["owner"]


def test_a_deal_handed_over_is_worked_by_its_new_owner(sheds):
    absent = sheds.sellers[3]
    deal = Deal.objects.open().filter(owner=absent).order_by("pk").first()
    deals.reassign_many({deal.pk: sheds.sellers[0]}, by=SYSTEM)
    book, ids = book_of(sheds, TODAY)
    row = list(ids.values()).index(deal.pk)
    assert book.owner[row] == 0
    assert book.handed_over_on[row] == TODAY.toordinal()


def test_the_recommended_order_reaches_the_seller(sheds):
    deal = Deal.objects.open().filter(owner=sheds.sellers[0]).order_by("pk").first()
    WorkListPosition.objects.all().delete()
    WorkListPosition.objects.create(deal=deal, score=7.5, set_at=company_now())
    book, ids = book_of(sheds, TODAY)
    row = list(ids.values()).index(deal.pk)
    assert book.priority[row] == 7.5
    assert np.isfinite(book.priority).sum() == 1  # to all others nothing is recommended


def test_an_absence_is_written_down_when_it_begins(sheds):
    absence = Absence.objects.get(user=sheds.sellers[3], first_day__lte=TODAY, last_day__gte=TODAY)
    assert absence.last_day == TODAY + timedelta(days=14)


def test_a_day_cut_short_is_lived_again_from_the_morning(sheds, monkeypatch):
    facts = Fact.objects.count()

    def break_down(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(bridge_day, "settle", break_down)
    with pytest.raises(KeyboardInterrupt):
        live_until(sheds, TODAY, turn=False)
    assert (Fact.objects.count(), SimulatedLife.objects.get().lived_until) == (facts, TODAY - timedelta(days=1))
    monkeypatch.undo()
    assert live_until(sheds, TODAY, turn=False) == 1
    assert Fact.objects.count() > facts


def test_the_next_morning_comes_after_the_last_day_lived(sheds):
    live_until(sheds, TODAY, turn=False)
    assert next_morning(sheds) == datetime(2026, 3, 3, 8, 30, tzinfo=UTC) == company_now()


def test_in_russian_the_company_speaks_russian(db):
    found(weeks=0, today=TODAY, language="ru", currency="RUB", country="RU", time_zone="Europe/Moscow")
    cast = load()
    assert cast.sellers[0].name == "Сара Стоун"
    assert [stage.name for stage in cast.stages] == ["Квалификация", "Встреча", "Предложение", "Согласование"]
    assert cast.products[2].name == "Сарай «Классика» 2×2,5"
