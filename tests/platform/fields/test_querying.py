"""Lists filtered and sorted by fields: right in every order and page, and found by an index."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from setpoint.domains.sales.models import Deal
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.permissions import visible_to
from setpoint.platform.fields import querying
from setpoint.platform.fields.operations.values import fill_many, read_texts
from setpoint.platform.fields.querying import EMPTY, FILLED, Condition, Sort, narrowed, page_of
from tests.platform.fields.making import DEAL, a_field
from tests.platform.fields.test_values import a_deal


@pytest.fixture(params=[5000, 1], ids=["few are sorted", "many are walked"])
def both_ways(request, monkeypatch):
    """Whether rows are few decides how they are found, and must not decide which."""
    monkeypatch.setattr(querying, "FEW", request.param)


def all_pages(conditions, sort, size=2):
    shown, after = [], ""
    while True:
        ids, after = page_of(visible_to(SYSTEM, DEAL), conditions, sort, after=after, size=size)
        shown += ids
        if not after:
            return shown


@pytest.fixture
def sheds(cast):
    """Seven deals: areas 1, 2, 1, none, 3, none, 2; roofs gable and flat in turn."""
    fields = {key: a_field(key, type_) for key, type_ in (("area", "number"), ("roof", "choice"), ("plot", "text"))}
    areas = (1, 2, 1, None, 3, None, 2)
    ids = [a_deal(cast).pk for _area in areas]
    texts = {
        pk: {"area": str(area or ""), "roof": ("gable", "flat")[number % 2], "plot": f"Plot {number % 3}"}
        for number, (pk, area) in enumerate(zip(ids, areas, strict=True))
    }
    fill_many(DEAL, {pk: read_texts(list(fields.values()), said) for pk, said in texts.items()}, by=SYSTEM)
    return fields, ids


@pytest.mark.parametrize(("descending", "order"), [(False, [0, 2, 1, 6, 4, 3, 5]), (True, [4, 6, 1, 2, 0, 5, 3])])
def test_pages_hold_every_record_once_and_those_without_a_value_last(both_ways, sheds, descending, order):
    fields, ids = sheds

    assert all_pages([], Sort(fields["area"], descending)) == [ids[number] for number in order]


@pytest.mark.parametrize(
    ("key", "operator", "given", "fitting"),
    [
        ("roof", "is", "flat", [1, 3, 5]),
        ("roof", "any", "flat,gable", [0, 1, 2, 3, 4, 5, 6]),
        ("area", "is", "2", [1, 6]),
        ("area", "from", "2", [1, 4, 6]),
        ("area", "to", "1", [0, 2]),
        ("area", EMPTY, "", [3, 5]),
        ("area", FILLED, "", [0, 1, 2, 4, 6]),
        ("plot", "is", "PLOT 1", [1, 4]),
        ("plot", "starts", "plot", [0, 1, 2, 3, 4, 5, 6]),
        ("plot", "starts", "lot", []),
    ],
)
def test_a_condition_keeps_what_fulfils_it(both_ways, sheds, key, operator, given, fitting):
    fields, ids = sheds
    condition = Condition(fields[key], operator, given)

    assert all_pages([condition], Sort()) == [ids[number] for number in fitting]
    assert set(narrowed(Deal.objects.all(), [condition]).values_list("pk", flat=True)) == {ids[n] for n in fitting}


def test_conditions_and_order_go_together(both_ways, sheds):
    fields, ids = sheds
    conditions = [Condition(fields["roof"], "is", "gable"), Condition(fields["area"], "to", "2")]

    assert all_pages(conditions, Sort(fields["area"], descending=True)) == [ids[6], ids[2], ids[0]]


def test_a_word_that_a_type_does_not_know_is_refused(sheds):
    fields, _ids = sheds

    with pytest.raises(ValidationError, match=r"“starts” cannot be asked of this field."):
        narrowed(Deal.objects.all(), [Condition(fields["area"], "starts", "1")])


def test_a_formula_that_changes_by_itself_is_no_order(cast):
    age = a_field("age", "formula", settings={"formula": "today() - created"})

    with pytest.raises(ValidationError, match=r"“Age” changes by itself; lists cannot ask for it."):
        page_of(Deal.objects.all(), [], Sort(age))


def plan_of(rows) -> str:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # a table of a test fits into one page: what would be chosen among millions is what we ask for
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
    return str(rows.explain())


@pytest.mark.parametrize(
    ("key", "index", "rows"),
    [
        ("area", "number_value", lambda one: Condition(one, "from", "2").of_values().values_list("record")),
        ("roof", "number_value", lambda one: Condition(one, "is", "flat").of_values().values_list("record")),
        ("plot", "text_value", lambda one: Condition(one, "is", "plot 1").of_values().values_list("record")),
        ("plot", "text_value", lambda one: Condition(one, "starts", "plot").of_values().values_list("record")),
    ],
)
def test_a_condition_is_answered_by_an_index(sheds, key, index, rows):
    fields, _ids = sheds

    plan = plan_of(rows(fields[key]).order_by())

    assert index in plan
    assert "SCAN" not in plan
    assert "Seq Scan" not in plan


@pytest.mark.parametrize("sort", [Sort(None, descending=True), Sort(None)])
def test_a_page_by_a_condition_walks_the_index_and_sorts_nothing(sheds, monkeypatch, sort):
    fields, _ids = sheds

    plan = plan_of_page([Condition(fields["roof"], "is", "flat")], sort, monkeypatch)

    assert "number_value" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


@pytest.mark.parametrize("key", ["area", "plot"])
def test_a_page_in_the_order_of_a_field_walks_its_index_and_sorts_nothing(sheds, monkeypatch, key):
    fields, _ids = sheds

    plan = plan_of_page([], Sort(fields[key], descending=True), monkeypatch)

    assert ("number_value" if key == "area" else "text_value") in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def plan_of_page(conditions, sort, monkeypatch) -> str:
    """Return the plan of the statement by which a page of many rows is found."""
    monkeypatch.setattr(querying, "FEW", 1)
    with connection.execute_wrapper(remember := Remember()):
        page_of(visible_to(SYSTEM, DEAL), conditions, sort, size=2)
    sql, params = remember.statements[-1 if sort.field is None else remember.of_order()]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_hashjoin = off")
            cursor.execute("SET LOCAL enable_mergejoin = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            # with so few rows anything is cheap: whether the order can be walked is what is asked
            cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + sql, params)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


class Remember:
    """Keeps the statements that go by."""

    def __init__(self):
        self.statements = []

    def __call__(self, execute, sql, params, many, context):
        self.statements.append((sql, params))
        return execute(sql, params, many, context)

    def of_order(self) -> int:
        return next(at for at, (sql, _params) in enumerate(self.statements) if "ORDER BY" in sql)


def test_numbers_are_exact(cast):
    field, deal = a_field("area", "number", settings={"places": 6}), a_deal(cast)

    fill_many(DEAL, {deal.pk: {"area": Decimal("999999999999.999999")}}, by=SYSTEM)

    assert list(narrowed(Deal.objects.all(), [Condition(field, "is", "999999999999.999999")])) == [deal]
    assert not narrowed(Deal.objects.all(), [Condition(field, "is", "999999999999.999998")]).exists()
