"""Pages of a list by the place where the last one ended: the millionth row opens as the first does."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, DateTimeField, Exists, IntegerField, Model, OuterRef, Q
from django.utils.dateparse import parse_datetime

from setpoint.platform.fields.types import type_of
from setpoint.platform.lists.columns import Order, Rows
from setpoint.platform.lists.finding import Search

SIZE = 50
LARGEST = 2**63 - 1
Found = tuple[Any, int]


@dataclass(frozen=True)
class Page:
    """The numbers of a page's records in their order; `after` and `before` ask for its neighbours, "" at an end."""

    ids: list[int]
    after: str = ""
    before: str = ""


@dataclass(frozen=True)
class _Place:
    """The row after which a page begins: what it says in the order, None for nothing, and its number."""

    value: Any
    number: int


def page_of(search: Search, order: Order, *, after: str = "", before: str = "", size: int = SIZE) -> Page:
    """Return a page after the place `after`, or the one that ends at `before`; an unreadable place is the beginning.

    Rows without a value come last whichever way the list is sorted; equal ones go by their numbers.
    """
    back = bool(before)
    place = _read(before or after, order, search.rows.model)
    if place is not None and place.value is None and not (order.by_number or _may_be_empty(search, order)):
        place = None
    # a page read backwards is the page of the contrary order, turned round
    found = _gather(search, order, place, back=back, size=size + 1)
    more = len(found) > size
    found = found[:size]
    if back:
        found.reverse()
    if not found:
        return Page([])
    first, last = _write(found[0]), _write(found[-1])
    has_before = more if back else place is not None
    return Page([number for _value, number in found], last if more or back else "", first if has_before else "")


def _gather(search: Search, order: Order, place: _Place | None, *, back: bool, size: int) -> list[Found]:
    if search.few is not None:
        return _sorted(_values(search, order, search.few), order, place, back=back)[:size]
    walks = [_walk_valued, _walk_without] if _may_be_empty(search, order) else [_walk_valued]
    if back:
        walks.reverse()
    if place is not None and len(walks) > 1:
        beyond = walks.index(_walk_without if place.value is None else _walk_valued)
        walks = walks[beyond:]
    found: list[Found] = []
    for number, walk in enumerate(walks):
        start = place if number == 0 else None
        if len(found) < size:
            found += walk(search, order, start, back, size - len(found))
    return found


def _values(search: Search, order: Order, few: Rows) -> list[Found]:
    """Return the sort values of the few records that fit."""
    if order.field is None and not order.by_number:
        # an empty text is no value
        return [(None if value == "" else value, number) for value, number in search.gathered(few, order.path)]
    fitting = [number for _number, number in search.gathered(few, "pk")]
    if order.field is None:
        return [(None, number) for number in fitting]
    said = dict(_of_field(order).filter(record__in=fitting).values_list("record", _column_of(order)))
    return [(said.get(number), number) for number in fitting]


def _sorted(found: list[Found], order: Order, place: _Place | None, *, back: bool) -> list[Found]:
    valued = sorted((one for one in found if one[0] is not None), reverse=order.descending)
    without = sorted((one for one in found if one[0] is None), reverse=order.descending)
    rows = valued + without
    if place is not None:
        where = (place.value, place.number)
        rows = [one for one in rows if _is_beyond(one, where, order, back=back)]
    return rows[::-1] if back else rows


def _is_beyond(one: Found, place: Found, order: Order, *, back: bool) -> bool:
    if one == place:
        return False
    if (one[0] is None) != (place[0] is None):
        # without a value: last
        return (one[0] is None) != back
    return (one > place) != (order.descending != back)


def _walk_valued(search: Search, order: Order, place: _Place | None, back: bool, size: int) -> list[Found]:  # noqa: FBT001 - as its sister
    down = order.descending != back
    sign = "-" if down else ""
    if order.field is not None:
        column, number = _column_of(order), "record"
        rows = _of_field(order)
        # what records without rights, or gone, said is passed over
        rows = rows.filter(Exists(search.checked.filter(pk=OuterRef("record"))))
    else:
        column, number = order.path, "pk"
        rows = search.checked
        if column != "pk":
            rows = rows.filter(_something(search, order))
    if place is not None:
        rows = rows.filter(_beyond(column, number, place, down=down))
    rows = rows.order_by(*([f"{sign}{column}"] if column != "pk" else []), f"{sign}{number}")
    if column == "pk":
        return [(None, pk) for pk in rows.values_list("pk", flat=True)[:size]]
    return list(rows.values_list(column, number)[:size])


def _walk_without(search: Search, order: Order, place: _Place | None, back: bool, size: int) -> list[Found]:  # noqa: FBT001 - as its sister
    down = order.descending != back
    rows = search.checked
    if order.field is not None:
        rows = rows.filter(~Exists(_of_field(order).filter(record=OuterRef("pk"))))
    else:
        rows = rows.filter(_nothing(order, search.rows.model._meta.get_field(order.path)))
    if place is not None:
        rows = rows.filter(**{f"pk__{'lt' if down else 'gt'}": place.number})
    numbers = rows.order_by("-pk" if down else "pk").values_list("pk", flat=True)
    return [(None, pk) for pk in numbers[:size]]


def _something(search: Search, order: Order) -> Q:
    """Return the condition that a row says something in the order, as one range of its index."""
    column = search.rows.model._meta.get_field(order.path)
    if column.null:
        return Q(**{f"{order.path}__isnull": False})
    return Q(**{f"{order.path}__gt": ""}) if _may_be_empty(search, order) else Q()


def _nothing(order: Order, column: Any) -> Q:
    return Q(**{f"{order.path}__isnull": True}) if column.null else Q(**{order.path: ""})


def _may_be_empty(search: Search, order: Order) -> bool:
    if order.field is not None:
        return True
    if order.by_number:
        return False
    column = search.rows.model._meta.get_field(order.path)
    return column.null or (isinstance(column, CharField) and column.blank)


def _column_of(order: Order) -> str:
    return type_of(order.field).column if order.field is not None else order.path


def _of_field(order: Order) -> Rows:
    if order.field is None:
        raise ValueError(order.path)
    rows: Rows = type_of(order.field).table.objects.filter(field=order.field)
    return rows.filter(slot=0) if _column_of(order) == "number" else rows


def _beyond(column: str, number: str, place: _Place, *, down: bool) -> Q:
    side = "lt" if down else "gt"
    if column == "pk":
        return Q(**{f"pk__{side}": place.number})
    # the first condition alone bounds the walk: one range of the index
    return Q(**{f"{column}__{side}e": place.value}) & (
        Q(**{f"{column}__{side}": place.value}) | Q(**{f"{number}__{side}": place.number})
    )


def _write(found: Found) -> str:
    value, number = found
    if isinstance(value, datetime):
        value = value.isoformat()
    return f"{'' if value is None else f'v{value}'}~{number}"


def _read(text: str, order: Order, model: type[Model]) -> _Place | None:
    """Read a place; None where it is none of this order."""
    value, _sign, number = text.rpartition("~")
    if not (number.isascii() and number.isdigit()) or int(number[:20]) > LARGEST:
        return None
    if not value:
        return _Place(None, int(number))
    known = _known(value[1:], order, model)
    return None if known is None else _Place(known, int(number))


def _known(text: str, order: Order, model: type[Model]) -> Any:
    if order.by_number or "\x00" in text:
        return None
    column = None if order.field is not None else model._meta.get_field(order.path)
    if isinstance(column, DateTimeField):
        try:
            moment = parse_datetime(text)
        except ValueError:
            return None
        return moment if moment is not None and moment.tzinfo is not None else None
    whole = isinstance(column, IntegerField) if column else order.field is not None and _column_of(order) == "number"
    if not whole:
        return text
    fits = text.isascii() and text.removeprefix("-").isdigit() and abs(int(text[:21])) <= LARGEST
    return int(text) if fits else None
