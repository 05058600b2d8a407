"""Conditions on fields: right for every type, and answered by an index."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from setpoint.domains.sales.models import Deal
from setpoint.kernel.actors import SYSTEM
from setpoint.platform.fields.operations.values import fill_many, read_texts
from setpoint.platform.fields.querying import EMPTY, FILLED, Condition, narrowed
from tests.platform.fields.making import DEAL, a_field
from tests.platform.fields.test_values import a_deal


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
def test_a_condition_keeps_what_fulfils_it(sheds, key, operator, given, fitting):
    fields, ids = sheds
    condition = Condition(fields[key], operator, given)

    assert set(narrowed(Deal.objects.all(), [condition]).values_list("pk", flat=True)) == {ids[n] for n in fitting}


def test_a_word_that_a_type_does_not_know_is_refused(sheds):
    fields, _ids = sheds

    with pytest.raises(ValidationError, match=r"“starts” cannot be asked of this field."):
        narrowed(Deal.objects.all(), [Condition(fields["area"], "starts", "1")])


def test_a_formula_that_changes_by_itself_is_no_condition(cast):
    age = a_field("age", "formula", settings={"formula": "today() - created"})

    with pytest.raises(ValidationError, match=r"“Age” changes by itself; lists cannot ask for it."):
        narrowed(Deal.objects.all(), [Condition(age, "from", "1")])


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


def test_numbers_are_exact(cast):
    field, deal = a_field("area", "number", settings={"places": 6}), a_deal(cast)

    fill_many(DEAL, {deal.pk: {"area": Decimal("999999999999.999999")}}, by=SYSTEM)

    assert list(narrowed(Deal.objects.all(), [Condition(field, "is", "999999999999.999999")])) == [deal]
    assert not narrowed(Deal.objects.all(), [Condition(field, "is", "999999999999.999998")]).exists()
