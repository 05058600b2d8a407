"""Formulas kept beside other values, so that lists sort by them: written when what they need has changed."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from setpoint.platform.fields.models import Field, FieldType
from setpoint.platform.fields.operations.values import write_rows
from setpoint.platform.fields.reading import BATCH, fields_of, values_of
from setpoint.platform.fields.types import type_of


def is_stored(field: Field) -> bool:
    """Whether lists can sort by the field: a formula that changes by itself, as today() does, is only shown."""
    return not (field.type == FieldType.FORMULA and field.settings.get("volatile"))


def store(kind: str, ids: Sequence[int], only: Field | None = None) -> None:
    """Write the values of stored formulas of some records, in the caller's transaction."""
    fields = fields_of(kind)
    formulas = [one for one in fields if one.type == FieldType.FORMULA and is_stored(one)]
    formulas = [one for one in formulas if only is None or one.pk == only.pk]
    if not formulas or not ids:
        return
    values = values_of(kind, ids, fields)
    for one in formulas:
        table = type_of(one).table
        for start in range(0, len(ids), BATCH):
            table.objects.filter(field=one, record__in=ids[start : start + BATCH]).delete()
        write_rows(one, [{"record": record} | row for record in ids for row in _rows(one, values[record].get(one.key))])


def _rows(field: Field, value: Any) -> list[dict[str, Any]]:
    if value is None:
        return []
    try:
        return type_of(field).encode(field, value)
    except ValidationError:
        return []
