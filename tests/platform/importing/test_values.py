"""Dates, numbers and money are read exactly or refused; a formula never runs and never gets lost."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setpoint.platform.importing.choices import Votes
from setpoint.platform.importing.dates import DateStyle, parse_moment
from setpoint.platform.importing.formula_cells import is_formula, shield, unshield
from setpoint.platform.importing.numbers import Amount, DecimalMark, check_precision, parse_amount, parse_number
from setpoint.platform.importing.problems import CellError
from setpoint.platform.importing.survey import _votes

AMERICAN, EUROPEAN = DateStyle.MONTH_FIRST, DateStyle.DAY_FIRST
POINT, COMMA = DecimalMark.POINT, DecimalMark.COMMA


@pytest.mark.parametrize(
    ("text", "style", "moment"),
    [
        ("2017-03-04", AMERICAN, dt.datetime(2017, 3, 4)),
        ("2017-03-04", EUROPEAN, dt.datetime(2017, 3, 4)),
        ("2017/3/4 9:05", EUROPEAN, dt.datetime(2017, 3, 4, 9, 5)),
        ("2017-03-04T14:30:15.250Z", EUROPEAN, dt.datetime(2017, 3, 4, 14, 30, 15, tzinfo=dt.UTC)),
        ("16 May, 2021 00:02:00", AMERICAN, dt.datetime(2021, 5, 16, 0, 2)),
        ("Sept 3, 2021 2:30 PM", EUROPEAN, dt.datetime(2021, 9, 3, 14, 30)),
        ("3-Mar-2021", AMERICAN, dt.datetime(2021, 3, 3)),
        ("16 мая 2021 г., 9:05", EUROPEAN, dt.datetime(2021, 5, 16, 9, 5)),
        ("3/4/2017", AMERICAN, dt.datetime(2017, 3, 4)),
        ("3/4/2017", EUROPEAN, dt.datetime(2017, 4, 3)),
        ("3/4/2017 2:30 PM", AMERICAN, dt.datetime(2017, 3, 4, 14, 30)),
        ("3/4/2017 12:30 AM", AMERICAN, dt.datetime(2017, 3, 4, 0, 30)),
        ("04.03.2017", EUROPEAN, dt.datetime(2017, 3, 4)),
        ("4.3.17", EUROPEAN, dt.datetime(2017, 3, 4)),
        ("04-03-2017", EUROPEAN, dt.datetime(2017, 3, 4)),
        ("29.02.2016", EUROPEAN, dt.datetime(2016, 2, 29)),
    ],
)
def test_dates_are_read_in_three_forms(text, style, moment):
    assert parse_moment(text, style) == moment


@pytest.mark.parametrize(
    ("text", "style", "code"),
    [
        ("31.02.2017", EUROPEAN, "date.impossible_day_first"),
        ("13/13/2017", AMERICAN, "date.impossible_month_first"),
        ("2017-13-01", AMERICAN, "date.impossible_month_first"),
        ("3/4/2017 25:00", AMERICAN, "date.impossible_month_first"),
        ("03.04.2017", AMERICAN, "date.unreadable_month_first"),
        ("soon", EUROPEAN, "date.unreadable_day_first"),
        ("3/4.2017", EUROPEAN, "date.unreadable_day_first"),
        ("01.01.0017", EUROPEAN, "date.absurd"),
        ("2917-01-01", EUROPEAN, "date.absurd"),
    ],
)
def test_a_date_that_cannot_be_is_refused(text, style, code):
    with pytest.raises(CellError) as refused:
        parse_moment(text, style)

    assert refused.value.code == code


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y"]))
def test_a_date_written_in_a_form_is_read_back_in_it(day, form):
    style = AMERICAN if form == "%m/%d/%Y" else EUROPEAN

    assert parse_moment(day.strftime(form), style).date() == day


def votes(kind, *texts):
    gathered = _votes(kind)
    assert isinstance(gathered, Votes)
    for text in texts:
        gathered.add(text)
    return gathered


def test_one_day_above_twelve_decides_the_whole_column(deals):
    choice = votes(deals.field("created"), "3/4/2017", "10/20/2016", "5/6/2017").decide(EUROPEAN)

    assert (choice.style, choice.certain, choice.unreadable) == (AMERICAN, True, 0)


def test_dates_with_dots_have_the_day_first(deals):
    choice = votes(deals.field("created"), "03.04.2017").decide(AMERICAN)

    assert (choice.style, choice.certain) == (EUROPEAN, True)


def test_dates_that_do_not_tell_are_asked_about_with_both_readings(deals):
    choice = votes(deals.field("created"), "3/4/2017", "2017-01-01").decide(AMERICAN)

    assert not choice.certain
    assert choice.examples == (
        ("3/4/2017", {"month_first": "2017-03-04 00:00:00", "day_first": "2017-04-03 00:00:00"}),
    )


def test_dates_that_contradict_each_other_are_asked_about_with_the_count_of_refusals(deals):
    choice = votes(deals.field("created"), "10/20/2016", "10/21/2016", "22/10/2016", "never").decide(EUROPEAN)

    assert (choice.style, choice.certain, choice.unreadable) == (AMERICAN, False, 2)


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("1200", POINT, "1200"),
        ("1,234.56", POINT, "1234.56"),
        ("1.234,56", COMMA, "1234.56"),
        ("1 234,56", COMMA, "1234.56"),
        ("1\u00a0234\u202f567.5", POINT, "1234567.5"),
        ("1'234.50", POINT, "1234.50"),
        ("-5", POINT, "-5"),
        ("\u22125,5", COMMA, "-5.5"),
        ("(1,200.00)", POINT, "-1200.00"),
        (".5", POINT, "0.5"),
        ("12345678901234567890.12", POINT, "12345678901234567890.12"),
    ],
)
def test_numbers_are_exact_whatever_parts_their_digits(text, mark, value):
    assert parse_number(text, mark) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "mark", "code"),
    [
        ("12,34.5", POINT, "number.unreadable"),
        ("1.5", COMMA, "number.unreadable"),
        ("1,5", POINT, "number.unreadable"),
        ("12 34", POINT, "number.unreadable"),
        ("--5", POINT, "number.unreadable"),
        ("(5", POINT, "number.unreadable"),
        ("\u0665", POINT, "number.unreadable"),
        ("many", POINT, "number.unreadable"),
        ("#REF!", POINT, "number.unreadable"),
        ("", POINT, "number.unreadable"),
        ("1.2E+05", POINT, "number.shortened"),
    ],
)
def test_what_is_no_number_is_refused(text, mark, code):
    with pytest.raises(CellError) as refused:
        parse_number(text, mark)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "mark", "amount"),
    [
        ("$1,200.50", POINT, Amount(Decimal("1200.50"), "USD")),
        ("-$5", POINT, Amount(Decimal(-5), "USD")),
        ("$-5", POINT, Amount(Decimal(-5), "USD")),
        ("($5)", POINT, Amount(Decimal(-5), "USD")),
        ("1 200,50 ₽", COMMA, Amount(Decimal("1200.50"), "RUB")),
        ("1 200 руб.", COMMA, Amount(Decimal(1200), "RUB")),
        ("1200р", COMMA, Amount(Decimal(1200), "RUB")),
        ("EUR 12,50", COMMA, Amount(Decimal("12.50"), "EUR")),
        ("12.50 gbp", POINT, Amount(Decimal("12.50"), "GBP")),
        ("1200", POINT, Amount(Decimal(1200), "")),
    ],
)
def test_an_amount_may_name_its_currency_before_or_after(text, mark, amount):
    assert parse_amount(text, mark) == amount


@pytest.mark.parametrize("text", ["$", "5 sheds", "$5 USD", "₽₽5", "five"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(CellError) as refused:
        parse_amount(text, POINT)

    assert refused.value.code == "number.unreadable"


def test_an_amount_finer_than_its_currency_is_refused():
    check_precision(Decimal("10.50"), "USD", "10.50")
    with pytest.raises(CellError) as refused:
        check_precision(Decimal("10.5"), "JPY", "10.5")
    assert refused.value.params == {"value": "10.5", "currency": "JPY", "digits": "0"}


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from([POINT, COMMA]), st.sampled_from(["", " ", "\u00a0"]))
def test_an_amount_written_in_a_form_is_read_back_to_the_kopeck(value, mark, space):
    group = space or ("," if mark is POINT else ".")
    text = f"{value:,.2f}".translate(str.maketrans({",": group, ".": mark.value}))

    assert parse_number(text, mark) == value
    assert parse_amount(text + " ₽", mark) == Amount(value, "RUB")


def test_the_decimal_mark_of_a_column_follows_from_its_values_and_is_asked_where_it_does_not(deals):
    certain = votes(deals.field("amount"), "1,200", "3.50").decide(COMMA)
    asked = votes(deals.field("amount"), "1,200", "15").decide(POINT)

    assert (certain.style, certain.certain) == (POINT, True)
    assert (asked.style, asked.certain, asked.examples[0]) == (
        POINT,
        False,
        ("1,200", {".": "1200", ",": "1.200"}),
    )


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "+7-900-100", "'=1+1"])
def test_what_a_spreadsheet_would_run_leaves_with_an_apostrophe(text):
    assert shield(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["+7 912 345-67-89", "+7 (912) 345-67-89", "+79123456789", "-5", "-1,200.50", "Shed", ""]
)
def test_telephones_and_plain_numbers_leave_as_they_are(text):
    assert shield(text) == text


def test_a_telephone_that_came_with_an_apostrophe_is_a_telephone_again():
    assert unshield("'+7 912 345-67-89") == "+7 912 345-67-89"
    assert unshield("'s Heerenberg") == "'s Heerenberg"


@given(st.one_of(st.text(), st.text(alphabet="'=+-@\t\r1 ()a")))
def test_every_text_survives_export_and_import(text):
    assert unshield(shield(text)) == text


@given(st.text(alphabet="=+-@\t\r1 (A)", min_size=1))
def test_nothing_exported_is_a_formula_to_a_spreadsheet(text):
    assert not is_formula(shield(text))
