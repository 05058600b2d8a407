"""Every number in an explanation comes from the stored inputs, and can be computed anew from them."""

import pytest
from django.utils.translation import override
from scipy.stats import norm

from setpoint.loop.act.explanation import NOBODY, Sentence, Slot, render_one, write
from setpoint.loop.act.levers import LEVERS
from setpoint.loop.act.models import Correction
from setpoint.loop.act.queries import explanations
from tests.loop.bench import ORDER, REASSIGN, REDISTRIBUTE, Bench

TENTH = norm.ppf(0.9)


def slots(row: Correction) -> dict[str, object]:
    """Return the value of every slot of a correction's explanation."""
    sentences = LEVERS[row.lever].explain(row.proposal["inputs"])
    return {name: slot.value for sentence in sentences for name, slot in sentence.slots.items()}


def raised(inputs: dict, more: float) -> float:
    """P(hit) with `more`: the shift of a normal forecast laid upon the stored P(hit)."""
    short = inputs["target"] - inputs["forecast"]
    return inputs["p_before"] + norm.cdf((more - short) / inputs["sd"]) - norm.cdf(-short / inputs["sd"])


def test_the_numbers_of_a_reassignment_follow_from_its_items(bench: Bench) -> None:
    row = bench.propose(REASSIGN)
    inputs, told = row.proposal["inputs"], slots(row)
    mean, sd = inputs["belief"]
    per_effect = 0.7 * sum(item["gain"] for item in inputs["items"])
    assert told["gap"] == 20_000
    assert told["count"] == len(inputs["items"]) == 10
    assert told["mean"] == pytest.approx(mean * per_effect)
    assert told["low"] == pytest.approx((mean - TENTH * sd) * per_effect)
    assert told["high"] == pytest.approx((mean + TENTH * sd) * per_effect)
    assert told["after"] == pytest.approx(raised(inputs, mean * per_effect))
    assert told["harm"] == pytest.approx(norm.cdf(-mean / sd))
    assert told["hours"] == pytest.approx(10 * 20 / 60)
    assert told["receivers"] == sorted({change["after"] for change in row.proposal["changes"]})
    # one advance of an item: half of the chance minus the fifth it has, times its value
    assert [item["gain"] for item in inputs["items"]] == pytest.approx([0.3 * i["value"] for i in inputs["items"]])
    assert (row.expected, row.p_after) == (round(told["mean"]), told["after"])


def test_the_numbers_of_an_order_follow_from_its_lists(bench: Bench) -> None:
    row = bench.propose(ORDER)
    inputs, told = row.proposal["inputs"], slots(row)
    mean, sd = inputs["belief"]
    per_effect = 0.8 * sum(e["touches"] * e["advance_rate"] * e["gain"] for e in inputs["lists"])
    assert told["sellers"] == len(inputs["lists"]) == 2
    assert told["deals"] == len(row.proposal["changes"]) == 8
    assert told["mean"] == pytest.approx(mean * per_effect)
    assert told["high"] == pytest.approx((mean + TENTH * sd) * per_effect)
    assert told["after"] == pytest.approx(raised(inputs, told["mean"]))
    # eight touches on each of five working days; forty touches and ten advances lately, all alike
    assert [(e["touches"], e["advance_rate"]) for e in inputs["lists"]] == [(40.0, 0.25)] * 2


def test_the_numbers_of_a_split_follow_from_its_parts(bench: Bench) -> None:
    row = bench.propose(REDISTRIBUTE)
    inputs, told = row.proposal["inputs"], slots(row)
    parts = inputs["parts"]
    chances = [norm.sf((part["after"] - part["mean"]) / part["sd"]) for part in parts]
    assert sum(part["after"] for part in parts) == sum(part["before"] for part in parts) == 100_000
    assert [part["p_after"] for part in parts] == pytest.approx(chances)
    # forecasts 30 and 50 thousand, sd ten each: what is missing is shared alike; no part changes by more than 30 %
    assert [part["after"] for part in parts] == [48_000, 52_000]
    assert (told["low"], told["high"]) == pytest.approx((norm.sf(3), norm.sf(-1)))
    assert (row.grade, row.design, row.expected) == ("E", "before-after", 0)


def test_a_reassignment_is_explained_as_a_person_would(bench: Bench) -> None:
    row = bench.propose(REASSIGN)
    assert explanations([row])[row.pk] == (
        "Tidewater Sheds: the chance of reaching the plan is 16%; the forecast is $200 short. Sara Stone is away on 10 "
        "of the next 10 working days; open deals: 80. Proposal: 10 deals go to Semyon Sokolov. Expected: $48 (80 %: "
        "−$156 … $251); chance of the plan 16% → 22%. It is not sure that this helps: the chance that it does harm is "
        "38%. It costs no money; handing over takes about 3.3 hours. Checked after 10 working days by the share of "
        "deals that moved a stage or were won: 30% of them stay with their owners for comparison. Without a decision "
        "nothing changes, and the proposal expires after March 9."
    )
    with override("ru"):
        words = explanations([row])[row.pk].replace("\u00a0", " ")
    assert words == (
        "Tidewater Sheds: вероятность выполнить план — 16 %; по прогнозу не хватает 200 $. Sara Stone: отсутствует 10 "
        "из ближайших 10 рабочих дней; открытых сделок: 80. Предлагаю передать 10 сделок. Получат: Semyon Sokolov. "
        "Ожидаю 48 $ (80 %: −156 $ … 251 $); вероятность плана 16 % → 22 %. Не доказано, что это помогает: "
        "вероятность вреда — 38 %. Денег не стоит; на передачу дел уйдёт около 3,3 ч. Проверим по доле сделок, "
        "перешедших на следующий этап или выигранных; срок в рабочих днях — 10. Для сравнения у прежних владельцев "
        "останется 30 %. Без решения ничего не изменится; предложение действует по 9 марта."
    )


def test_explaining_many_costs_no_more_queries_than_one(bench: Bench, django_assert_num_queries) -> None:
    one = [bench.propose(REASSIGN)]
    three = [*one, bench.propose(ORDER), bench.propose(REDISTRIBUTE)]
    with django_assert_num_queries(3):
        explanations(one)
    with django_assert_num_queries(3):
        explanations(three)


@pytest.mark.parametrize(
    ("slot", "english", "russian"),
    [
        (Slot("money", 123_456_789), "$1.2M", "1,2 млн $"),
        (Slot("money", -123_456), "−$1.2k", "−1,2 тыс. $"),
        (Slot("money", 12_300), "$123", "123 $"),
        (Slot("share", 0.414), "41%", "41 %"),
        (Slot("points", 0.19), "+19 pp", "+19 п. п."),
        (Slot("points", -0.05), "−5 pp", "−5 п. п."),
        (Slot("points", 0.001), "0 pp", "0 п. п."),
        (Slot("spread", 0.42), "42 pp", "42 п. п."),
        (Slot("change", -0.053), "−5%", "−5 %"),
        (Slot("count", 1234), "1,234", "1 234"),
        (Slot("number", 3.333), "3.3", "3,3"),
        (Slot("day", 739_677), "March 2", "2 марта"),
    ],
)
def test_numbers_are_written_as_the_reader_writes_them(slot: Slot, english: str, russian: str) -> None:
    assert write(slot, "USD", NOBODY) == english
    with override("ru"):
        assert write(slot, "USD", NOBODY).replace("\u00a0", " ") == russian


def test_a_template_may_depend_on_a_number() -> None:
    sentence = Sentence(lambda: "{count} sheds", {"count": Slot("count", 2)})
    assert render_one(sentence, "USD", NOBODY) == "2 sheds"
