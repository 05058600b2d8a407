"""Formula fields: computed when read, kept where lists sort by them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deals
from setpoint.journal.followers import catch_up
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.jobs import discover
from setpoint.kernel.jobs_worker import run_next
from setpoint.kernel.money import Money
from setpoint.platform.fields.operations.definitions import change_field
from setpoint.platform.fields.operations.values import fill, read_texts
from setpoint.platform.fields.querying import Condition, narrowed
from tests.platform.fields.making import DEAL, PARTY, a_field, said
from tests.platform.fields.test_values import a_deal


def formula(key, source, **values):
    return a_field(key, "formula", settings={"formula": source}, **values)


def test_a_formula_is_computed_when_it_is_read(cast):
    a_field("area", "number")
    formula("per_metre", "amount / area")
    deal = a_deal(cast, amount=480_000, fields={"area": Decimal(12)})

    assert said(deal.pk)["per_metre"] == Money(40_000, "USD")


def test_a_formula_may_need_another(cast):
    formula("half", "amount / 2")
    formula("quarter", "half / 2")
    change_field(formula("whole", "half + half"), {"settings": {"formula": "quarter * 4"}}, by=SYSTEM)

    assert said(a_deal(cast, amount=480_000).pk)["whole"] == Money(480_000, "USD")


def test_a_circle_is_refused(cast):
    half = formula("half", "amount / 2")
    formula("quarter", "half / 2")

    with pytest.raises(ValidationError, match=r"The formula needs itself, through “half”."):
        change_field(half, {"settings": {"formula": "quarter * 2"}}, by=SYSTEM)


def test_an_error_in_a_formula_names_the_place(cast):
    with pytest.raises(ValidationError) as refused:
        formula("half", "amount / length")

    assert refused.value.message_dict == {"settings": ["At letter 10 (“length”): There is no field “length”."]}


def test_a_formula_is_not_written_by_hand(cast):
    formula("half", "amount / 2")

    with pytest.raises(ValidationError, match=r"A formula is computed, not written."):
        fill(DEAL, a_deal(cast).pk, {"half": Money(1, "USD")}, by=SYSTEM)


def test_what_is_computed_from_personal_data_is_personal_data(cast):
    a_field("hobby", kind=PARTY, personal=True)

    assert formula("shout", "upper(hobby)", kind=PARTY).personal


def test_lists_find_by_a_formula_whatever_changed_the_record(cast):
    roof = a_field("roof", "choice")
    large = formula("large", 'amount(amount) > 4000 and roof = "flat"')
    deal = a_deal(cast, amount=480_000)
    found = [deal.pk]

    def listed():
        catch_up(["fields.formulas"])
        return list(narrowed(Deal.objects.all(), [Condition(large, "is", "yes")]).values_list("pk", flat=True))

    assert listed() == []
    fill(DEAL, deal.pk, read_texts([roof], {"roof": "flat"}), by=SYSTEM)
    assert listed() == found
    deals.change(deal, {"amount": 100}, by=SYSTEM)
    assert listed() == []


def test_a_new_formula_is_computed_for_the_records_there_are(cast):
    deal = a_deal(cast, amount=480_000)
    half = formula("half", "amount(amount) / 2")
    condition = Condition(half, "is", "2400")
    assert not narrowed(Deal.objects.all(), [condition]).exists()

    discover()
    while run_next("tests"):
        pass

    assert list(narrowed(Deal.objects.all(), [condition])) == [deal]
