"""Comparing a file with what is, and applying it: all of it, or nothing."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from pydantic import TypeAdapter

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import COMPANY
from setpoint.platform.configuration.comparing import Difference, differences
from setpoint.platform.configuration.files import FileError, Place, line_of, read
from setpoint.platform.configuration.parts import PARTS, AtError, in_order
from setpoint.platform.configuration.record import ConfigurationApplied

KIND = "platform.configuration"


def compared(text: str, *, by: Actor) -> list[Difference]:
    """Return what a file would change. FileError names the place of what is wrong with it."""
    require(by, KIND, "see")
    wanted, _lines = read(text)
    return _differences(wanted)


@transaction.atomic
def apply(text: str, *, by: Actor) -> list[Difference]:
    """Apply a file in one transaction; return what it changed. FileError names the place, and nothing is changed."""
    require(by, KIND, "change")
    wanted, lines = read(text)
    changes = _differences(wanted)
    if not changes:
        return []
    for part in in_order():
        if part.name in wanted:
            try:
                part.apply(wanted[part.name], by=by)
            except AtError as refusal:
                raise _at(refusal.message, (part.name, *refusal.place), lines) from refusal
            except ValidationError as refusal:
                raise _at(" ".join(refusal.messages), (part.name,), lines) from refusal
    told = [f"{one.place}: {one.old or ''} → {one.new}"[:500] for one in changes]
    payload = ConfigurationApplied(len(changes), told)
    facts.emit(facts.NewFact(payload, about=COMPANY, by=by, occurred_at=company_now()))
    return changes


def _differences(wanted: dict[str, Any]) -> list[Difference]:
    found: list[Difference] = []
    for name, value in wanted.items():
        part = PARTS[name]
        plain = TypeAdapter(part.schema).dump_python(value, mode="json")
        found += differences(part.export(), plain, name)
    return found


def _at(message: str, place: Place, lines: dict[Place, int]) -> FileError:
    return FileError(message, line_of(place, lines), place)
