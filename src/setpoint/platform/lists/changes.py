"""What many records can be given at once: what a kind declares, and every field of an administrator."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise

from setpoint.kernel.actors import Actor
from setpoint.kernel.field_rights import readonly
from setpoint.kernel.permissions import scope_of
from setpoint.platform.fields.models import Field, FieldType
from setpoint.platform.fields.operations.values import fill_many, read_texts
from setpoint.platform.fields.reading import fields_written_by, values_of
from setpoint.platform.fields.types import type_of
from setpoint.platform.fields.types.link import named
from setpoint.platform.lists.columns import OF_FIELD, OfField

Plain = Any
Now = Callable[[Sequence[int]], Mapping[int, Plain]]
Apply = Callable[[Mapping[int, Any], Actor], object]


@dataclass(frozen=True)
class Change:
    """A change that many records can be given, through an operation of their kind.

    `read` makes a value of what was written (ValidationError where it is none), `apply` gives values to records,
    `now` says what they have as JSON, `back` makes values of that again. `action` is the right that it needs.
    """

    key: str
    label: str | Promise
    read: Callable[[str, Actor], Any]
    apply: Apply
    now: Now
    back: Callable[[Plain], Any]
    options: Callable[[Actor], Sequence[tuple[str, str | Promise]]] | None = None
    input: str = "text"
    action: str = "change"


def changes_of(
    kind: str, declared: Sequence[Change], by: Actor, known: Sequence[Field] | None = None
) -> dict[str, Change]:
    """Return every change that the actor may make on some records of a kind, by key; `known` are its fields if read."""
    fixed = readonly(by, kind)
    own = [one for one in declared if one.key not in fixed and scope_of(by, kind, one.action) is not None]
    fields = known if known is not None else fields_written_by(by, kind)
    if scope_of(by, kind, "change") is None:
        fields = []
    fields = [one for one in fields if f"{OF_FIELD}{one.key}" not in fixed]
    able = [one for one in fields if one.type not in (FieldType.FORMULA, FieldType.FILE)]
    return {one.key: one for one in (*own, *(_of_field(kind, field) for field in able))}


def _of_field(kind: str, field: Field) -> Change:
    column = OfField(field)
    return Change(
        f"{OF_FIELD}{field.key}",
        str(field),
        partial(_read, field),
        partial(_fill, kind, field),
        partial(_now, kind, field),
        partial(_back, field),
        column.options if column.input == "choice" else None,
        column.input,
    )


def _read(field: Field, text: str, by: Actor) -> Any:
    if not text.strip():
        return None
    if field.type == FieldType.LINK:
        return named(field, text, by)
    try:
        return read_texts([field], {field.key: text})[field.key]
    except ValidationError as refusal:
        raise ValidationError(refusal.messages) from refusal


def _fill(kind: str, field: Field, values: Mapping[int, Any], by: Actor) -> None:
    fill_many(kind, {record: {field.key: value} for record, value in values.items()}, by=by)


def _now(kind: str, field: Field, ids: Sequence[int]) -> dict[int, Plain]:
    said = values_of(kind, ids, [field])
    return {
        pk: type_of(field).plain(field, values[field.key]) if field.key in values else None
        for pk, values in said.items()
    }


def _back(field: Field, plain: Plain) -> Any:
    if plain is None:
        return None
    text = ",".join(plain) if isinstance(plain, list) else str(plain)
    return type_of(field).read(field, text)
