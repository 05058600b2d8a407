"""Who is A, B or C: by what he bought, unless a rule says otherwise."""

from datetime import timedelta

from setpoint.domains.customers.models import ImportanceRule, Party, Valuation
from setpoint.domains.customers.operations import parties, vocabularies
from setpoint.domains.customers.valuing import value_all
from setpoint.domains.sales.models import Deal, Outcome
from setpoint.domains.sales.operations import deals
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM
from tests.cast import MONDAY, Cast


def won(cast: Cast, customer: Party, amount: int, days: int = 0) -> Deal:
    deal = deals.create(
        name="Shed",
        pipeline=cast.pipeline,
        stage=cast.stages[0],
        owner=cast.sara,
        customer=customer,
        currency="USD",
        by=SYSTEM,
    )
    deals.close_many([deals.Closing(deal.pk, Outcome.WON, MONDAY + timedelta(days=days), amount)], by=SYSTEM)
    return deal


def test_customers_are_valued_by_what_they_bought(cast):
    ada = parties.create(kind="person", name="Ada", by=SYSTEM)
    won(cast, cast.oak, 800_00), won(cast, cast.ivan, 150_00, 1), won(cast, ada, 50_00, 2)
    assert value_all() == 3
    assert value_all() == 0
    assert dict(Party.objects.values_list("name", "importance")) == {"Oak & Sons": "A", "Ivan Petrov": "B", "Ada": "C"}
    oak = Valuation.objects.get(party=cast.oak)
    assert (oak.recency, oak.monetary, oak.purchases, oak.value) == (1, 4, 1, 800_00)
    told = Fact.objects.filter(kind="customers.valued").order_by("about_id").values_list("data__to_class", flat=True)
    assert list(told) == ["A", "B", "C"]


def test_a_purchase_taken_back_counts_no_more(cast):
    deal = won(cast, cast.oak, 800_00)
    value_all()
    deals.reopen(deal, by=SYSTEM)
    assert value_all() == 1
    assert not Valuation.objects.exists()
    assert Party.objects.get(pk=cast.oak.pk).importance == ""


def test_the_first_rule_that_holds_decides(cast):
    won(cast, cast.oak, 800_00)
    parties.change(cast.oak, {"employees": 300, "country": "US"}, by=SYSTEM)
    rules = [
        ImportanceRule(importance="B", field="employees", operator="from", value="250"),
        ImportanceRule(importance="C", field="country", operator="is", value="US"),
    ]
    vocabularies.set_rules(rules, by=SYSTEM)
    value_all()
    assert Party.objects.get(pk=cast.oak.pk).importance == "B"
    assert Fact.objects.get(kind="customers.valued").data["why"] == "rule"
