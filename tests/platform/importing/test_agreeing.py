"""Columns are recognised, dirt is found, and what the user accepts is what the rows become."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils.translation import gettext_lazy as _
from hypothesis import given
from hypothesis import strategies as st

from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.dates import DateStyle
from setpoint.platform.importing.kinds import Field, FieldType
from setpoint.platform.importing.mapping import missing, recognise, recognise_kind, require_columns
from setpoint.platform.importing.numbers import DecimalMark
from setpoint.platform.importing.parsing import Parser, Record, Refusal
from setpoint.platform.importing.problems import FileError, Problem
from setpoint.platform.importing.repairs import Reason, Repair, to_dictionary, to_frequent, to_known
from setpoint.platform.importing.sources import Row, Source, inspect, rows
from setpoint.platform.importing.survey import survey
from setpoint.platform.importing.wordings import WORDINGS, Wording, add_wordings
from tests.platform.importing.conftest import DEALS

KNOWN = {"owners": ["Sara Stone", "Semyon Sokolov"], "products": ["Tide 500", "Tide Pro", "Harbour Basic"]}
FILE = (
    "Opportunity ID,Sales Agent,Product,Engage Date,Close Value,Country,Notes\n"
    'D1,Sara Stone,TidePro,10/20/2016,"$1,200.50",Philipines,first\n'
    "D2,Sara Ston,Tide 500,3/4/2017,,Philippines,\n"
    "D3,Semyon Sokolov,Harbor Basic,,300,Norway,'=SUM(A1)\n"
)


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (
            ["opportunity_id", "sales_agent", "product", "close_value"],
            {"key": 0, "owner": 1, "product": 2, "amount": 3},
        ),
        (["ID", "Ответственный", "Товар", "Бюджет"], {"key": 0, "owner": 1, "product": 2, "amount": 3}),
        (["closeValue", "Prodcut", "", "Anything"], {"amount": 0, "product": 1}),
        (["Product", "Product"], {"product": 0}),
        (["Telephone"], {}),
    ],
)
def test_columns_are_recognised_by_their_names_in_both_languages(deals, header, columns):
    assert recognise(header, deals) == columns


def test_the_kind_of_a_file_follows_from_its_columns(deals, products):
    kinds = [deals, products]

    assert recognise_kind(["Product", "Sales price"], kinds) is products
    assert recognise_kind(["ID", "Product", "Amount"], kinds) is deals
    assert recognise_kind(["Telephone", "Fax"], kinds) is None


def test_a_file_without_a_required_column_is_refused_whole(deals):
    with pytest.raises(FileError) as refused:
        require_columns({"key": 0, "product": 1}, deals, "deals.csv")

    assert missing({"key": 0, "product": 1}, deals) == ["amount"]
    assert refused.value.problem.params == {"file": "deals.csv", "field": "Amount"}


def test_one_survey_finds_rows_choices_repairs_and_currencies(write, deals):
    source = inspect(write(FILE))
    found = survey(source, deals, recognise(source.header, deals), KNOWN)

    assert found.rows == 3
    assert {(choice.field, choice.style, choice.certain) for choice in found.choices} == {
        ("amount", DecimalMark.POINT, True),
        ("created", DateStyle.MONTH_FIRST, True),
    }
    assert set(found.repairs) == {
        Repair("owner", "Sara Ston", "Sara Stone", 1, Reason.TYPO),
        Repair("product", "TidePro", "Tide Pro", 1, Reason.WRITING),
        Repair("product", "Harbor Basic", "Harbour Basic", 1, Reason.TYPO),
        Repair("country", "Philipines", "Philippines", 1, Reason.DICTIONARY),
    }
    assert (found.currencies, found.asks_currency, found.questions) == (("USD",), True, [])


def test_a_column_that_does_not_tell_follows_the_one_that_does(write, products):
    fields = (Field("opened", _("Opened"), FieldType.DATE), Field("closed", _("Closed"), FieldType.DATE))
    kind = replace(products, fields=fields)
    source = inspect(write("opened,closed\n20/10/2016,3/4/2017\n1/2/2016,5/6/2017\n"))

    choices = survey(source, kind, recognise(source.header, kind), {}).choices

    assert {(choice.field, choice.style, choice.certain) for choice in choices} == {
        ("opened", DateStyle.DAY_FIRST, True),
        ("closed", DateStyle.DAY_FIRST, True),
    }


def test_accepted_repairs_turn_every_row_into_a_record(write, deals):
    source = inspect(write(FILE))
    columns = recognise(source.header, deals)
    agreement = survey(source, deals, columns, KNOWN).agreement(columns, repaired=True)
    parser = Parser(source, deals, agreement, KNOWN)

    assert parser.parse(next(rows(source))) == Record(
        2,
        {
            "key": "D1",
            "owner": "Sara Stone",
            "product": "Tide Pro",
            "created": dt.datetime(2016, 10, 20),
            "amount": Decimal("1200.50"),
            "country": "Philippines",
        },
    )


def test_a_repair_that_is_left_refuses_its_rows_and_says_every_reason(write, deals):
    source = inspect(write(FILE.replace("3/4/2017", "3/34/2017")))
    columns = recognise(source.header, deals)
    parser = Parser(source, deals, survey(source, deals, columns, KNOWN).agreement(columns), KNOWN)

    refused = [parser.parse(row) for row in rows(source)][1]

    assert isinstance(refused, Refusal)
    assert (refused.row, refused.cells[0]) == (3, "D2")
    assert {(p.code, p.row, p.column) for p in refused.problems} == {
        ("reference.unknown", 3, "Sales Agent"),
        ("date.impossible_month_first", 3, "Engage Date"),
    }


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (["", "Tide Pro", "5", "1"], "cell.empty"),
        (["D9", "=A1", "5", "1"], "cell.formula"),
        (["D9", "T" * 600, "5", "1"], "cell.long"),
        (["D9", "Tide Pro", "-5", "1"], "number.negative"),
        (["D9", "Tide Pro", "9" * 15, "1"], "number.absurd"),
        (["D9", "Tide Pro", "5.001", "1"], "amount.precise"),
        (["D9", "Tide Pro", "€5", "1"], "amount.currency"),
        (["D9", "Tide Pro", "5", "1.5"], "number.fraction"),
        (["D1", "Tide Pro", "5", "1"], "key.duplicate"),
    ],
)
def test_a_bad_cell_refuses_its_row(write, deals, cells, code):
    source = inspect(write("ID,Product,Amount,Sheds\nD1,Tide Pro,1,1\n"))
    parser = Parser(source, deals, Agreement(recognise(source.header, deals), currency="USD"))
    parser.parse(Row(2, ["D1", "Tide Pro", "1", "1"]))

    refused = parser.parse(Row(3, cells))

    assert isinstance(refused, Refusal)
    assert [problem.code for problem in refused.problems] == [code]


def test_an_agreement_is_kept_and_read_back():
    agreement = Agreement(
        {"created": 3}, {"created": DateStyle.DAY_FIRST}, {"amount": DecimalMark.COMMA}, {"product": {"a": "b"}}, "RUB"
    )

    assert Agreement.from_json(agreement.to_json()) == agreement


def test_digits_are_never_repaired():
    assert to_known("product", {"Tide 600": 4}, ["Tide 500"]) == []


def test_a_value_near_two_known_ones_is_left_to_the_user():
    assert to_known("product", {"Harbor": 4}, ["Harbora", "Harbore"]) == []


def test_common_words_are_repaired_in_the_capitals_of_the_file():
    assert to_dictionary("sector", {"technolgy": 12, "retail": 3}, ["Technology", "Retail"]) == [
        Repair("sector", "technolgy", "technology", 12, Reason.DICTIONARY)
    ]


def test_a_rare_spelling_is_repaired_to_the_frequent_one():
    assert to_frequent("sector", {"forestry": 20, "forestri": 1, "fishery": 20}) == [
        Repair("sector", "forestri", "forestry", 1, Reason.FREQUENT)
    ]


def test_every_problem_names_only_places_that_its_code_gives():
    places = "file reason line limit start row expected found field columns encoding value length first currency digits"
    params = dict.fromkeys([*places.split(), "system"], "x")

    for code in WORDINGS:
        assert Problem(code, params).message
        assert Problem(code, params).way_out


def test_a_domain_adds_wordings_but_takes_none_away():
    with pytest.raises(ValueError, match="taken"):
        add_wordings({"file.empty": Wording(WORDINGS["file.empty"].way_out, WORDINGS["file.empty"].way_out)})


cells = st.lists(st.one_of(st.text(max_size=8), st.sampled_from(["", "5", "=1", "D1", "Tide Pro"])), max_size=6)


@given(st.lists(cells, max_size=20))
def test_no_row_is_ever_lost(table):
    source = Source(Path("deals.csv"), "deals.csv", "utf-8", ",", ("ID", "Product", "Amount", "Sheds"), 1)
    parser = Parser(source, DEALS, Agreement(recognise(source.header, DEALS)))
    given_rows = [
        Row(number, row, None if len(row) == 4 else Problem("row.cells", row=number))
        for number, row in enumerate(table, start=2)
    ]

    outcome = [parser.parse(row) for row in given_rows]

    accepted = [item.row for item in outcome if isinstance(item, Record)]
    refused = [item.row for item in outcome if isinstance(item, Refusal)]
    assert sorted(accepted + refused) == [row.number for row in given_rows]
    assert [item.cells for item in outcome if isinstance(item, Refusal)] == [
        row.cells for row in given_rows if row.number in refused
    ]
