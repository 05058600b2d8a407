"""Deals: what is done with them, what is refused, and that facts alone rebuild them."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from setpoint.domains.sales.models import Closure, Deal
from setpoint.domains.sales.operations import deals
from setpoint.domains.sales.queries import rebuild
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.permissions import visible_to
from tests.cast import MONDAY, Cast


def a_deal(cast: Cast, **values: object) -> Deal:
    given = {
        "name": "Cedar shed for Oak",
        "pipeline": cast.pipeline,
        "stage": cast.stages[0],
        "owner": cast.sara,
        "customer": cast.oak,
        "product": cast.shed,
        "amount": 480_000,
        "currency": "USD",
    }
    return deals.create(by=SYSTEM, **(given | values))


def test_a_deal_is_rebuilt_from_its_facts(cast: Cast) -> None:
    deal = a_deal(cast)
    sara = Actor.of(cast.sara)
    deals.touch_many([deals.Touch(deal.pk, "call", MONDAY)], by=sara)
    deals.move_many([deals.Move(deal.pk, cast.stages[1])], by=sara)
    deals.change(deal, {"amount": 500_000}, by=sara)
    deals.win(deal, amount=490_000, by=sara)
    deal.refresh_from_db()
    assert rebuild(deal.pk) == {
        "name": deal.name,
        "owner": deal.owner_id,
        "stage": deal.stage_id,
        "amount": 490_000,
        "estimated": False,
        "opened_at": deal.opened_at,
        "touched_at": MONDAY,
        "closed_at": deal.closed_at,
        "outcome": "won",
        "reason": "",
    }
    assert deal.amount == 490_000


def test_a_closed_deal_is_not_moved(cast: Cast) -> None:
    deal = a_deal(cast)
    deals.lose(deal, reason="Price", by=SYSTEM)
    facts = Fact.objects.count()
    with pytest.raises(ValidationError, match="Closed already"):
        deals.move_many([deals.Move(deal.pk, cast.stages[1])], by=SYSTEM)
    deal.refresh_from_db()
    assert (deal.stage, Fact.objects.count()) == (cast.stages[0], facts)


def test_a_reopened_deal_has_no_closure_and_its_facts_stay(cast: Cast) -> None:
    deal = a_deal(cast)
    deals.lose(deal, reason="Price", by=SYSTEM)
    deals.reopen(deal, by=SYSTEM)
    assert not Closure.objects.exists()
    kinds = list(Fact.objects.about("sales.deal", [deal.pk]).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["sales.deal_opened", "sales.deal_lost", "sales.deal_reopened"]


@pytest.mark.parametrize(
    ("who", "sees"),
    [("sara", True), ("semyon", False), ("henry", True), ("olga", True), ("mia", False), ("stan", False)],
)
def test_a_deal_is_seen_by_its_owner_his_heads_and_the_owner_of_the_company(cast: Cast, who: str, sees: bool) -> None:
    deal = a_deal(cast)
    assert visible_to(Actor.of(getattr(cast, who)), "sales.deal").filter(pk=deal.pk).exists() is sees


def test_a_colleague_cannot_close_a_deal(cast: Cast) -> None:
    deal = a_deal(cast)
    facts = Fact.objects.count()
    with pytest.raises(PermissionDenied):
        deals.win(deal, by=Actor.of(cast.semyon))
    deal.refresh_from_db()
    assert (deal.closed_at, Fact.objects.count()) == (None, facts)


def test_the_name_of_a_deal_with_a_person_is_personal(cast: Cast) -> None:
    deal = a_deal(cast, name="Shed for Ivan Petrov", customer=cast.ivan)
    fact = Fact.objects.get(kind="sales.deal_opened", about_id=deal.pk)
    assert "name" not in fact.data
    assert rebuild(deal.pk)["name"] == "Shed for Ivan Petrov"
