"""Whatever rights may depend on is found by an index: a condition costs a page no look at every record."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.models import QuerySet

from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.governed import Condition, compiled, conditions_of, governed, governed_kinds
from setpoint.kernel.trees_changed import create_territory
from tests.cast import Cast
from tests.platform.fields.making import DEAL, PARTY, a_field
from tests.platform.objects.test_kinds import MACHINE, machines

# what is written where nothing is chosen
WRITTEN = {"amount": "5000 USD", "f.built": "2026-03-02"}


@pytest.fixture
def everything(cast: Cast) -> Cast:
    """Somebody has added fields and a kind of record on which rights may depend, and a territory."""
    machines()
    create_territory(name="Coast", by=SYSTEM)
    for kind in (DEAL, PARTY, MACHINE):
        for key, type_ in (("area", "number"), ("roof", "choice"), ("plot", "text"), ("built", "date")):
            a_field(key, type_, kind=kind)
    return cast


def conditions() -> Iterator[tuple[str, Condition]]:
    for declared in governed_kinds():
        for key, field in conditions_of(declared.kind).items():
            value = (field.choices() or [("1", "")])[0][0] if field.choices else WRITTEN.get(key, "5")
            for operator in field.operators:
                yield declared.kind, Condition(key, operator, value)


def plan_of(rows: QuerySet[object]) -> str:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # a table of a test fits into one page: what would be chosen among millions is what we ask for
            cursor.execute("SET LOCAL enable_seqscan = off")
    return rows.explain()


def test_every_condition_is_answered_by_an_index(everything: Cast) -> None:
    asked = list(conditions())
    assert len({key for _kind, (key, _operator, _value) in asked}) > 12
    slow = []
    for kind, condition in asked:
        wanted = compiled(kind, condition)
        assert wanted is not None, (kind, condition)
        rows = governed(kind).rows().filter(wanted).order_by()
        plan = plan_of(rows.values("pk"))
        if re.search(rf"Seq Scan|SCAN {rows.model._meta.db_table}\b", plan):
            slow.append((kind, condition, plan))
    assert slow == []
