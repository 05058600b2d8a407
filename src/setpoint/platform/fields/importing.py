"""Fields of an administrator as columns of imports: for every kind of row that creates records with fields."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.actors import Actor
from setpoint.platform.fields.models import Field, FieldType
from setpoint.platform.fields.operations.values import fill_many, read_texts
from setpoint.platform.fields.reading import fields_of
from setpoint.platform.fields.requiring import ALWAYS
from setpoint.platform.importing import kinds
from setpoint.platform.importing.parsing import Record
from setpoint.platform.importing.problems import Problem
from setpoint.platform.importing.wordings import Wording, add_wordings

PREFIX = "field."
READ_AS = {FieldType.NUMBER: kinds.FieldType.NUMBER, FieldType.DATE: kinds.FieldType.DATE}

add_wordings(
    {"field.value": Wording(_("“%(field)s”: %(reason)s"), _("Correct the value, or leave the cell empty."))},
)


def columns_of(kind: str) -> tuple[kinds.Field, ...]:
    """Return the fields of a kind of record as columns; formulas and files are not imported."""
    return tuple(
        kinds.Field(
            PREFIX + one.key,
            str(one),
            READ_AS.get(FieldType(one.type), kinds.FieldType.TEXT),
            tuple({one.key.replace("_", " "), *one.names.values()}),
            filled=one.required_from == ALWAYS,
            minimum=None,
            length=10_000,
        )
        for one in importable(kind)
    )


def importable(kind: str) -> list[Field]:
    """Return the fields that a row can fill."""
    return [one for one in fields_of(kind) if one.type not in (FieldType.FORMULA, FieldType.FILE)]


def values_in(fields: Sequence[Field], record: Record) -> dict[str, Any]:
    """Return what a row says in fields. ValidationError where it is no value."""
    texts = {one.key: _text(record.values.get(PREFIX + one.key)) for one in fields if PREFIX + one.key in record.values}
    return read_texts([one for one in fields if one.key in texts], texts)


def problem_in(fields: Sequence[Field], record: Record) -> Problem | None:
    """Say what is wrong with the values of a row, None if nothing is."""
    try:
        values_in(fields, record)
    except ValidationError as refusal:
        key, messages = next(iter(refusal.message_dict.items()))
        name = next(str(one) for one in fields if one.key == key)
        return Problem("field.value", {"field": name, "reason": " ".join(messages)})
    return None


def fill_imported(kind: str, fields: Sequence[Field], records: Mapping[int, Record], *, by: Actor) -> None:
    """Write what the rows of records just created say."""
    given = {pk: values_in(fields, record) for pk, record in records.items()}
    fill_many(kind, {pk: said for pk, said in given.items() if said}, by=by, created=True)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.date().isoformat() if isinstance(value, datetime) else str(value)
