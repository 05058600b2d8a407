"""Writing what records say in their fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.kernel import facts
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.bulk import insert
from setpoint.kernel.clock import company_now
from setpoint.kernel.field_rights import require_writable
from setpoint.kernel.permissions import require_still
from setpoint.kernel.refs import Ref
from setpoint.platform.fields.kinds import Belonging, kind_of
from setpoint.platform.fields.models import Field, FieldType, NumberValue, TextValue
from setpoint.platform.fields.reading import BATCH, SIGN, Values, fields_of, values_of
from setpoint.platform.fields.record import FieldsFilled
from setpoint.platform.fields.requiring import must_be_filled, required_in, states_by_id
from setpoint.platform.fields.types import type_of
from setpoint.platform.fields.types.base import Table

Given = Mapping[int, Mapping[str, Any]]


@dataclass
class _Change:
    """What a record said and says, by field; only where that differs."""

    record: int
    old: Values
    new: Values
    fields: dict[str, Field] = field(default_factory=dict)


@transaction.atomic
def fill_many(kind: str, given: Given, *, by: Actor, at: datetime | None = None, created: bool = False) -> list[int]:
    """Let records say something in their fields: record -> key -> value, None empties. Return those that changed.

    `created`: the caller has just created the records and answers for the right. ValidationError names the field;
    PermissionDenied where a record is beyond the actor's right. A value that is there already writes nothing.
    """
    if not any(given.values()):
        return []
    declared = {one.key: one for one in fields_of(kind)}
    _refuse_unknown(declared, given)
    if not created:
        _lock(kind, list(given), by)
    used = [declared[key] for key in dict.fromkeys(key for said in given.values() for key in said)]
    before = {record: {} for record in given} if created else values_of(kind, list(given), used)
    changes = [change for record, said in given.items() if (change := _change(record, before[record], said, declared))]
    require_writable(by, kind, {SIGN + key for change in changes for key in change.new})
    for change in changes:
        for key, value in change.new.items():
            _checked(declared[key], value, by)
    _refuse_emptying(kind, changes, declared)
    for one in used:
        _replace(one, {change.record: change.new[one.key] for change in changes if one.key in change.new})
    if not created:
        require_still(by, kind_of(kind).rows(SYSTEM, "change"), kind, "change", [change.record for change in changes])
    _tell(kind, changes, by, at or company_now())
    return [change.record for change in changes]


def fill(kind: str, record: int, values: Mapping[str, Any], *, by: Actor) -> bool:
    """Let one record say something; return whether anything changed."""
    return bool(fill_many(kind, {record: values}, by=by))


def read_texts(fields: Sequence[Field], texts: Mapping[str, str]) -> Values:
    """Turn texts by key into values, empty ones into None. ValidationError has every field that is wrong."""
    known = {one.key: one for one in fields}
    values: Values = {}
    wrong: dict[str, list[str]] = {}
    for key, text in texts.items():
        try:
            values[key] = type_of(known[key]).read(known[key], text) if text.strip() else None
        except ValidationError as refusal:
            wrong[key] = refusal.messages
    if wrong:
        raise ValidationError(wrong)
    return values


def _refuse_unknown(declared: Mapping[str, Field], given: Given) -> None:
    asked = {key for said in given.values() for key in said}
    wrong = {key: _("There is no such field.") for key in asked - declared.keys()}
    wrong |= {
        key: _("A formula is computed, not written.")
        for key in asked & declared.keys()
        if declared[key].type == FieldType.FORMULA
    }
    if wrong:
        raise ValidationError(wrong)


def _lock(kind: str, ids: Sequence[int], by: Actor) -> None:
    rows = kind_of(kind).rows(by, "change").select_for_update(of=("self",)).order_by("pk")
    found: set[int] = set()
    for start in range(0, len(ids), BATCH):
        found |= set(rows.filter(pk__in=ids[start : start + BATCH]).values_list("pk", flat=True))
    if by.view_only or found != set(ids):
        raise PermissionDenied(_("You have no right to do this. Ask your administrator or the head of your team."))


def _change(record: int, before: Values, said: Mapping[str, Any], declared: Mapping[str, Field]) -> _Change | None:
    new = {key: None if value in ((), "") else value for key, value in said.items()}
    new = {key: value for key, value in new.items() if value != before.get(key)}
    return (
        _Change(record, {key: before.get(key) for key in new}, new, {key: declared[key] for key in new})
        if new
        else None
    )


def _checked(one: Field, value: Any, by: Actor) -> None:
    if value is None:
        return
    try:
        type_of(one).check(one, value, by)
    except ValidationError as refusal:
        raise ValidationError({one.key: refusal.messages}) from refusal


def _refuse_emptying(kind: str, changes: Sequence[_Change], declared: Mapping[str, Field]) -> None:
    """Refuse to empty what the state of the record asks for."""
    emptied = [change for change in changes if any(value is None for value in change.new.values())]
    if not any(declared[key].required_from is not None for change in emptied for key in change.new):
        return
    found = kind_of(kind)
    states, now = states_by_id(found), found.states_of([change.record for change in emptied])
    for change in emptied:
        for key, value in change.new.items():
            if value is None and required_in(declared[key], now.get(change.record), states):
                raise ValidationError({key: must_be_filled(declared[key])})


def _replace(one: Field, values: Mapping[int, Any]) -> None:
    """Put rows in the place of those that were there."""
    if not values:
        return
    declared, records = type_of(one), list(values)
    table: Table = declared.table
    for start in range(0, len(records), BATCH):
        table.objects.filter(field=one, record__in=records[start : start + BATCH]).delete()
    rows = [
        {"record": record} | row
        for record, value in values.items()
        if value is not None
        for row in _encoded(one, value)
    ]
    if one.unique:
        _refuse_taken(one, rows)
    write_rows(one, rows)


def _encoded(one: Field, value: Any) -> list[dict[str, Any]]:
    try:
        return type_of(one).encode(one, value)
    except ValidationError as refusal:
        raise ValidationError({one.key: refusal.messages}) from refusal


def write_rows(one: Field, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of values; each names its record."""
    columns: dict[str, list[Any]] = {"field_id": [one.pk] * len(rows), "unique": [one.unique] * len(rows)}
    if type_of(one).table is TextValue:
        names: dict[str, Any] = {"record": None, "value": None, "folded": None}
        insert(TextValue, columns | {name: [row[name] for row in rows] for name in names})
    else:
        defaults = {"record": None, "slot": 0, "number": None, "currency": ""}
        insert(
            NumberValue, columns | {name: [row.get(name, other) for row in rows] for name, other in defaults.items()}
        )


def _refuse_taken(one: Field, rows: Sequence[Mapping[str, Any]]) -> None:
    declared = type_of(one)
    wanted = [row[declared.column] for row in rows]
    taken = set(wanted) if len(set(wanted)) < len(wanted) else set()
    for start in range(0, len(wanted), BATCH):
        there = declared.table.objects.filter(field=one, **{f"{declared.column}__in": wanted[start : start + BATCH]})
        taken |= set(there.values_list(declared.column, flat=True))
    if taken:
        raise ValidationError(
            {one.key: _("Another record says the same in “%(name)s”, which is unique.") % {"name": one}}
        )


def _tell(kind: str, changes: Sequence[_Change], by: Actor, at: datetime) -> None:
    belongs = kind_of(kind).belongs([change.record for change in changes])
    facts.emit_many([_fact(kind, change, belongs.get(change.record, Belonging()), by, at) for change in changes])


def _fact(kind: str, change: _Change, belongs: Belonging, by: Actor, at: datetime) -> facts.NewFact:
    pairs: dict[str, list[Any]] = {}
    labels: dict[str, dict[str, str]] = {}
    for key, one in change.fields.items():
        both = (change.old[key], change.new[key])
        pairs[key] = [None if value is None else type_of(one).plain(one, value) for value in both]
        labels[key] = one.names
        chosen = [value for value in both if value is not None and one.type in (FieldType.CHOICE, FieldType.CHOICES)]
        for value in chosen:
            for choice in value if isinstance(value, tuple) else (value,):
                labels[f"{key}.{choice.key}"] = choice.names
    private = {key: pair for key, pair in pairs.items() if change.fields[key].personal}
    names = ", ".join(f"“{one}”" for one in change.fields.values())
    return facts.NewFact(
        FieldsFilled(names, labels, private),
        about=Ref(kind, change.record),
        by=by,
        occurred_at=at,
        customer=belongs.customer,
        person=belongs.person,
        changes={key: pair for key, pair in pairs.items() if key not in private},
    )
