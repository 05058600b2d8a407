"""The language of formulas: what it computes, what it refuses and where, and that there is no way out of it."""

import time
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from setpoint.kernel.money import Money
from setpoint.platform.fields.formula import FormulaError, understood
from setpoint.platform.fields.formula.functions import FUNCTIONS

TYPES = {"area": "number", "price": "money", "day": "date", "note": "text", "done": "yes", "rate": "number"}
VALUES = {
    "area": Decimal("12.5"),
    "price": Money(480_000, "USD"),
    "day": date(2026, 3, 2),
    "note": "North side",
    "done": True,
}


def value(source, values=VALUES):
    return understood(source, TYPES).value(values)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 + 2 * 3", Decimal(7)),
        ("(1 + 2) * 3", Decimal(9)),
        ("10 - 2 - 3", Decimal(5)),
        ("-area + 0.5", Decimal(-12)),
        ("price * 2", Money(960_000, "USD")),
        ("0.1 * price", Money(48_000, "USD")),
        ("price / price", Decimal(1)),
        ("price - price / 2", Money(240_000, "USD")),
        ("amount(price) / area", Decimal(384)),
        ('money(area, "EUR")', Money(1250, "EUR")),
        ("day + 14", date(2026, 3, 16)),
        ("day - (day - 7)", Decimal(7)),
        ("year(day) * 100 + month(day)", Decimal(202_603)),
        ('note & ": " & area', "North side: 12.5"),
        ('price & ""', "4800.00 USD"),
        ('if(area > 10 and not done = no, "large", "small")', "large"),
        ("если(area > 10 и done, 1, 2)", Decimal(1)),
        ('contains(note, "north")', True),
        ("round(area)", Decimal(13)),
        ("round(area / 3, 2)", Decimal("4.17")),
        ("max(area, 3, 20)", Decimal(20)),
        ("min(price, price * 2)", Money(480_000, "USD")),
        ("filled(rate)", False),
        ("either(rate, area)", Decimal("12.5")),
        ("rate + 1", None),
        ("if(rate > 1, 1, 0)", Decimal(0)),
        ('"nothing: " & rate', "nothing: "),
        ("1 / (area - 12.5)", None),
        ('price + money(1, "EUR")', None),
        ("area >= 12.5 or 1 / 0 = 1", None),
        ("left(upper(note), 5)", "NORTH"),
        ("length(note)", Decimal(10)),
    ],
)
def test_a_formula_has_this_value(source, expected):
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", "At letter 1: The formula is empty."),
        ("1 +", "At letter 4: A field, a number or a text in quotation marks is expected here."),
        ("1 2", "At letter 3 (“2”): The formula should end here, or a sign is missing."),
        ("(1 + 2", "At letter 7: A bracket is not closed."),
        ('"open', 'At letter 1 (“"open”): The text has no closing quotation mark.'),
        ("1 ** 2", "At letter 4 (“* 2”): A field, a number or a text in quotation marks is expected here."),
        ("roof", "At letter 1 (“roof”): There is no field “roof”."),
        ("eval(1)", "At letter 1 (“eval(1)”): There is no function “eval”."),
        ("area + note", "At letter 6 (“+ note”): “+” cannot be used with: number, text."),
        ("price * price", "At letter 7 (“* price”): “*” cannot be used with: money, money."),
        ("if(area, 1, 2)", "At letter 1 (“if(area, 1, 2)”): “if” cannot be used with: number, number, number."),
        ('if(done, 1, "x")', 'At letter 1 (“if(done, 1, "x")”): “if” cannot be used with: yes or no, number, text.'),
        ("note.upper", "At letter 5 (“.upper”): This sign means nothing here."),
        ("__class__", "At letter 1 (“__class__”): There is no field “__class__”."),
        ("note[0]", "At letter 5 (“[0]”): This sign means nothing here."),
        ("max()", "At letter 1 (“max()”): “max” cannot be used with: nothing."),
        ("9" * 19, "At letter 1 (“99999999999999999999”): This sign means nothing here."),
    ],
)
def test_what_is_wrong_is_said_with_its_place(source, message):
    with pytest.raises(FormulaError) as refused:
        understood(source, TYPES)

    assert refused.value.messages == [message if len(source) != 19 else message.replace("9" * 20, "9" * 19)]


@pytest.mark.parametrize(
    "source",
    [
        "(" * 500 + "1" + ")" * 500,
        "not " * 500 + "done",
        "-" * 500 + "1",
        "1+" * 900 + "1",
        "if(done, " * 200,
        "x" * 5000,
    ],
)
def test_a_formula_too_deep_or_too_long_is_refused(source):
    with pytest.raises(FormulaError):
        understood(source, TYPES)


def test_numbers_and_texts_do_not_grow_without_bound():
    big = "999999999999999999"
    assert value(" * ".join([big] * 60)) is None
    assert value(" & ".join(["note"] * 140), {"note": "x" * 10_000}) is None
    assert value("day + 99999999999") is None


words = st.sampled_from(
    [
        *TYPES,
        *FUNCTIONS,
        *"()+-*/&=<>,;\"' .",
        "1",
        "0",
        "12.5",
        '"text"',
        "если",
        "__import__",
        "lambda",
        "yes",
        "not ",
    ]
)
sources = st.one_of(st.text(max_size=200), st.lists(words, max_size=60).map(" ".join), st.lists(words).map("".join))


def attempt(source):
    try:
        return understood(source, TYPES)
    except FormulaError as refusal:
        return refusal


@settings(max_examples=400, deadline=None)
@given(sources)
def test_whatever_is_written_is_computed_or_refused_with_a_place_and_soon(source):
    begun = time.perf_counter()
    formula = attempt(source)
    if isinstance(formula, FormulaError):
        assert 0 <= formula.at <= len(source)
    else:
        found = formula.value(VALUES)
        assert found is None or isinstance(
            found, {"number": Decimal, "text": str, "yes": bool, "date": date, "money": Money}[formula.gives]
        )
    assert time.perf_counter() - begun < 1


@given(st.decimals(-(10**6), 10**6, places=3), st.decimals(-(10**6), 10**6, places=3), st.decimals(1, 10**3, places=2))
def test_arithmetic_is_that_of_exact_numbers(one, other, third):
    values = {"area": one, "rate": other}

    assert value("area + rate * 2", values) == one + other * 2
    assert value("area - rate", values) == one - other
    assert value("(area < rate) = not (area >= rate)", values) is True
    assert abs(value(f"area / {third}", values) * third - one) < Decimal("1e-15")


@pytest.mark.parametrize("takes", [takes for ways in FUNCTIONS.values() for takes in ways])
def test_every_function_does_nothing_with_nothing_unless_it_says_so(takes):
    if not takes.empties and takes.takes:
        count = len([one for one in takes.takes if one != "..."])
        name = next(name for name, ways in FUNCTIONS.items() if takes in ways)
        if name.isalpha() and name != "negative":
            source = f"{name}({', '.join(f'x{at}' for at in range(count))})"
            types = {f"x{at}": kind for at, kind in enumerate(takes.takes) if kind != "..."}
            assert understood(source, types).value({}) is None


def test_a_formula_that_asks_for_today_says_that_it_changes_by_itself():
    assert not understood("day + 1", TYPES).volatile
    assert understood("1 + (day - day) * 2 - 3 + year(day)", TYPES).names == {"day"}


def test_errors_are_validation_errors_so_that_forms_show_them():
    assert issubclass(FormulaError, ValidationError)
