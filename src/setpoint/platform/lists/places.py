"""Places in a list, as an address names them: what a row says in the order, and its number."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, IntegerField, Model, QuerySet
from django.utils.dateparse import parse_datetime

from setpoint.platform.fields.types import type_of
from setpoint.platform.lists.columns import Order, Rows

LARGEST = 2**63 - 1
# what a row says in the order, and its number; of a link what its record says, and last that one's number
Found = tuple[Any, int]


@dataclass(frozen=True)
class Place:
    """The row after which a page begins: what it says in the order, None for nothing, and its number."""

    value: Any
    number: int


def column_of(order: Order) -> str:
    """Return the column that holds the order: that of the table, or of the values of a field."""
    return type_of(order.field).column if order.field is not None else order.path


def group_model(order: Order, model: type[Model]) -> type[Model]:
    """Return the kind of record to which the link of an order by labels leads."""
    related = model._meta.get_field(order.path).related_model
    if not isinstance(related, type):
        raise TypeError(order.path)
    return related


def write(found: Found, order: Order) -> str:
    """Return a place as it stands in an address."""
    value, number = found
    if order.labels and value is not None:
        value = value[-1]
    if isinstance(value, datetime):
        value = value.isoformat()
    return f"{'' if value is None else f'v{value}'}~{number}"


def read(text: str, order: Order, model: type[Model]) -> Place | None:
    """Read a place; None where it is none of this order."""
    value, _sign, number = text.rpartition("~")
    if not (number.isascii() and number.isdigit()) or int(number[:20]) > LARGEST:
        return None
    if not value:
        return Place(None, int(number))
    known = _known(value[1:], order, model)
    return None if known is None else Place(known, int(number))


def _known(text: str, order: Order, model: type[Model]) -> Any:
    if order.by_number or "\x00" in text:
        return None
    if order.labels:
        rows: Rows = QuerySet(group_model(order, model))
        return next(iter(rows.filter(pk=_whole(text)).order_by().values_list(*order.labels, "pk")), None)
    column = None if order.field is not None else model._meta.get_field(order.path)
    if isinstance(column, DateTimeField):
        try:
            moment = parse_datetime(text)
        except ValueError:
            return None
        return moment if moment is not None and moment.tzinfo is not None else None
    whole = isinstance(column, IntegerField) if column else order.field is not None and column_of(order) == "number"
    return _whole(text) if whole else text


def _whole(text: str) -> int | None:
    fits = text.isascii() and text.removeprefix("-").isdigit() and abs(int(text[:21])) <= LARGEST
    return int(text) if fits else None
