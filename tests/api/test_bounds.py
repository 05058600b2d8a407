"""Whoever has no right changes nothing by any verb, however well he says what he wants."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from setpoint.api import urls  # noqa: F401 - the verbs are there with the addresses
from setpoint.api.verbs.base import VERBS, Verb
from setpoint.journal.models import Fact
from setpoint.kernel.limits.of_tokens import COUNTER
from setpoint.kernel.models import User

SMALL = {
    "string": "oak",
    "integer": 1,
    "number": 1,
    "boolean": True,
    "date": "2026-03-02",
    "date-time": "2026-03-02T09:00:00Z",
}


def filled(schema: Mapping[str, Any], shapes: Mapping[str, Any]) -> Any:
    """A small value that a schema allows; a number is 1, which is a record of most kinds."""
    if "$ref" in schema:
        return filled(shapes[schema["$ref"].rpartition("/")[2]], shapes)
    if "anyOf" in schema:
        return filled(schema["anyOf"][0], shapes)
    if "properties" in schema:
        return {key: filled(part, shapes) for key, part in schema["properties"].items()}
    if "items" in schema:
        return [filled(schema["items"], shapes)]
    plain = SMALL.get(schema.get("format", schema.get("type", "")), {})
    return schema.get("const", schema.get("enum", [plain])[0])


def asked(verb: Verb) -> tuple[str, Any]:
    """The address of a verb, with records that are there, and what it takes."""

    def record(place: re.Match[str]) -> str:
        kind = verb.places[place[1]]
        first = None if kind is int else kind._base_manager.order_by("pk").first()
        return str(first.pk if first else 1)

    address = "/" + re.sub(r"{(\w+)}", record, verb.path)
    if verb.takes is None:
        return address, None
    schema = verb.takes.model_json_schema()
    return address, filled(schema, schema.get("$defs", {}))


@pytest.mark.long
def test_a_person_without_a_role_does_nothing_by_any_verb(bench, program):
    stranger = User.objects.create(name="Vera Vale", email="vera.vale@tidewater.example")
    ask = program(stranger)

    answers = {}
    for name, verb in VERBS.items():
        COUNTER.clear()
        address, body = asked(verb)
        answers[name] = ask(verb.method, address, body).status_code

    assert {name: status for name, status in answers.items() if status not in (403, 404, 422)} == {}
    assert not Fact.objects.filter(actor_id=stranger.pk).exists()
