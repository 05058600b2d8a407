"""Many changes in one call: all or none, or each for itself, in sets."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import ValidationError as InvalidError

from setpoint.api.problems import RefusedError, wrong_values
from setpoint.api.resources.base import Resource, Values, Writer
from setpoint.api.schemas import Bulk, BulkRow
from setpoint.domains.exchange.operations import external_keys
from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import visible_to

CHUNK = 500
Errors = list[tuple[str, str]]


@dataclass
class _Row:
    """A row on its way: the record it means, the values read, what is wrong with it."""

    index: int
    asked: BulkRow
    record: int | None = None
    values: Values = field(default_factory=dict)
    errors: Errors = field(default_factory=list)
    made: bool = False

    def outcome(self) -> dict[str, Any]:
        status = "failed" if self.errors else "created" if self.made else "changed"
        wrong = [{"path": path, "message": message} for path, message in self.errors]
        return {"index": self.index, "status": status, "id": self.record, "errors": wrong}


def change_many(resource: Resource, given: Bulk, by: Actor, *, most: int) -> dict[str, Any]:
    """Make the changes; return what became of each row. RefusedError where all were to be made and one is wrong."""
    if len(given.rows) > most:
        told = _("A bulk call has at most %(most)s rows.") % {"most": most}
        raise RefusedError(413, told, [("body.rows", told)])
    rows = [_Row(index, asked) for index, asked in enumerate(given.rows)]
    _find(resource, rows, by)
    for row in rows:
        _read(resource, row)
    _refuse_twice(rows)
    if given.mode == "atomic":
        _refuse(rows)
    sound = [row for row in rows if not row.errors]
    for start in range(0, len(sound), CHUNK):
        _write(resource, sound[start : start + CHUNK], by)
    if given.mode == "atomic":
        _refuse(rows)
    failed = sum(bool(row.errors) for row in rows)
    outcomes = [row.outcome() for row in rows]
    return {"mode": given.mode, "done": len(rows) - failed, "failed": failed, "rows": outcomes}


def _find(resource: Resource, rows: Sequence[_Row], by: Actor) -> None:
    """Find the records that rows mean, by their numbers and by the keys of other systems."""
    known: dict[tuple[str, str], int] = {}
    for system, keys in _by_system(rows).items():
        found = external_keys.records_of(resource.kind, system, keys)
        known |= {(system, key): record for key, record in found.items()}
    for row in rows:
        external = row.asked.external
        row.record = row.asked.id or (known.get((external.system, external.key)) if external else None)
        row.made = row.asked.op == "create" or (row.asked.op == "upsert" and row.record is None)
        if row.asked.op == "create" and row.record is not None:
            row.errors.append(("external", _("There is a record of this key already.")))
        if row.asked.op == "update" and row.record is None:
            row.errors.append(("id", _("Say which record is to be changed: by its number or a known external key.")))
        if row.asked.op == "upsert" and external is None:
            row.errors.append(("external", _("An upsert needs the key by which the other system names the record.")))
    seen = _seen(resource, [row.record for row in rows if row.record is not None and not row.made], by)
    for row in rows:
        if not row.errors and not row.made and row.record not in seen:
            row.errors.append(("id", _("There is no such record, or you do not see it.")))


def _by_system(rows: Sequence[_Row]) -> dict[str, dict[str, _Row]]:
    """Return the rows that other systems name: system → key → row."""
    found: dict[str, dict[str, _Row]] = {}
    for row in rows:
        if row.asked.external:
            found.setdefault(row.asked.external.system, {})[row.asked.external.key] = row
    return found


def _seen(resource: Resource, ids: Sequence[int], by: Actor) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(ids), CHUNK):
        rows = visible_to(by, resource.kind).filter(pk__in=ids[start : start + CHUNK])
        found |= set(rows.values_list("pk", flat=True))
    return found


def _read(resource: Resource, row: _Row) -> None:
    shape = resource.create if row.made else resource.change
    if shape is None:
        row.errors.append(("op", _("This cannot be done with such records.")))
        return
    try:
        row.values = values_of(shape.model_validate(row.asked.values))
    except InvalidError as error:
        row.errors += [(".".join(["values", *map(str, one["loc"])]), one["msg"]) for one in error.errors()]


def values_of(body: Schema) -> Values:
    """Return what a body says, without what it leaves out."""
    return body.model_dump(exclude_unset=True)


def _refuse_twice(rows: Sequence[_Row]) -> None:
    """Refuse a second row about the same record: the order of a set says nothing."""
    met: set[Any] = set()
    for row in rows:
        external = row.asked.external
        names: set[Any] = {("id", row.record)} if row.record is not None else set()
        names |= {(external.system, external.key)} if external else set()
        if names & met:
            row.errors.append(("", _("Another row of this call speaks of the same record.")))
        met |= names


def _write(resource: Resource, rows: Sequence[_Row], by: Actor) -> None:
    """Write rows in a set; where that is refused, halves of it, until the row that is wrong stands alone."""
    if not rows or resource.writer is None:
        return
    try:
        with transaction.atomic():
            _write_set(resource, resource.writer, rows, by)
    except (ValidationError, PermissionDenied) as refusal:
        for row in rows:
            row.record = None if row.made else row.record
        if len(rows) == 1:
            told = [("", str(refusal))] if isinstance(refusal, PermissionDenied) else wrong_values(refusal, "values")
            rows[0].errors += told
            return
        half = len(rows) // 2
        _write(resource, rows[:half], by)
        _write(resource, rows[half:], by)


def _write_set(resource: Resource, writer: Writer, rows: Sequence[_Row], by: Actor) -> None:
    new = [row for row in rows if row.made]
    for row, number in zip(new, writer.create([row.values for row in new], by) if new else (), strict=True):
        row.record = number
    for system, named in _by_system(new).items():
        external_keys.keep(resource.kind, system, {key: row.record for key, row in named.items() if row.record})
    old = {row.record: row.values for row in rows if not row.made and row.record is not None}
    if old:
        writer.change(old, by)


def _refuse(rows: Sequence[_Row]) -> None:
    wrong: Errors = [
        (f"body.rows.{row.index}{'.' if path else ''}{path}", message) for row in rows for path, message in row.errors
    ]
    if wrong:
        count = sum(bool(row.errors) for row in rows)
        told = _("Nothing was changed. Rows that are wrong: %(count)s.") % {"count": count}
        raise RefusedError(422, told, wrong)
