"""Records as JSON: what their columns say, as programs want it, within the rights of whoever asks."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from setpoint.api.resources.base import Resource, resource_of
from setpoint.api.schemas import is_link
from setpoint.kernel.actors import Actor
from setpoint.kernel.field_rights import veil
from setpoint.kernel.money import Money
from setpoint.kernel.permissions import visible_to
from setpoint.platform.fields.reading import plain_of, values_of
from setpoint.platform.lists.columns import Column, Native, OfField
from setpoint.platform.lists.kinds import ListKind, columns_of, list_of
from setpoint.platform.lists.showing import joined

FIELDS = "fields"
Json = dict[str, Any]


def chosen(kind: ListKind, fields: str, by: Actor) -> dict[str, Column]:
    """Return the columns that are wanted, all where none are named. ValidationError for one that is not there."""
    every = columns_of(kind, by)
    shown = {key: column for key, column in every.items() if not (isinstance(column, Native) and column.hidden)}
    wanted = [part.strip() for part in fields.split(",") if part.strip()]
    if not wanted:
        return shown
    found: dict[str, Column] = {}
    for key in wanted:
        if key == FIELDS:
            found |= {name: column for name, column in shown.items() if isinstance(column, OfField)}
        elif key in shown:
            found[key] = shown[key]
        elif key != "id":
            raise ValidationError({FIELDS: _("There is no column “%(name)s”.") % {"name": key[:60]}})
    return found


def represent(resource: Resource, ids: Sequence[int], columns: Mapping[str, Column], by: Actor) -> list[Json]:
    """Return records by their numbers, in that order, in a number of queries that does not grow with them."""
    kind = list_of(resource.kind)
    rows = joined(visible_to(by, resource.kind), list(columns.values())).in_bulk(ids)
    found = veil(by, resource.kind, [rows[pk] for pk in ids if pk in rows])
    natives = [column for column in columns.values() if isinstance(column, Native)]
    of_fields = [column.field for column in columns.values() if isinstance(column, OfField)]
    said = values_of(kind.kind, [row.pk for row in found], of_fields) if of_fields else {}
    loads = {column.load for column in natives if column.load is not None}
    loaded = {load: load(by, found) for load in loads} if found else {}
    return [
        {"id": row.pk}
        | {column.key: _value(resource, column, row, loaded) for column in natives}
        | ({FIELDS: plain_of(of_fields, said.get(row.pk, {}))} if of_fields else {})
        for row in found
    ]


def expand(resource: Resource, records: Sequence[Json], links: str, by: Actor) -> None:
    """Put the records behind links into them, in a few queries for each link. ValidationError for no link."""
    for key in [part.strip() for part in links.split(",") if part.strip()]:
        column = next((one for one in list_of(resource.kind).natives if one.key == key and is_link(one)), None)
        behind = resource_of(resource.links.get(key, "")) if column is not None else None
        if behind is None:
            raise ValidationError({"expand": _("“%(name)s” leads to nothing that could be told.") % {"name": key[:60]}})
        ids = sorted({record[key]["id"] for record in records if record.get(key)})
        columns = chosen(list_of(behind.kind), "", by)
        told = {one["id"]: one for one in represent(behind, ids, columns, by)}
        for record in records:
            if record.get(key):
                record[key]["record"] = told.get(record[key]["id"])


def etag_of(record: Json) -> str:
    """Return the mark of what a record says: another one where anything that its reader sees has changed."""
    return f'"{hashlib.sha256(orjson.dumps(record, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]}"'


def _value(resource: Resource, column: Native, row: Any, loaded: Mapping[Any, Mapping[int, Any]]) -> Any:
    shown = resource.shown.get(column.key)
    source = row if column.load is None else loaded[column.load].get(row.pk)
    if source is None or (shown is None and column.value is None):
        return None
    value = shown(row) if shown is not None else column.value(source)  # type: ignore[misc] # one of both is there
    if is_link(column):
        return _link(resource, column, row, value)
    return plain(value)


def _link(resource: Resource, column: Native, row: Any, name: Any) -> Json | None:
    ref = column.ref(row) if column.ref else None
    number = ref.id if ref else getattr(row, f"{column.path}_id", None) if column.path.isidentifier() else None
    if number is None or name in (None, ""):
        return None
    return {"id": number, "name": str(name), "kind": ref.kind if ref else resource.links.get(column.key)}


def plain(value: Any) -> Any:
    """Return a value as JSON says it."""
    match value:
        case Money():
            return {"amount": str(value.amount), "currency": value.currency}
        case list() | tuple():
            return [plain(one) for one in value]
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date() | Decimal():
            return str(value)
        case bool() | int() | None:
            return value
    return str(value) or None
