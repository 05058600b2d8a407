"""Formula fields: checked against the kind they stand in, computed for many records, in the order they need."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from setpoint.platform.fields.formula import Understood, understood
from setpoint.platform.fields.kinds import FieldKind, kind_of
from setpoint.platform.fields.models import Choice, Field, FieldType

FORMULA, GIVES = "formula", "gives"
# how a formula sees a field; files and links are not seen
SEEN = {
    FieldType.TEXT: "text",
    FieldType.NUMBER: "number",
    FieldType.MONEY: "money",
    FieldType.DATE: "date",
    FieldType.CHOICE: "text",
    FieldType.CHOICES: "text",
}


def types_for(kind: FieldKind, fields: Iterable[Field]) -> dict[str, str]:
    """Return what a formula may name, with its type."""
    types = {native.key: native.type for native in kind.natives}
    for field in fields:
        if field.type == FieldType.FORMULA:
            types[field.key] = field.settings[GIVES]
        elif field.type in SEEN:
            types[field.key] = SEEN[FieldType(field.type)]
    return types


def check_formula(kind: FieldKind, key: str, source: str, fields: Sequence[Field]) -> Understood:
    """Understand the formula of the field `key`; ValidationError names the place, or the circle it would close."""
    others = [field for field in fields if field.key != key]
    found = understood(source, types_for(kind, others))
    needs = {field.key: field.settings[FORMULA] for field in others if field.type == FieldType.FORMULA}
    types = types_for(kind, others) | {key: found.gives}
    waiting, seen = list(found.names), set[str]()
    while waiting:
        name = waiting.pop()
        if name == key:
            raise ValidationError(_("The formula needs itself, through “%(name)s”.") % {"name": key})
        if name in needs and name not in seen:
            seen.add(name)
            waiting += understood(needs[name], types).names
    return found


def inputs_of(field: Field, fields: Sequence[Field], kind: FieldKind) -> set[str]:
    """Return every field that a formula needs, directly or through others."""
    types = types_for(kind, fields)
    sources = {one.key: one.settings[FORMULA] for one in fields if one.type == FieldType.FORMULA}
    waiting, found = [field.key], set[str]()
    while waiting:
        name = waiting.pop()
        if name in sources:
            new = understood(sources[name], types).names - found
            found |= new
            waiting += new
    return found


def compute(
    formulas: Sequence[Field],
    fields: Sequence[Field],
    values: dict[int, dict[str, Any]],
    natives: Mapping[int, Mapping[str, Any]],
) -> None:
    """Put the values of formula fields into `values`, record by record; what has no value is left out."""
    known = types_for(kind_of(fields[0].kind), fields)
    ready = [(field, understood(field.settings[FORMULA], known)) for field in formulas if _stands(field, known)]
    ready = _in_order(ready)
    for record, said in values.items():
        seen = dict(natives.get(record, {})) | {key: seen_as(value) for key, value in said.items()}
        for field, formula in ready:
            value = formula.value(seen)
            if value is not None:
                said[field.key] = seen[field.key] = value


def seen_as(value: Any) -> Any:
    """Return a value as formulas see it: a choice by its key."""
    if isinstance(value, Choice):
        return value.key
    if isinstance(value, tuple) and all(isinstance(one, Choice) for one in value):
        return ", ".join(one.key for one in value)
    return value


def _stands(field: Field, types: Mapping[str, str]) -> bool:
    """Whether the formula can still be understood: a field it named may be gone."""
    try:
        understood(field.settings[FORMULA], types)
    except ValidationError:
        return False
    return True


def _in_order(ready: list[tuple[Field, Understood]]) -> list[tuple[Field, Understood]]:
    """Put formulas after those that they need; circles are refused when a formula is written."""
    keys = {field.key for field, _formula in ready}
    placed: list[tuple[Field, Understood]] = []
    done: set[str] = set()
    while len(placed) < len(ready):
        step = [one for one in ready if one[0].key not in done and not (one[1].names & keys) - done - {one[0].key}]
        if not step:
            break
        placed += step
        done |= {field.key for field, _formula in step}
    return placed
