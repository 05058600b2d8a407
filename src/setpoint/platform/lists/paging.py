"""Pages of a list by the place where the last one ended: the millionth row opens as the first does."""

from dataclasses import dataclass

from setpoint.platform.lists.columns import Order, Rows
from setpoint.platform.lists.finding import Search
from setpoint.platform.lists.places import Found, Place, column_of, read, write
from setpoint.platform.lists.walking import may_be_empty, of_field, walk_valued, walk_without

SIZE = 50


@dataclass(frozen=True)
class Page:
    """The numbers of a page's records in their order; `after` and `before` ask for its neighbours, "" at an end."""

    ids: list[int]
    after: str = ""
    before: str = ""


def page_of(search: Search, order: Order, *, after: str = "", before: str = "", size: int = SIZE) -> Page:
    """Return a page after the place `after`, or the one that ends at `before`; an unreadable place is the beginning.

    Rows without a value come last whichever way the list is sorted; equal ones go by their numbers.
    """
    back = bool(before)
    place = read(before or after, order, search.rows.model)
    if place is not None and place.value is None and not (order.by_number or may_be_empty(search, order)):
        place = None
    # a page read backwards is the page of the contrary order, turned round
    found = _gather(search, order, place, back=back, size=size + 1)
    more = len(found) > size
    found = found[:size]
    if back:
        found.reverse()
    if not found:
        return Page([])
    first, last = write(found[0], order), write(found[-1], order)
    has_before = more if back else place is not None
    return Page([number for _value, number in found], last if more or back else "", first if has_before else "")


def _gather(search: Search, order: Order, place: Place | None, *, back: bool, size: int) -> list[Found]:
    if search.few is not None:
        return _sorted(_values(search, order, search.few), order, place, back=back)[:size]
    walks = [walk_valued, walk_without] if may_be_empty(search, order) else [walk_valued]
    if back:
        walks.reverse()
    if place is not None and len(walks) > 1:
        beyond = walks.index(walk_without if place.value is None else walk_valued)
        walks = walks[beyond:]
    found: list[Found] = []
    for number, walk in enumerate(walks):
        start = place if number == 0 else None
        if len(found) < size:
            found += walk(search, order, start, back=back, size=size - len(found))
    return found


def _values(search: Search, order: Order, few: Rows) -> list[Found]:
    """Return the sort values of the few records that fit."""
    if order.labels:
        paths = (*(f"{order.path}__{label}" for label in order.labels), order.path)
        return [(None if value[-1] is None else value, number) for value, number in search.gathered(few, *paths)]
    if order.field is None and not order.by_number:
        # an empty text is no value
        return [(None if value == "" else value, number) for value, number in search.gathered(few, order.path)]
    fitting = [number for _number, number in search.gathered(few, "pk")]
    if order.field is None:
        return [(None, number) for number in fitting]
    said = dict(of_field(order).filter(record__in=fitting).values_list("record", column_of(order)))
    return [(said.get(number), number) for number in fitting]


def _sorted(found: list[Found], order: Order, place: Place | None, *, back: bool) -> list[Found]:
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
