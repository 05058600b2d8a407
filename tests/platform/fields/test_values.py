"""What records say in their fields: typed, required, unique, told as facts, forgotten."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import override

from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deals
from setpoint.journal.forgetting import forget
from setpoint.journal.models import Fact, PersonalValue
from setpoint.journal.reading import tell
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.money import Money
from setpoint.kernel.refs import Ref
from setpoint.platform.fields.models import NumberValue, TextValue
from setpoint.platform.fields.operations.definitions import change_field
from setpoint.platform.fields.operations.values import fill, fill_many, read_texts
from setpoint.platform.fields.reading import fields_of, values_of
from setpoint.platform.fields.types import type_of
from tests.cast import Cast
from tests.platform.fields.making import DEAL, PARTY, a_field, said


def a_deal(cast: Cast, **values: object) -> Deal:
    given = {"name": "Shed", "pipeline": cast.pipeline, "stage": cast.stages[0], "owner": cast.sara, "currency": "USD"}
    return deals.create(by=SYSTEM, **(given | values))


@pytest.mark.parametrize(
    ("type_", "settings", "text", "value", "plain"),
    [
        ("text", {}, " Red cedar ", "Red cedar", "Red cedar"),
        ("number", {"places": 2}, "1,250.5", Decimal("1250.50"), "1250.50"),
        ("number", {}, "-3", Decimal(-3), "-3"),
        ("money", {"currency": "USD"}, "4,800.50", Money(480_050, "USD"), "4800.50 USD"),
        ("money", {"currency": "JPY"}, "4800", Money(4800, "JPY"), "4800 JPY"),
        ("date", {}, "2026-03-31", date(2026, 3, 31), "2026-03-31"),
        ("date", {}, "31.03.2026", date(2026, 3, 31), "2026-03-31"),
    ],
)
def test_a_value_comes_back_as_it_went_in(cast, type_, settings, text, value, plain):
    field, deal = a_field("extra", type_, settings=settings), a_deal(cast)

    fill(DEAL, deal.pk, read_texts([field], {"extra": text}), by=SYSTEM)

    assert said(deal.pk) == {"extra": value}
    assert type_of(field).plain(field, value) == plain
    assert type_of(field).read(field, plain) == value


@pytest.mark.parametrize(
    ("type_", "text", "message"),
    [
        ("number", "many", "Write a number in digits, for example 1250.5."),
        ("number", "1.5", "At most 0 decimal places."),
        ("number", "1" + "0" * 15, "This number is too large. Check the number of digits."),
        ("money", "NaN", "Write a number in digits, for example 1250.5."),
        ("date", "2026-02-30", "Write a date as year-month-day, for example 2026-03-31."),
        ("choice", "dome", "“dome” cannot be chosen. Choose one of: Gable, Flat."),
        ("link", "Oak", "Choose a record from the list."),
        ("text", "x" * 10_001, "The text is longer than 10000 letters."),
    ],
)
def test_what_is_no_value_is_refused_at_its_field(cast, type_, text, message):
    field = a_field("extra", type_)

    with pytest.raises(ValidationError) as refused:
        read_texts([field], {"extra": text})

    assert refused.value.message_dict == {"extra": [message]}


def test_choices_are_found_by_key_and_by_name_in_any_language(cast):
    field, deal = a_field("roof", "choices"), a_deal(cast)

    fill(DEAL, deal.pk, read_texts([field], {"roof": "плоская; Gable"}), by=SYSTEM)

    assert [choice.key for choice in said(deal.pk)["roof"]] == ["gable", "flat"]
    with override("ru"):
        assert type_of(field).show(field, said(deal.pk)["roof"]) == "Двускатная, Плоская"


def test_a_link_leads_only_where_its_author_sees(cast):
    a_field("rival", "link", settings={"to": DEAL})
    mine, other = a_deal(cast), a_deal(cast, owner=cast.stan)

    with pytest.raises(ValidationError, match=r"There is no such record, or you do not see it."):
        fill(DEAL, mine.pk, {"rival": Ref(DEAL, other.pk)}, by=Actor.of(cast.sara))

    assert said(mine.pk) == {}


def test_a_change_is_a_fact_of_the_record_with_old_and_new_and_the_names_of_its_day(cast):
    field, deal = a_field("roof", "choice"), a_deal(cast)
    fill(DEAL, deal.pk, read_texts([field], {"roof": "gable"}), by=SYSTEM)

    fill(DEAL, deal.pk, read_texts([field], {"roof": "flat"}), by=Actor.of(cast.sara))
    change_field(field, {"names": {"en": "Form of roof"}}, by=SYSTEM)

    fact = Fact.objects.filter(kind="fields.filled").latest("pk")
    assert (fact.about_kind, fact.about_id, fact.changes) == (DEAL, deal.pk, {"roof": ["gable", "flat"]})
    assert tell([fact])[0].sentence == "Sara Stone changed “Roof”"
    assert fact.data["labels"]["roof"] == {"en": "Roof", "ru": "ROOF"}
    assert fact.data["labels"]["roof.flat"] == {"en": "Flat", "ru": "Плоская"}


def test_saying_the_same_again_writes_nothing(cast):
    a_field("note")
    deal = a_deal(cast)
    fill(DEAL, deal.pk, {"note": "North side"}, by=SYSTEM)
    before = Fact.objects.count()

    assert fill(DEAL, deal.pk, {"note": "North side"}, by=SYSTEM) is False

    assert Fact.objects.count() == before


def test_somebody_elses_deal_stays_as_it_is(cast):
    a_field("note")
    mine, other = a_deal(cast), a_deal(cast, owner=cast.stan)
    before = Fact.objects.count()

    with pytest.raises(PermissionDenied):
        fill_many(DEAL, {mine.pk: {"note": "x"}, other.pk: {"note": "x"}}, by=Actor.of(cast.sara))

    assert (TextValue.objects.count(), Fact.objects.count()) == (0, before)


@pytest.mark.parametrize(("first", "second"), [("AB-7", "ab-7"), ("Ёлка", "елка")])
def test_a_unique_text_stands_in_one_record(cast, first, second):
    a_field("plot", unique=True)
    one, other = a_deal(cast), a_deal(cast)
    fill(DEAL, one.pk, {"plot": first}, by=SYSTEM)

    with pytest.raises(ValidationError, match=r"Another record says the same in “Plot”, which is unique."):
        fill(DEAL, other.pk, {"plot": second}, by=SYSTEM)

    fill(DEAL, one.pk, {"plot": second}, by=SYSTEM)
    assert said(one.pk) == {"plot": second}
    assert said(other.pk) == {}


def test_what_is_required_cannot_be_emptied(cast):
    a_field("plot", required_from=cast.stages[1].pk)
    early, late = a_deal(cast), a_deal(cast, fields={"plot": "7"}, stage=cast.stages[2])
    fill(DEAL, early.pk, {"plot": "8"}, by=SYSTEM)
    fill(DEAL, early.pk, {"plot": None}, by=SYSTEM)

    with pytest.raises(ValidationError, match=r"Fill in “Plot” first."):
        fill(DEAL, late.pk, {"plot": None}, by=SYSTEM)

    assert (said(early.pk), said(late.pk)) == ({}, {"plot": "7"})


def test_a_deal_enters_no_stage_without_what_the_stage_asks_for(cast):
    a_field("plot", required_from=cast.stages[2].pk)
    deal = a_deal(cast)
    deals.move_many([deals.Move(deal.pk, cast.stages[1])], by=SYSTEM)

    with pytest.raises(ValidationError, match=r"Fill in “Plot” first."):
        deals.move_many([deals.Move(deal.pk, cast.stages[3])], by=SYSTEM)
    with pytest.raises(ValidationError, match=r"Fill in “Plot” first."):
        deals.win(deal, by=SYSTEM)

    deal.refresh_from_db()
    assert (deal.stage, deal.closed_at) == (cast.stages[1], None)
    fill(DEAL, deal.pk, {"plot": "7"}, by=SYSTEM)
    deals.move_many([deals.Move(deal.pk, cast.stages[3])], by=SYSTEM)


def test_a_deal_lost_needs_no_more_facts(cast):
    a_field("plot", required_from=cast.stages[0].pk)
    deal = a_deal(cast, fields={"plot": "7"})
    Deal.objects.filter(pk=deal.pk).update(stage=cast.stages[1])
    TextValue.objects.all().delete()

    deals.lose(deal, reason="Price", by=SYSTEM)


def test_a_new_deal_says_at_once_what_is_always_required(cast):
    a_field("plot", required_from=0)

    with pytest.raises(ValidationError, match=r"Fill in “Plot” first."):
        a_deal(cast)

    assert not Deal.objects.exists()
    assert said(a_deal(cast, fields={"plot": "7"}).pk) == {"plot": "7"}


def test_forgetting_a_person_reaches_personal_fields_of_himself_and_of_his_deals(cast):
    a_field("hobby", kind=PARTY, personal=True)
    a_field("segment", kind=PARTY)
    a_field("gate", personal=True)
    deal = a_deal(cast, customer=cast.ivan)
    fill(PARTY, cast.ivan.pk, {"hobby": "Roses", "segment": "Villas"}, by=SYSTEM)
    fill(PARTY, cast.oak.pk, {"hobby": "Golf"}, by=SYSTEM)
    fill(DEAL, deal.pk, {"gate": "Key under the pot"}, by=SYSTEM)

    forget(cast.ivan.pk, by=SYSTEM)

    assert (said(cast.ivan.pk, PARTY), said(deal.pk)) == ({"segment": "Villas"}, {})
    assert said(cast.oak.pk, PARTY) == {"hobby": "Golf"}
    fact = Fact.objects.filter(kind="fields.filled", about_id=cast.ivan.pk, about_kind=PARTY).get()
    assert (tell([fact])[0].data["private"], fact.changes) == ("erased", {"segment": [None, "Villas"]})
    assert not PersonalValue.objects.filter(person_id=cast.ivan.pk).exists()


def test_values_of_a_page_take_the_same_queries_for_one_record_as_for_three(cast, django_assert_num_queries):
    for key, type_ in (("note", "text"), ("area", "number"), ("roof", "choice")):
        a_field(key, type_)
    ids = [a_deal(cast).pk for _number in range(3)]
    texts = {"note": "N", "area": "3", "roof": "flat"}
    fill_many(DEAL, {pk: read_texts(fields_of(DEAL), texts) for pk in ids}, by=SYSTEM)
    for asked in (ids[:1], ids):
        with django_assert_num_queries(4):
            fields = fields_of(DEAL)
            assert len(values_of(DEAL, asked, fields)[asked[0]]) == 3


def test_a_field_becomes_unique_only_where_nothing_stands_twice(cast):
    field = a_field("area", "number")
    for _number in range(2):
        fill(DEAL, a_deal(cast).pk, {"area": Decimal(3)}, by=SYSTEM)

    with pytest.raises(ValidationError, match=r"It cannot be unique yet. Values that stand in several records: 1."):
        change_field(field, {"unique": True}, by=SYSTEM)

    NumberValue.objects.first().delete()
    assert change_field(field, {"unique": True}, by=SYSTEM).unique


def test_a_customer_is_changed_by_those_who_may(cast):
    a_field("segment", kind=PARTY)
    oak = parties.create(kind="organisation", name="Oak", by=SYSTEM)

    fill(PARTY, oak.pk, {"segment": "Farms"}, by=Actor.of(cast.sara))
    with pytest.raises(PermissionDenied):
        fill(PARTY, oak.pk, {"segment": "Parks"}, by=Actor.of(cast.mia))

    assert said(oak.pk, PARTY) == {"segment": "Farms"}
