"""What fields tell a person about himself: all that his records say in them, and their files."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from setpoint.kernel.facts import JsonDict
from setpoint.platform.fields.files import path_of
from setpoint.platform.fields.kinds import all_kinds
from setpoint.platform.fields.models import Field, FieldType, StoredFile
from setpoint.platform.fields.reading import fields_of, values_of
from setpoint.platform.fields.types import type_of
from setpoint.platform.personal.parts import Part, register_part


def filled(person: int) -> list[JsonDict]:
    """Return every filled field of the records of a person."""
    return [
        {"kind": str(kind), "record": record, "field": str(field), "value": str(type_of(field).show(field, value))}
        for kind, record, field, value in _said(person)
    ]


def files(person: int) -> list[tuple[str, Path]]:
    """Return the files of his records."""
    return [
        (value.name, path_of(value)) for _kind, _record, _field, value in _said(person) if isinstance(value, StoredFile)
    ]


def _said(person: int) -> Iterator[tuple[object, int, Field, object]]:
    for kind in all_kinds().values():
        ids = list(kind.of_person(person))
        fields = [field for field in fields_of(kind.kind) if field.type != FieldType.FORMULA] if ids else []
        for record, values in values_of(kind.kind, ids, fields).items() if fields else ():
            for field in fields:
                if field.key in values:
                    yield kind.label, record, field, values[field.key]


register_part(
    Part(
        "fields",
        _("Fields of your own"),
        filled,
        files,
        position=30,
        tables=("fields_textvalue", "fields_numbervalue", "fields_storedfile"),
    )
)
