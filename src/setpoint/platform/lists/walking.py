"""Walks through a list in its order, from a place on, by an index that holds the order."""

from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from setpoint.platform.fields.types import type_of
from setpoint.platform.lists.columns import Order, Rows
from setpoint.platform.lists.finding import Search
from setpoint.platform.lists.members import among
from setpoint.platform.lists.places import Found, Place, column_of, group_model

# so many of all that a text may mean are met soon on a walk; fewer are better sorted
MANY, WINDOWS = 50_000, (500, 10_000)
# rows of several records in the order that are read at once
TOGETHER = 1000


def walk_valued(search: Search, order: Order, place: Place | None, *, back: bool, size: int) -> list[Found]:
    """Return the next rows that say something in the order."""
    if order.labels:
        return _walk_groups(search, order, place, back=back, size=size)
    down = order.descending != back
    column, number, rows = column_of(order), "pk", search.checked
    if order.field is not None:
        number, rows = "record", of_field(order)
        # what records without rights, or gone, said is passed over
        rows = rows.filter(Exists(search.checked.filter(pk=OuterRef("record"))))
    elif not order.by_number:
        rows = rows.filter(_something(search, order))
    if place is not None:
        rows = rows.filter(_beyond(column, number, place, down=down))
    return _taken(search, rows, column, number, down=down, size=size)


def walk_without(search: Search, order: Order, place: Place | None, *, back: bool, size: int) -> list[Found]:
    """Return the next rows that say nothing in the order, by their numbers."""
    down = order.descending != back
    rows = search.checked
    if order.field is not None:
        rows = rows.filter(~Exists(of_field(order).filter(record=OuterRef("pk"))))
    else:
        rows = rows.filter(_nothing(order, search.rows.model._meta.get_field(order.path)))
    if place is not None:
        rows = rows.filter(**{f"pk__{'lt' if down else 'gt'}": place.number})
    return _taken(search, rows, "pk", "pk", down=down, size=size)


def may_be_empty(search: Search, order: Order) -> bool:
    """Whether a row may say nothing in the order."""
    if order.field is not None:
        return True
    if order.by_number:
        return False
    column = search.rows.model._meta.get_field(order.path)
    return bool(column.null) or (isinstance(column, CharField) and column.blank)


def of_field(order: Order) -> Rows:
    """Return the values of the field of an order."""
    if order.field is None:
        raise ValueError(order.path)
    rows: Rows = type_of(order.field).table.objects.filter(field=order.field)
    return rows.filter(slot=0) if column_of(order) == "number" else rows


def _taken(search: Search, rows: Rows, column: str, number: str, *, down: bool, size: int) -> list[Found]:
    """Return the first of `rows` in the order; of those that a text may mean where one is asked."""
    sign = "-" if down else ""
    by_number = column == "pk"
    walked = rows.order_by(*([] if by_number else [f"{sign}{column}"]), f"{sign}{number}").values_list(column, number)
    found = list(walked[:size]) if search.found is None else _met(search, walked, size)
    if found is None and search.found is not None:
        # what an index does not hold is sorted: they are few, or lie together at the far end of the order
        order = Coalesce(column, column)
        those = rows.filter(among(search.found, number)).order_by(order.desc() if down else order, f"{sign}{number}")
        found = list(those.values_list(column, number)[:size])
    found = found or []
    return [(None, each) for _number, each in found] if by_number else found


def _met(search: Search, walked: Rows, size: int) -> list[Found] | None:
    """Return what a text may mean as it is met on a walk; None where a walk of some thousands does not tell."""
    for window in WINDOWS if search.found is not None and len(search.found) > MANY else ():
        rows = list(walked[:window])
        met = search.kept(rows)[:size]
        if len(met) == size or len(rows) < window:
            return met
    return None


def _walk_groups(search: Search, order: Order, place: Place | None, *, back: bool, size: int) -> list[Found]:
    """Return the next rows by the records that a link leads to: one such record after the other, in their order."""
    down = order.descending != back
    sign, side = ("-", "lt") if down else ("", "gt")
    rows = search.checked if search.found is None else search.checked.filter(among(search.found))
    groups: Rows = QuerySet(group_model(order, search.rows.model))
    groups = groups.filter(Exists(rows.filter(**{order.path: OuterRef("pk")})))
    found: list[Found] = []
    if place is not None:
        rest = rows.filter(**{order.path: place.value[-1], f"pk__{side}": place.number})
        found = _of_group(rest, place.value, sign, size)
        groups = groups.filter(_lies_beyond((*order.labels, "pk"), place.value, side))
    columns = [f"{sign}{label}" for label in (*order.labels, "pk")]
    wanted = list(groups.order_by(*columns).values_list(*order.labels, "pk")[: max(size - len(found), 0)])
    for at, group in enumerate(wanted):
        if len(found) >= size:
            break
        if at == 1 and (several := _of_several(rows, order, wanted[1:], down=down)) is not None:
            return (found + several)[:size]
        found += _of_group(rows.filter(**{order.path: group[-1]}), group, sign, size - len(found))
    return found


def _of_group(rows: Rows, group: Any, sign: str, size: int) -> list[Found]:
    return [(group, number) for number in rows.order_by(f"{sign}pk").values_list("pk", flat=True)[:size]]


def _of_several(rows: Rows, order: Order, groups: list[Any], *, down: bool) -> list[Found] | None:
    """Return the rows of several records at once, None where they are many."""
    there = rows.filter(**{f"{order.path}__in": [group[-1] for group in groups]})
    read = list(there.values_list(order.path, "pk")[: TOGETHER + 1])
    if len(read) > TOGETHER:
        return None
    of = {group[-1]: group for group in groups}
    rank = {group[-1]: at for at, group in enumerate(groups)}
    read.sort(key=lambda row: (rank[row[0]], -row[1] if down else row[1]))
    return [(of[group], number) for group, number in read]


def _lies_beyond(paths: tuple[str, ...], values: Any, side: str) -> Q:
    """Return the condition that the columns, taken one after the other, lie beyond the values."""
    beyond, same = Q(), Q()
    for path, value in zip(paths, values, strict=True):
        beyond |= same & Q(**{f"{path}__{side}": value})
        same &= Q(**{path: value})
    return beyond


def _something(search: Search, order: Order) -> Q:
    """Return the condition that a row says something in the order, as one range of its index."""
    column = search.rows.model._meta.get_field(order.path)
    if column.null:
        return Q(**{f"{order.path}__isnull": False})
    return Q(**{f"{order.path}__gt": ""}) if may_be_empty(search, order) else Q()


def _nothing(order: Order, column: Any) -> Q:
    return Q(**{f"{order.path}__isnull": True}) if column.null else Q(**{order.path: ""})


def _beyond(column: str, number: str, place: Place, *, down: bool) -> Q:
    side = "lt" if down else "gt"
    if column == "pk":
        return Q(**{f"pk__{side}": place.number})
    # the first condition alone bounds the walk: one range of the index
    return Q(**{f"{column}__{side}e": place.value}) & (
        Q(**{f"{column}__{side}": place.value}) | Q(**{f"{number}__{side}": place.number})
    )
