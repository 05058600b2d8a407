"""Records of kinds that an administrator made: programs read and write them as all others, at once."""

from setpoint.journal.models import Fact
from setpoint.platform.objects.models import ObjectRecord
from tests.api.conftest import errors_of
from tests.platform.fields.making import a_field
from tests.platform.objects.test_kinds import MACHINE, machines, sellers


def test_a_record_is_made_found_and_changed(cast, saras):
    machines(roles=sellers())
    a_field("power", "number", kind=MACHINE)

    made = saras("POST", "/records/machine", {"name": "Band saw", "fields": {"power": "2"}})

    saw = ObjectRecord.objects.get()
    assert (made.status_code, made.headers["Location"]) == (201, f"/api/v1/records/machine/{saw.pk}")
    assert (made.json()["name"], made.json()["owner"]["id"], made.json()["fields"]) == (
        "Band saw",
        cast.sara.pk,
        {"power": "2"},
    )
    fact = Fact.objects.get(kind="objects.created", about_kind=MACHINE)
    assert (fact.actor_label, fact.door) == ("Sara Stone", "api")

    changed = saras("PATCH", f"/records/machine/{saw.pk}", {"name": "Saw"}, if_match=made.headers["ETag"])
    late = saras("PATCH", f"/records/machine/{saw.pk}", {"name": "Plane"}, if_match=made.headers["ETag"])
    assert (changed.status_code, late.status_code) == (200, 412)
    listed = saras("GET", "/records/machine?filter=" + '{"any":[["f.power","from","2"]]}').json()["items"]
    assert [one["name"] for one in listed] == ["Saw"]


def test_many_are_made_or_none(cast, saras):
    machines(roles=sellers())
    rows = [{"op": "create", "values": {"name": name}} for name in ("Saw", "Plane")]

    assert saras("POST", "/records/machine/bulk", {"rows": rows}).json()["done"] == 2
    refused = saras("POST", "/records/machine/bulk", {"rows": [*rows, {"op": "create", "values": {}}]})
    assert (refused.status_code, ObjectRecord.objects.count()) == (422, 2)


def test_what_is_wrong_is_named_and_what_one_does_not_see_is_not_there(cast, olgas, saras):
    machines()
    a_field("power", "number", kind=MACHINE, required_from=0)

    lacking = olgas("POST", "/records/machine", {"name": "Saw"})
    unknown = olgas("POST", "/records/machine", {"name": "Saw", "fields": {"colour": "red"}})

    assert lacking.status_code == 422
    assert errors_of(unknown) == {"body.fields.colour": "There is no such field."}
    assert ObjectRecord.objects.count() == 0
    assert saras("POST", "/records/machine/bulk", {"rows": []}).status_code == 404
    assert [saras("GET", "/records/machine").status_code, olgas("GET", "/records/ships").status_code] == [404, 404]
