"""Fields as tests want them."""

from typing import Any

from setpoint.kernel.actors import SYSTEM
from setpoint.platform.fields.models import Field
from setpoint.platform.fields.operations.choices import ChoiceGiven
from setpoint.platform.fields.operations.definitions import add_field
from setpoint.platform.fields.reading import fields_of, values_of

DEAL, PARTY = "sales.deal", "customers.party"
ROOFS = [
    ChoiceGiven("gable", {"en": "Gable", "ru": "Двускатная"}),
    ChoiceGiven("flat", {"en": "Flat", "ru": "Плоская"}),
]


def a_field(key: str, type: str = "text", kind: str = DEAL, **values: Any) -> Field:  # noqa: A002 - as in the operation
    given: dict[str, Any] = {"names": {"en": key.title(), "ru": key.upper()}}
    settings = {"money": {"currency": "USD"}, "link": {"to": PARTY}}.get(type, {})
    if type in ("choice", "choices"):
        given["choices"] = ROOFS
    return add_field(**({"kind": kind, "key": key, "type": type, "by": SYSTEM, "settings": settings} | given | values))


def said(record: int, kind: str = DEAL) -> dict[str, Any]:
    return values_of(kind, [record], fields_of(kind))[record]
