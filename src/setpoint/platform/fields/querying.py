"""Lists filtered and sorted by fields: from an index at a million records, on both databases.

Few rows that fit (`FEW`) are sorted; many are found by walking the index of the sort, or of a condition, in order:
among many, the first fifty come soon.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from setpoint.platform.fields.models import Field
from setpoint.platform.fields.storing import is_stored
from setpoint.platform.fields.types import Operator, type_of

FEW = 5000
EMPTY, FILLED = "empty", "filled"
Rows = QuerySet[Any]


@dataclass(frozen=True)
class Condition:
    """What a record must say in a field: an operator of its type with a text, or empty / filled."""

    field: Field
    operator: str
    given: str = ""

    def of_values(self) -> Rows:
        """Return the rows of values that fulfil it; for `EMPTY`, those that do not. ValidationError for nonsense."""
        if not is_stored(self.field):
            raise ValidationError(_("“%(name)s” changes by itself; lists cannot ask for it.") % {"name": self.field})
        declared = type_of(self.field)
        values: Rows = declared.table.objects.filter(field=self.field)
        if self.operator in (EMPTY, FILLED):
            return values
        return values.filter(declared.condition(self.field, self.operator, self.given))

    def of_record(self, path: str) -> Q:
        """Return the condition on rows whose record number stands at `path`."""
        found = Q(Exists(self.of_values().filter(record=OuterRef(path))))
        return ~found if self.operator == EMPTY else found


@dataclass(frozen=True)
class Sort:
    """The order of a list: by what a field says, by number where `field` is None; records without a value last."""

    field: Field | None = None
    descending: bool = False

    @property
    def sign(self) -> str:
        """What stands before a column of the order."""
        return "-" if self.descending else ""


def narrowed(rows: Rows, conditions: Iterable[Condition]) -> Rows:
    """Return the rows that fulfil every condition, for lists sorted by columns of their own, files and counts."""
    conditions = list(conditions)
    few = _few([condition.of_values().values_list("record", flat=True) for condition in _telling(conditions)])
    if few is not None:
        rows = rows.filter(pk__in=few)
    return rows.filter(*(condition.of_record("pk") for condition in conditions))


def page_of(
    rows: Rows, conditions: Sequence[Condition], sort: Sort, *, after: str = "", size: int = 50
) -> tuple[list[int], str]:
    """Return the numbers of `size` records after the place `after`, and the place after them ("" at the end)."""
    rows = rows.order_by().select_related(None)
    sources = [condition.of_values().values_list("record", flat=True) for condition in _telling(conditions)]
    few = _few([*sources, *([rows.values_list("pk", flat=True)] if rows.query.where else [])])
    if few is not None:
        fitting = rows.filter(pk__in=few).filter(*(condition.of_record("pk") for condition in conditions))
        few = list(fitting.values_list("pk", flat=True))
        rows, conditions = rows.filter(pk__in=few), ()
    if sort.field is None:
        return _by_number(rows, conditions, sort, after, size)
    return _by_field(rows, conditions, sort, sort.field, after, size, few)


def _telling(conditions: Iterable[Condition]) -> list[Condition]:
    return [condition for condition in conditions if condition.operator not in (EMPTY, FILLED)]


def _few(sources: Iterable[Rows]) -> list[int] | None:
    """Return the numbers of the first source that has few, None where all have many."""
    for source in sources:
        found = list(source.order_by()[: FEW + 1])
        if len(found) <= FEW:
            return sorted(set(found))
    return None


def _by_number(rows: Rows, conditions: Sequence[Condition], sort: Sort, after: str, size: int) -> tuple[list[int], str]:
    _value, _sign, number = after.rpartition("~")
    side = "lt" if sort.descending else "gt"
    walked = next((one for one in conditions if one.operator == Operator.IS), None)
    if walked is None:
        found = rows.filter(*(condition.of_record("pk") for condition in conditions))
        path = "pk"
    else:
        rest = [condition for condition in conditions if condition is not walked]
        found = walked.of_values().filter(Exists(rows.filter(pk=OuterRef("record"))))
        found = found.filter(*(condition.of_record("record") for condition in rest))
        path = "record"
    if number.isdigit():
        found = found.filter(**{f"{path}__{side}": int(number)})
    ids = list(found.order_by(f"{sort.sign}{path}").values_list(path, flat=True)[: size + 1])
    return ids[:size], f"~{ids[size - 1]}" if len(ids) > size else ""


def _by_field(
    rows: Rows, conditions: Sequence[Condition], sort: Sort, field: Field, after: str, size: int, few: list[int] | None
) -> tuple[list[int], str]:
    value, _sign, number = after.rpartition("~")
    found: list[tuple[Any, int]] = []
    column = type_of(field).column
    if value or not after:
        walked = Condition(field, FILLED).of_values()
        if column == "number":
            walked = walked.filter(slot=0)
        walked = (
            walked.filter(Exists(rows.filter(pk=OuterRef("record")))) if few is None else walked.filter(record__in=few)
        )
        walked = walked.filter(*(condition.of_record("record") for condition in conditions))
        if value and number.isdigit():
            walked = walked.filter(_beyond(sort, column, value, int(number)))
        order = walked.order_by(f"{sort.sign}{column}", f"{sort.sign}record")
        found = list(order.values_list(column, "record")[: size + 1])
    if len(found) <= size:
        start = int(number) if number.isdigit() and not value else None
        found += [(None, record) for record in _without(rows, conditions, sort, field, start, size + 1 - len(found))]
    ids = [record for _value, record in found]
    if len(ids) <= size:
        return ids, ""
    last, record = found[size - 1]
    return ids[:size], f"{'' if last is None else f'v{last}'}~{record}"


def _beyond(sort: Sort, column: str, value: str, number: int) -> Q:
    known: Any = value[1:]
    if column == "number":
        known = int(known) if known.lstrip("-").isdigit() else 0
    side = "lt" if sort.descending else "gt"
    # the first condition alone bounds the walk: one range of the index
    return Q(**{f"{column}__{side}e": known}) & (Q(**{f"{column}__{side}": known}) | Q(**{f"record__{side}": number}))


def _without(
    rows: Rows, conditions: Sequence[Condition], sort: Sort, field: Field, start: int | None, size: int
) -> list[int]:
    rest = rows.filter(Condition(field, EMPTY).of_record("pk"), *(one.of_record("pk") for one in conditions))
    if start is not None:
        rest = rest.filter(**{f"pk__{'lt' if sort.descending else 'gt'}": start})
    return list(rest.order_by(f"{sort.sign}pk").values_list("pk", flat=True)[:size])
