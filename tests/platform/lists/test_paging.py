"""Pages of lists: every row once in its order, forwards and backwards, whichever way it is found."""

import json

import pytest
from django.db import connection

from setpoint.journal.followers import catch_up
from setpoint.kernel import role_changes
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.platform.lists import finding, walking
from setpoint.platform.lists.counting import Count, count_of
from setpoint.platform.lists.paging import Page, page_of
from setpoint.platform.objects.operations import kinds, records
from tests.platform.lists.making import LEAD, PARTY, all_pages, asked, back_from

ORDERS = {
    "": [6, 5, 4, 3, 2, 1, 0],
    "name": [0, 3, 6, 1, 4, 2, 5],
    "-name": [5, 2, 4, 1, 6, 3, 0],
    "amount": [1, 2, 4, 5, 0, 3, 6],
    "-amount": [5, 4, 2, 1, 6, 3, 0],
    "opened": [6, 5, 4, 3, 2, 0, 1],
    "-opened": [2, 3, 4, 5, 6, 1, 0],
    "f.area": [0, 2, 1, 6, 4, 3, 5],
    "-f.area": [4, 6, 1, 2, 0, 5, 3],
    "f.plot": [0, 3, 6, 1, 4, 2, 5],
    "stage": [0, 2, 4, 6, 1, 3, 5],
    "-stage": [5, 3, 1, 6, 4, 2, 0],
    "owner": [0, 1, 2, 3, 4, 5, 6],
    "-owner": [6, 5, 4, 3, 2, 1, 0],
    "product": [1, 2, 4, 5, 0, 3, 6],
    "-product": [5, 4, 2, 1, 6, 3, 0],
    "customer": [0, 1, 2, 3, 4, 5, 6],
}


@pytest.fixture(autouse=True)
def as_in_a_large_company(db) -> None:
    """Let PostgreSQL plan for many rows a page: among the few of a test one way costs as little as the other."""
    if connection.vendor == "postgresql":
        tables = ["sales_deal", "sales_lead", "customers_party"]
        with connection.cursor() as cursor:
            cursor.execute("UPDATE pg_class SET relpages = 1, reltuples = 1e6 WHERE relname = ANY(%s)", [tables])


@pytest.mark.parametrize("sort", ORDERS)
def test_pages_hold_every_record_once_and_those_without_a_value_last(both_ways, sheds, sort):
    question = asked(sort=sort)

    assert all_pages(question) == [sheds[number] for number in ORDERS[sort]]


@pytest.mark.parametrize("sort", ORDERS)
def test_pages_are_read_backwards_as_well(both_ways, sheds, sort):
    question = asked(sort=sort)
    whole = page_of(question.search, question.order, size=6)

    assert [*back_from(question, whole.after), *whole.ids[-1:]] == whole.ids


@pytest.mark.parametrize("sort", ORDERS)
def test_conditions_and_order_go_together(both_ways, sheds, sort):
    given = {"any": [["f.roof", "is", "flat"], {"all": [["f.area", "is", "1"], ["amount", "filled"]]}]}
    fitting = {1, 2, 3, 5}

    question = asked(sort=sort, filter=json.dumps(given))

    assert all_pages(question) == [sheds[number] for number in ORDERS[sort] if number in fitting]


@pytest.mark.parametrize("sort", ORDERS)
@pytest.mark.parametrize("many", [walking.MANY, 0], ids=["those meant are sorted", "those meant are met"])
def test_a_text_and_an_order_go_together(both_ways, sheds, monkeypatch, sort, many):
    monkeypatch.setattr(walking, "MANY", many)
    catch_up(["search"])
    fitting = {1, 4}

    question = asked(sort=sort, q="1 she")

    assert all_pages(question, size=1) == [sheds[number] for number in ORDERS[sort] if number in fitting]


def test_a_text_is_cut_with_conditions_and_rights(both_ways, cast, sheds):
    catch_up(["search"])

    flat = asked(q="shed", filter='{"all": [["f.roof", "is", "flat"]]}')

    assert all_pages(flat) == [sheds[5], sheds[3], sheds[1]]
    assert all_pages(asked(q="shed 2", by=Actor.of(cast.semyon))) == [sheds[5]]


@pytest.mark.parametrize("text", ["ivan petro", "Петров", "шмфт", "petrof"])
def test_a_list_finds_what_the_search_box_finds(cast, text):
    catch_up(["search"])

    assert all_pages(asked(PARTY, q=text)) == [cast.ivan.pk]


def test_who_does_not_see_a_field_finds_nothing_by_it(cast):
    catch_up(["search"])
    role_changes.govern_fields(cast.sara.role, PARTY, {"email": "hidden"}, by=SYSTEM)

    assert all_pages(asked(PARTY, q="ivan@petrov")) == [cast.ivan.pk]
    assert all_pages(asked(PARTY, by=Actor.of(cast.sara), q="ivan@petrov")) == []
    assert all_pages(asked(PARTY, by=Actor.of(cast.sara), q="petrov")) == [cast.ivan.pk]


def test_an_empty_text_is_no_value(both_ways, parties):
    order = [2, 0, 3, 5, 1, 4]

    assert all_pages(asked(PARTY, sort="country")) == [parties[number].pk for number in order]


def test_a_person_pages_through_what_he_sees(both_ways, cast, sheds):
    assert all_pages(asked(by=Actor.of(cast.semyon), sort="-amount")) == [sheds[5], sheds[6]]


@pytest.mark.parametrize("place", ["", "x", "~", "~99999999999999999999999", "vbig~1", "v\x00~1", "v1~²"])
def test_an_unreadable_place_is_the_beginning(sheds, place):
    for sort in ("amount", "opened"):
        question = asked(sort=sort)
        assert page_of(question.search, question.order, after=place, size=9).ids[0] == sheds[ORDERS[sort][0]]


def test_a_place_without_a_value_is_none_where_every_row_has_one(both_ways, sheds):
    question = asked(sort="name")
    assert page_of(question.search, question.order, after="~1", size=9).ids[0] == sheds[0]


def test_a_page_beyond_the_end_is_empty(both_ways, sheds):
    question = asked()

    assert page_of(question.search, question.order, after="~0") == Page([])


def test_records_of_one_kind_are_not_walked_with_those_of_another(both_ways, cast):
    machine = kinds.add_kind(key="machine", names={"en": "Machine"}, plurals={"en": "Machines"}, by=SYSTEM)
    boat = kinds.add_kind(key="boat", names={"en": "Boat"}, plurals={"en": "Boats"}, by=SYSTEM)
    made = [
        records.create(kind, name=name, by=SYSTEM) for kind, name in ((machine, "Saw"), (boat, "Ark"), (machine, "Axe"))
    ]

    assert all_pages(asked("objects.machine"), size=1) == [made[2].pk, made[0].pk]


@pytest.mark.parametrize(
    ("words", "few", "number"),
    [
        ({}, 5000, Count(7)),
        ({"filter": '{"all": [["f.roof", "is", "flat"]]}'}, 0, Count(3)),
        ({"filter": '{"all": [["f.roof", "is", "flat"], ["amount", "empty"]]}'}, 0, Count(1)),
        ({"q": "shed 1"}, 0, Count(2)),
    ],
)
def test_few_rows_are_counted(sheds, monkeypatch, words, few, number):
    catch_up(["search"])
    monkeypatch.setattr(finding, "FEW", few)

    assert count_of(asked(**words).search) == number


def test_of_many_rows_it_is_said_how_many_at_least(sheds, monkeypatch):
    monkeypatch.setattr(finding, "FEW", 0)
    monkeypatch.setattr("setpoint.platform.lists.counting.MOST", 3)
    monkeypatch.setattr("setpoint.platform.lists.counting.LOOKED_AT", 5)

    assert count_of(asked().search) == Count(3, exact=False)
    assert count_of(asked(filter='{"all": [["f.plot", "filled"]]}').search) == Count(3, exact=False)


class Remember:
    """Keeps the statements that go by."""

    def __init__(self):
        self.statements = []

    def __call__(self, execute, sql, params, many, context):
        self.statements.append((sql, params))
        return execute(sql, params, many, context)

    def plans(self) -> list[str]:
        """The plans of what was asked in an order."""
        found = []
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                # with so few rows anything is cheap: whether the order can be walked is what is asked
                for way in ("seqscan", "hashjoin", "mergejoin", "bitmapscan", "sort"):
                    cursor.execute(f"SET LOCAL enable_{way} = off")
            for sql, params in self.statements:
                if "ORDER BY" in sql:
                    cursor.execute(
                        ("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + sql, params
                    )
                    found.append("\n".join(str(row[-1]) for row in cursor.fetchall()))
        return found


@pytest.mark.parametrize(
    ("words", "index"),
    [
        ({}, "party_by_name"),
        ({"sort": "-name"}, "party_by_name"),
        ({"sort": "-created"}, "party_by_age"),
        ({"sort": "country"}, "party_by_country"),
        ({"sort": "-employees"}, "party_by_employees"),
        ({"sort": "f.segment"}, "number_value"),
        ({"filter": '{"all": [["country", "is", "Norway"]]}'}, "party_by_name"),
        ({"filter": '{"all": [["f.segment", "is", "flat"]]}'}, "party_by_name"),
        (
            {"filter": '{"any": [["f.segment", "is", "flat"], ["country", "is", "Chad"]]}', "sort": "-created"},
            "party_by_age",
        ),
    ],
)
def test_a_deep_page_walks_an_index_and_sorts_nothing(parties, monkeypatch, words, index):
    monkeypatch.setattr(finding, "FEW", 0)
    question = asked(PARTY, **words)
    first = page_of(question.search, question.order, size=1)
    search, remember = asked(PARTY, **words).search, Remember()

    with connection.execute_wrapper(remember):
        page_of(search, question.order, after=first.after or "~1", size=1)

    plan = remember.plans()[0]
    assert index in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


@pytest.mark.parametrize("link", ["stage", "owner", "product", "customer"])
def test_a_deep_page_by_a_link_walks_an_index_and_sorts_nothing(sheds, monkeypatch, link):
    monkeypatch.setattr(finding, "FEW", 0)
    question = asked(sort=link)
    first = page_of(question.search, question.order, size=1)
    search, remember = asked(sort=link).search, Remember()

    with connection.execute_wrapper(remember):
        page_of(search, question.order, after=first.after, size=1)

    plan = remember.plans()[0]
    assert f"deal_by_{link}" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


@pytest.mark.parametrize(
    ("kind", "link", "index"),
    [
        (PARTY, "territory", "party_by_territory"),
        (LEAD, "owner", "lead_by_owner"),
        (LEAD, "state", "lead_by_state"),
        (LEAD, "source", "lead_by_source"),
        (LEAD, "product", "lead_by_product"),
    ],
)
def test_customers_and_leads_stand_in_the_order_of_what_they_lead_to(leads, monkeypatch, kind, link, index):
    monkeypatch.setattr(finding, "FEW", 0)
    question = asked(kind, sort=link)
    first = page_of(question.search, question.order, size=1)
    search, remember = asked(kind, sort=link).search, Remember()

    with connection.execute_wrapper(remember):
        page_of(search, question.order, after=first.after, size=1)

    plan = remember.plans()[0]
    assert index in plan
    assert "TEMP B-TREE" not in plan
