"""Many changes in one call: all or none, or each for itself; by number or by the key of another system."""

import pytest

from setpoint.domains.customers.models import Party
from setpoint.domains.exchange.models import ExternalKey
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.limits.operations import change
from tests.api.conftest import errors_of


def a_person(name: str, **more: object) -> dict[str, object]:
    return {"op": "create", "values": {"kind": "person", "name": name}} | more


def erp(key: str) -> dict[str, object]:
    return {"external": {"system": "erp", "key": key}}


def test_a_key_of_another_system_makes_a_record_once(cast, olgas):
    row = a_person("Anna", op="upsert", **erp("A-1"))
    first = olgas("POST", "/customers/bulk", {"rows": [row]}).json()
    again = {"op": "upsert", "values": {"country": "Norway"}, **erp("A-1")}
    second = olgas("POST", "/customers/bulk", {"rows": [again]}).json()

    (made,), (changed,) = first["rows"], second["rows"]
    assert (made["status"], changed["status"], made["id"]) == ("created", "changed", changed["id"])
    assert Party.objects.get(pk=made["id"]).country == "Norway"


def test_all_or_none(cast, olgas):
    before = Fact.objects.count()

    answer = olgas("POST", "/customers/bulk", {"rows": [a_person("Anna"), a_person("")]})

    assert answer.status_code == 422
    assert errors_of(answer).keys() == {"body.rows.1.values.name"}
    assert (Party.objects.count(), Fact.objects.count()) == (2, before)


def test_each_for_itself(cast, olgas):
    rows = [a_person("Anna"), a_person(""), a_person("Bella", values={"kind": "person", "name": "B", "email": "no"})]

    told = olgas("POST", "/customers/bulk", {"mode": "each", "rows": rows}).json()

    assert (told["done"], told["failed"]) == (1, 2)
    assert [row["status"] for row in told["rows"]] == ["created", "failed", "failed"]
    assert [[one["path"] for one in row["errors"]] for row in told["rows"]] == [[], ["values.name"], ["values.email"]]
    assert Party.objects.filter(name="Anna").exists()


@pytest.mark.parametrize(
    ("row", "path"),
    [
        ({"op": "update", "values": {}}, "body.rows.0.id"),
        ({"op": "update", "id": 999, "values": {}}, "body.rows.0.id"),
        ({"op": "upsert", "values": {}}, "body.rows.0.external"),
        ({"op": "destroy", "values": {}}, "body.rows.0.op"),
    ],
)
def test_a_row_that_means_nothing_is_named(cast, olgas, row, path):
    answer = olgas("POST", "/customers/bulk", {"rows": [row]})

    assert path in errors_of(answer)


def test_two_rows_about_one_record_are_refused(cast, olgas):
    rows = [{"op": "update", "id": cast.ivan.pk, "values": {"country": country}} for country in ("Norway", "Sweden")]

    answer = olgas("POST", "/customers/bulk", {"rows": rows})

    assert errors_of(answer) == {"body.rows.1": "Another row of this call speaks of the same record."}


def test_too_many_rows_are_refused_whole(cast, olgas):
    change({"api.bulk": 1}, by=SYSTEM)

    answer = olgas("POST", "/customers/bulk", {"rows": [a_person("Anna"), a_person("Bella")]})

    assert (answer.status_code, Party.objects.count()) == (413, 2)


def test_a_key_that_is_taken_makes_no_second_record(cast, olgas):
    ExternalKey.objects.create(system="erp", kind="customers.party", key="A-1", record=cast.ivan.pk)

    answer = olgas("POST", "/customers/bulk", {"rows": [a_person("Anna", **erp("A-1"))]})

    assert errors_of(answer) == {"body.rows.0.external": "There is a record of this key already."}
