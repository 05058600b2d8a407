"""What records say in their fields, in a number of queries that does not grow with them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import company_zone
from setpoint.kernel.field_rights import hidden, readonly
from setpoint.kernel.money import Money
from setpoint.platform.fields.formulas import compute
from setpoint.platform.fields.kinds import FieldKind, kind_of
from setpoint.platform.fields.models import Choice, Field, FieldType, NumberValue, StoredFile, TextValue
from setpoint.platform.fields.types import type_of
from setpoint.platform.fields.types.base import Value

Values = dict[str, Any]
BATCH = 500
# how rights and addresses name a field
SIGN = "f."


def fields_of(kind: str) -> list[Field]:
    """Return the fields of a kind in the order of its form: two queries, one where there are none."""
    rows = Field.objects.filter(kind=kind, removed_at__isnull=True).select_related("section")
    choices = Prefetch("choices", Choice.objects.order_by("position", "pk"))
    found = list(rows.prefetch_related(choices))
    return sorted(
        found, key=lambda field: (field.section.position + 1 if field.section else 0, field.position, field.pk)
    )


def fields_for(actor: Actor, kind: str) -> list[Field]:
    """Return the fields of a kind that the actor sees; what is computed of a hidden one is hidden by itself only."""
    unseen = hidden(actor, kind)
    return [field for field in fields_of(kind) if SIGN + field.key not in unseen]


def fields_written_by(actor: Actor, kind: str) -> list[Field]:
    """Return the fields of a kind that the actor may fill."""
    fixed = readonly(actor, kind)
    return [field for field in fields_of(kind) if SIGN + field.key not in fixed]


def values_of(kind: str, ids: Sequence[int], fields: Sequence[Field]) -> dict[int, Values]:
    """Return what records say: record -> key -> value, formulas computed; empty fields are left out."""
    found: dict[int, Values] = {record: {} for record in ids}
    if not fields or not ids:
        return found
    written = [field for field in fields if field.type != FieldType.FORMULA]
    _load_files(kept := _rows(written, ids), written)
    for (record, number), rows in kept.items():
        field = next(one for one in written if one.pk == number)
        found[record][field.key] = type_of(field).decode(field, rows)
    formulas = [field for field in fields if field.type == FieldType.FORMULA]
    if formulas:
        compute(formulas, fields, found, natives_of(kind_of(kind), ids))
    return found


def natives_of(kind: FieldKind, ids: Sequence[int]) -> dict[int, Values]:
    """Return what formulas may ask of records beside their fields: money, days, numbers, texts."""
    paths = [native.path for native in kind.natives] + [native.currency for native in kind.natives if native.currency]
    found: dict[int, Values] = {}
    if not paths:
        return found
    zone = company_zone()
    for row in kind.rows(SYSTEM, "see").filter(pk__in=ids).values("pk", *paths):
        values: Values = {}
        for native in kind.natives:
            value = row[native.path]
            if native.type == "money" and value is not None:
                value = Money(value, row[native.currency])
            elif isinstance(value, datetime):
                value = value.astimezone(zone).date()
            values[native.key] = value
        found[row["pk"]] = values
    return found


def plain_of(fields: Iterable[Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a record as JSON, by key."""
    return {field.key: type_of(field).plain(field, values[field.key]) for field in fields if field.key in values}


def _rows(fields: Sequence[Field], ids: Sequence[int]) -> dict[tuple[int, int], list[Value]]:
    found: dict[tuple[int, int], list[Value]] = {}
    for table in (TextValue, NumberValue):
        numbers = [field.pk for field in fields if type_of(field).table is table]
        if not numbers:
            continue
        order = ("field", "record", "slot") if table is NumberValue else ("field", "record")
        for start in range(0, len(ids), BATCH):
            asked = table.objects.filter(field__in=numbers, record__in=ids[start : start + BATCH])
            for row in asked.order_by(*order):
                found.setdefault((row.record, row.field_id), []).append(row)
    return found


def _load_files(rows: Mapping[tuple[int, int], list[Value]], fields: Sequence[Field]) -> None:
    """Give fields of files what their rows point at, in one query for all."""
    holders = {field.pk: field for field in fields if field.type == FieldType.FILE}
    numbers = {row.number for key, group in rows.items() if key[1] in holders for row in group}  # type: ignore[union-attr]
    if numbers:
        known = StoredFile.objects.in_bulk(numbers)
        for field in holders.values():
            field.stored_files = known  # type: ignore[attr-defined]
