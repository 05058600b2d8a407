"""What an address asks of the fields of a list: columns, conditions, order.

?columns=roof,area shows these, ?f.roof=flat and ?f.area.from=10 narrow, ?sort=-f.area sorts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.platform.fields.models import Field, FieldType
from setpoint.platform.fields.querying import EMPTY, FILLED, Condition, Sort, narrowed
from setpoint.platform.fields.querying import page_of as page_of_fields
from setpoint.platform.fields.reading import fields_of, values_of
from setpoint.platform.fields.storing import is_stored
from setpoint.platform.fields.types import Operator, type_of
from setpoint.web.fields.card import shown
from setpoint.web.paging import Order, Page, page_of

M = TypeVar("M", bound=Model)
SIGN = "f."
WORDS = (Operator.FROM, Operator.TO, Operator.STARTS, Operator.ANY, EMPTY, FILLED)


@dataclass(frozen=True)
class Asked:
    """What is asked, as far as it can be understood; `problems` say what could not."""

    fields: list[Field]
    columns: list[Field]
    conditions: list[Condition]
    sort: Sort | None
    chosen: bool
    problems: list[str] = field(default_factory=list)
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def filters(self) -> list[tuple[Field, dict[str, str]]]:
        """The fields that can narrow, with what is written for them by operator."""
        able = [one for one in self.fields if type_of(one).operators and one.type != FieldType.LINK and is_stored(one)]
        return [(one, {word: self.texts.get(f"{SIGN}{one.key}{dot}", "") for word, dot in _SUFFIXES}) for one in able]

    @property
    def narrows(self) -> bool:
        """Whether anything is asked of fields."""
        return bool(self.conditions or self.problems)

    @property
    def column_keys(self) -> str:
        """The chosen columns as they stand in an address."""
        return ",".join(one.key for one in self.columns)

    @property
    def sorted_by(self) -> str:
        """The key by which the list is sorted, "" where it is by none of these."""
        return self.sort.field.key if self.sort and self.sort.field else ""


_SUFFIXES = (("is_", ""), ("from_", ".from"), ("to", ".to"), ("starts", ".starts"))


def asked(kind: str, query: QueryDict) -> Asked:
    """Read an address; three queries at most, one where the kind has no fields."""
    fields = fields_of(kind)
    by_key = {one.key: one for one in fields}
    conditions: list[Condition] = []
    problems: list[str] = []
    for name, text in query.items():
        key, _dot, word = name.removeprefix(SIGN).partition(".")
        if not name.startswith(SIGN) or key not in by_key or not str(text).strip():
            continue
        condition = Condition(by_key[key], word if word in WORDS else Operator.IS, str(text))
        try:
            condition.of_values()
        except ValidationError as refusal:
            problems.append(f"{by_key[key]}: {' '.join(refusal.messages)}")
        else:
            conditions.append(condition)
    chosen = "columns" in query or "column" in query
    keys = query.getlist("column") or query.get("columns", "").split(",")
    columns = [by_key[key] for key in keys if key in by_key] if chosen else [one for one in fields if one.listed]
    sort, key = query.get("sort", ""), query.get("sort", "").removeprefix("-").removeprefix(SIGN)
    sorted_by = by_key.get(key) if sort.removeprefix("-").startswith(SIGN) else None
    if sorted_by is not None and (not is_stored(sorted_by) or sorted_by.type == FieldType.FILE):
        problems.append(_("The list cannot be sorted by “%(name)s”.") % {"name": sorted_by})
        sorted_by = None
    order = Sort(sorted_by, sort.startswith("-")) if sorted_by else None
    return Asked(
        fields, columns, conditions, order, chosen, problems, {name: str(text) for name, text in query.items()}
    )


def listed(rows: "QuerySet[M]", asked: Asked, order: Order, *, after: str = "", size: int = 50) -> Page[M]:
    """Return a page of rows that fulfil what is asked, in the order asked, else in `order`."""
    if asked.problems:
        return Page([], "")
    if asked.sort is None and (order.field != "pk" or not asked.conditions):
        return page_of(narrowed(rows, asked.conditions) if asked.conditions else rows, order, after=after, size=size)
    sort = asked.sort or Sort(None, order.descending)
    ids, further = page_of_fields(rows, asked.conditions, sort, after=after, size=size)
    found = rows.in_bulk(ids)
    return Page([found[pk] for pk in ids if pk in found], further)


def cells(kind: str, rows: Sequence[Model], columns: Sequence[Field], fields: Sequence[Field], by: Actor) -> None:
    """Put what rows say in `columns` on them, as `fields_shown`; a number of queries that does not grow."""
    if not columns or not rows:
        return
    needed = fields if any(one.type == FieldType.FORMULA for one in columns) else columns
    ids = [row.pk for row in rows]
    said = shown(columns, values_of(kind, ids, needed), by)
    for row in rows:
        row.fields_shown = [said[row.pk][one.key] for one in columns]  # type: ignore[attr-defined]


def texts_of(kind: str, ids: Sequence[int], fields: Sequence[Field], by: Actor) -> dict[int, list[str]]:
    """Return what records say in all fields as texts, for files."""
    said = shown(fields, values_of(kind, ids, fields), by)
    return {pk: [said[pk][one.key].text for one in fields] for pk in ids}
