"""What a card says, field by field, as JSON: of a card that stands, or of one that was merged."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Field as Column
from django.db.models import ForeignKey, Model

from setpoint.domains.customers.models import Merge, Party
from setpoint.domains.customers.permissions import KIND
from setpoint.journal.aliases import canonical
from setpoint.kernel.folding import fold
from setpoint.platform.fields.forgetting import forget_records
from setpoint.platform.fields.models import Field, FieldType, NumberValue, TextValue

OF_FIELD = "f."
# kept by operations from rows of the card, or never another's
KEPT = frozenset(("id", "folded", "kind", "created_at", "email", "phone", "employer", "importance", "stage"))
CHOSEN = tuple(column.name for column in Party._meta.concrete_fields if column.name not in KEPT)
Card = dict[str, Any]
_TABLES: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (TextValue, ("value", "folded", "unique")),
    (NumberValue, ("slot", "number", "currency", "unique")),
)


def card_of(party: Party) -> Card:
    """Return every column of a party, and its values in fields of the administrator under "f.<number>"."""
    card: Card = {column.attname: _plain(getattr(party, column.attname)) for column in Party._meta.concrete_fields}
    return card | of_fields(party.pk)


def of_fields(party: int) -> Card:
    """Return the rows of values of a party, by field."""
    numbers = list(Field.objects.filter(kind=KIND).exclude(type=FieldType.FORMULA).values_list("pk", flat=True))
    found: Card = {}
    for table, columns in _TABLES if numbers else ():
        rows = table._default_manager.filter(field__in=numbers, record=party).order_by("pk")  # noqa: SLF001 - Django's name
        for number, *values in rows.values_list("field", *columns):
            found.setdefault(f"{OF_FIELD}{number}", []).append(dict(zip(columns, values, strict=True)))
    return found


def said(card: Mapping[str, Any], key: str) -> Any:
    """Return what a card says in a field; None, "" and [] are nothing."""
    return card.get(key if key.startswith(OF_FIELD) else _column(key).attname)


def put(card: Card, key: str, value: Any) -> None:
    """Let a card that is not in its table say something."""
    card[key if key.startswith(OF_FIELD) else _column(key).attname] = value


def write(party: int, values: Mapping[str, Any]) -> None:
    """Let a party that stands say something; what no longer exists is nothing."""
    columns = {_column(key).attname: value for key, value in values.items() if not key.startswith(OF_FIELD)}
    columns = {name: _standing(name, value) for name, value in columns.items()}
    if "name" in columns:
        columns["folded"] = fold(columns["name"])
    if columns:
        Party.objects.filter(pk=party).update(**columns)
    for key, rows in values.items():
        if key.startswith(OF_FIELD):
            _write_rows(party, int(key.removeprefix(OF_FIELD)), rows or [])


def restore(card: Mapping[str, Any]) -> Party:
    """Bring a card back into its table, under its number."""
    columns = {column.attname: card.get(column.attname) for column in Party._meta.concrete_fields}
    known = {name: _standing(name, value) for name, value in columns.items() if value is not None}
    party = Party(**{name: _read(name, value) for name, value in known.items()})
    if party.external_id and Party.objects.filter(external_id=party.external_id).exists():
        party.external_id = ""
    party.save(force_insert=True)
    for key, rows in card.items():
        if key.startswith(OF_FIELD):
            _write_rows(party.pk, int(key.removeprefix(OF_FIELD)), rows)
    return party


def take_away(party: Party) -> None:
    """Delete the row of a merged party; everything that pointed at it has been moved."""
    forget_records(KIND, [party.pk])
    Party.objects.filter(pk=party.pk).delete()


def state_of(party: int) -> Merge | None:
    """Return the merge that holds the card of a party that is not in its table now."""
    return Merge.objects.filter(loser=party, undone_at__isnull=True).first()


def _write_rows(party: int, field: int, rows: list[dict[str, Any]]) -> None:
    for table in (TextValue, NumberValue):
        table.objects.filter(field=field, record=party).delete()
    if not rows or not Field.objects.filter(pk=field).exists():
        return
    model = TextValue if "value" in rows[0] else NumberValue
    taken = "folded" if model is TextValue else "number"
    for row in rows:
        there = model.objects.filter(field=field, unique=True, **{taken: row[taken]})
        if not (row["unique"] and there.exists()):
            model.objects.create(field_id=field, record=party, **row)


def _column(name: str) -> "Column[Any, Any]":
    return Party._meta.get_field(name)  # type: ignore[return-value] # a concrete one


def _standing(name: str, value: Any) -> Any:
    """Return a value; of a record that is gone, nothing, and of one that was merged, what it is now."""
    column = next(one for one in Party._meta.concrete_fields if one.attname == name)
    if not isinstance(column, ForeignKey) or value is None:
        return value
    if column.related_model is Party:
        value = canonical(KIND, value)
    there = column.related_model._default_manager.filter(pk=value).exists()  # noqa: SLF001 - Django's name
    return value if there else None


def _read(name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if name == "created_at" else value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value
