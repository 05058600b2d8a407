"""The form of a kind as a list of sections and fields, in which one is moved up or down."""

from collections.abc import Sequence

from setpoint.platform.fields.models import Field
from setpoint.platform.fields.operations.definitions import SectionGiven


def form_of(fields: Sequence[Field]) -> list[SectionGiven]:
    """Return the form as it stands; fields come in its order."""
    parts: dict[int, SectionGiven] = {}
    for field in fields:
        names = dict(field.section.names) if field.section else {}
        parts.setdefault(field.section_id or 0, SectionGiven(names)).keys.append(field.key)
    return list(parts.values())


def moved(form: Sequence[SectionGiven], key: str, *, up: bool) -> list[SectionGiven]:
    """Return the form with one field a place up or down; at the edge of a section it goes into the next one."""
    parts = [SectionGiven(part.names, list(part.keys)) for part in form]
    at = next((number for number, part in enumerate(parts) if key in part.keys), None)
    if at is None:
        return parts
    keys, step = parts[at].keys, -1 if up else 1
    place = keys.index(key)
    keys.remove(key)
    if 0 <= place + step <= len(keys):
        keys.insert(place + step, key)
    elif 0 <= at + step < len(parts):
        parts[at + step].keys.insert(len(parts[at + step].keys) if up else 0, key)
    elif up and parts[0].names:
        parts.insert(0, SectionGiven({}, [key]))
    else:
        keys.insert(place, key)
    return [part for part in parts if part.keys]


def put(form: Sequence[SectionGiven], key: str, names: dict[str, str]) -> list[SectionGiven]:
    """Return the form with one field at the end of the section of these names, which is made where it is not there."""
    parts = [SectionGiven(part.names, [one for one in part.keys if one != key]) for part in form]
    target = next((part for part in parts if part.names == names), None)
    if target is None:
        target = SectionGiven(names)
        # what has no heading stands above all headings
        parts.insert(0 if not names else len(parts), target)
    target.keys.append(key)
    return [part for part in parts if part.keys]
