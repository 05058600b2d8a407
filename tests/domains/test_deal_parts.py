"""Gates, holds, people, products, credit, payments and currencies of deals; what control says of them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from setpoint.analysis.spells import CENSORED
from setpoint.domains.catalog.models import Product
from setpoint.domains.catalog.operations import products
from setpoint.domains.sales.deal_locks import GateError
from setpoint.domains.sales.flow import load_deals
from setpoint.domains.sales.looking import look_at
from setpoint.domains.sales.models import Deal, DealMark, ExchangeRate, Stage
from setpoint.domains.sales.operations import deal_parts, deals, holds, pipelines, rates, stages
from setpoint.domains.sales.operations.marks import look, mark_all
from setpoint.domains.sales.operations.pipelines import NewStage
from setpoint.domains.sales.operations.stages import NewGate
from setpoint.domains.sales.rate_files import read_rates
from setpoint.domains.sales.rates import convert
from setpoint.journal.followers import catch_up
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import set_company_time
from setpoint.loop.record.accumulating import NAME as MEASURES
from setpoint.loop.record.models import DailyMeasure
from tests.cast import MONDAY, Cast
from tests.web.conftest import a_deal

ECB = b"""<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
 xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><gesmes:subject>Reference rates</gesmes:subject>
<Cube><Cube time='2026-02-27'><Cube currency='USD' rate='1.25'/><Cube currency='JPY' rate='160.00'/></Cube></Cube>
</gesmes:Envelope>"""
CBR = """<?xml version="1.0" encoding="windows-1251"?><ValCurs Date="28.02.2026" name="Foreign Currency Market">
<Valute ID="R01235"><NumCode>840</NumCode><CharCode>USD</CharCode><Nominal>1</Nominal><Name>Доллар США</Name>
<Value>80,0000</Value></Valute><Valute ID="R01335"><CharCode>KZT</CharCode><Nominal>100</Nominal><Name>Тенге</Name>
<Value>16,0000</Value></Valute></ValCurs>""".encode("cp1251")


def sara(cast: Cast) -> Actor:
    return Actor.of(cast.sara)


def test_a_hard_gate_refuses_and_says_what_is_missing_until_it_is_put_right(cast: Cast) -> None:
    stages.set_gates(cast.stages[2], [NewGate("contact", "decides"), NewGate("next_step", hard=False)], by=SYSTEM)
    deal, facts = a_deal(cast), Fact.objects.count()
    with pytest.raises(GateError, match=r"cannot enter “Closing” yet\. Missing: contact who: decides") as refused:
        deals.move_many([deals.Move(deal.pk, cast.stages[3])], by=sara(cast))
    assert [one.where for one in refused.value.missing] == ["contacts"]
    assert (Deal.objects.get().stage, Fact.objects.count()) == (deal.stage, facts)
    deal_parts.set_contacts(deal, {cast.ivan.pk: "decides"}, by=sara(cast))
    advised = deals.move_many([deals.Move(deal.pk, cast.stages[3])], by=sara(cast))
    assert [one.words for one in advised[deal.pk]] == ["a next step"]
    assert Deal.objects.get().stage == cast.stages[3]


def test_gates_ask_nothing_on_the_way_back_and_cannot_be_gone_round(cast: Cast) -> None:
    deal = a_deal(cast)
    deals.move_many([deals.Move(deal.pk, cast.stages[3])], by=sara(cast))
    stages.set_gates(cast.stages[1], [NewGate("lines")], by=SYSTEM)
    deals.move_many([deals.Move(deal.pk, cast.stages[1])], by=sara(cast))
    other = a_deal(cast)
    with pytest.raises(GateError):
        deals.win(other, by=sara(cast))
    with pytest.raises(GateError):
        deals.create(
            name="Late", pipeline=cast.pipeline, stage=cast.stages[3], owner=cast.sara, currency="USD", by=sara(cast)
        )
    assert Deal.objects.filter(closed_at=None).count() == 2


def test_any_fact_by_its_name_opens_a_gate(cast: Cast) -> None:
    stages.set_gates(cast.stages[1], [NewGate("fact", "sales.deal_touched")], by=SYSTEM)
    deal = a_deal(cast)
    with pytest.raises(GateError):
        deals.move_many([deals.Move(deal.pk, cast.stages[1])], by=sara(cast))
    deals.touch_many([deals.Touch(deal.pk, "call", MONDAY)], by=sara(cast))
    deals.move_many([deals.Move(deal.pk, cast.stages[1])], by=sara(cast))
    assert Deal.objects.get().stage == cast.stages[1]


def test_shares_of_credit_add_up_to_the_whole_or_are_refused(cast: Cast) -> None:
    deal = a_deal(cast)
    with pytest.raises(ValidationError, match="add up to 90 %, not to 100 %"):
        deal_parts.split_credit(deal, {cast.sara.pk: 600_000, cast.semyon.pk: 300_000}, by=sara(cast))
    assert not deal.credit.exists()
    deal_parts.split_credit(deal, {cast.sara.pk: 600_000, cast.semyon.pk: 400_000}, by=sara(cast))
    assert list(deal.credit.values_list("user", "share")) == [(cast.sara.pk, 600_000), (cast.semyon.pk, 400_000)]


def test_products_and_payments_make_the_amount(cast: Cast) -> None:
    (oven,) = products.create_many([Product(name="Oven", list_price=90_000, currency="USD")], by=SYSTEM)
    deal = a_deal(cast)
    deal_parts.set_lines(deal, [(cast.shed, 2, 450_000), (oven, 1, 90_000)], by=sara(cast))
    assert Deal.objects.get().amount == 990_000
    deal_parts.set_recurrence(deal, period="month", periods=12, amount=10_000, by=sara(cast))
    assert Deal.objects.get().amount == 120_000
    with pytest.raises(ValidationError, match="From 1 to 600"):
        deal_parts.set_recurrence(deal, period="month", periods=1_000_000, amount=1, by=sara(cast))


def test_a_deal_goes_over_to_another_pipeline_without_having_advanced(cast: Cast) -> None:
    other = pipelines.create(name="Rental", stages=[NewStage("Talk", 20), NewStage("Sign", 70)], by=SYSTEM)
    deal = a_deal(cast)
    deals.move_many([deals.Move(deal.pk, other.stages.first())], by=sara(cast))
    moved = Deal.objects.get()
    assert (moved.pipeline, moved.stage.name) == (other, "Talk")
    spells = load_deals(MONDAY + timedelta(days=1)).spells
    assert spells.next.tolist() == [CENSORED, CENSORED]
    assert Fact.objects.filter(kind="sales.deal_transferred").count() == 1


def test_rates_of_both_banks_are_read_in_their_own_formats() -> None:
    assert [(r.bank, str(r.day), r.base, r.currency, r.rate) for r in read_rates(ECB)] == [
        ("ecb", "2026-02-27", "EUR", "USD", Decimal("0.80000000")),
        ("ecb", "2026-02-27", "EUR", "JPY", Decimal("0.00625000")),
    ]
    assert [(r.bank, str(r.day), r.base, r.currency, r.rate) for r in read_rates(CBR)] == [
        ("cbr", "2026-02-28", "RUB", "USD", Decimal("80.00000000")),
        ("cbr", "2026-02-28", "RUB", "KZT", Decimal("0.16000000")),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not xml",
        b"<a/>",
        b"<ValCurs Date='32.13.2026'/>",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
        ECB.replace(b"1.25", b"-1"),
        ECB.replace(b"1.25", b"NaN"),
    ],
)
def test_a_spoilt_file_of_rates_is_refused_with_the_way_out(db: None, content: bytes) -> None:
    with pytest.raises(ValidationError) as refused:
        rates.load(content, by=SYSTEM)
    assert list(refused.value.message_dict) == ["file"]
    assert not ExchangeRate.objects.exists()


def test_a_win_in_another_currency_counts_at_the_rate_of_its_day_and_takes_back_the_same(cast: Cast) -> None:
    deal = a_deal(cast, amount=100_000)
    Deal.objects.update(currency="EUR")
    with pytest.raises(ValidationError, match="No rate of EUR in USD is known"):
        deals.win(deal, by=sara(cast))
    rates.load(ECB, by=SYSTEM)
    deals.win(deal, by=sara(cast))
    catch_up([MEASURES])
    assert DailyMeasure.objects.get(measure="sales.revenue", scope_kind="company").total == 125_000
    rates.load(ECB.replace(b"2026-02-27", b"2026-03-02").replace(b"1.25", b"2.00"), by=SYSTEM)
    assert convert(100_000, "EUR", "USD", date(2026, 3, 2)) == 200_000
    deals.reopen(deal, by=sara(cast))
    catch_up([MEASURES])
    assert not DailyMeasure.objects.filter(measure="sales.revenue", scope_kind="company", total__gt=0).exists()


def test_marks_come_from_waits_of_deals_that_moved_on_and_a_known_reason_is_silent(cast: Cast) -> None:
    deal, other = a_deal(cast), a_deal(cast, name="Held")
    set_company_time(MONDAY + timedelta(days=6), rate=0)
    assert mark_all(by=SYSTEM) == 2
    with pytest.raises(ValidationError, match="after today"):
        holds.hold(other, until=MONDAY.date(), reason="Budget in May", by=sara(cast))
    holds.hold(other, until=date(2026, 3, 20), reason="Budget in May", by=sara(cast))
    assert mark_all(by=SYSTEM) == 1
    # what levers ask a head to help with is read from the same look
    looked, flow = look_at(load_deals(MONDAY + timedelta(days=6))), load_deals(MONDAY + timedelta(days=6))
    assert flow.items.ref[looked.stale | looked.attention].tolist() == [deal.pk]
    assert DealMark.objects.get().deal == deal
    deals.move_many([deals.Move(deal.pk, cast.stages[1])], by=sara(cast))
    assert not DealMark.objects.exists()
    set_company_time(MONDAY + timedelta(days=19), rate=0)
    look()
    assert sorted(DealMark.objects.values_list("deal__name", flat=True)) == sorted([deal.name, "Held"])


def test_stages_are_changed_and_those_that_deals_know_stay(cast: Cast) -> None:
    deal = a_deal(cast)
    deals.move_many([deals.Move(deal.pk, cast.stages[1])], by=sara(cast))
    first, *rest = cast.stages
    with pytest.raises(ValidationError, match="Deals have been in “Qualification”"):
        stages.set_stages(cast.pipeline, rest, by=SYSTEM)
    with pytest.raises(ValidationError, match="a name of its own"):
        stages.set_stages(cast.pipeline, [first, Stage(name="qualification", probability=5)], by=SYSTEM)
    stages.set_stages(cast.pipeline, [Stage(name="Lead in", probability=5), *cast.stages], by=SYSTEM, name="Garden")
    assert list(cast.pipeline.stages.values_list("name", "position"))[:2] == [("Lead in", 0), ("Qualification", 1)]
