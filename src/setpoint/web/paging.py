"""Pages of a list by the place where the last one ended: the thousandth costs what the first does."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.utils.dateparse import parse_datetime

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Order:
    """Sort by `field`, ties by number; rows without a value come last both ways."""

    field: str
    descending: bool = False

    @property
    def sign(self) -> str:
        """How the order stands in an address."""
        return f"{'-' if self.descending else ''}{self.field}"


@dataclass(frozen=True)
class Page(Generic[M]):
    """A page; `after` asks for the next one, empty at the end."""

    rows: list[M]
    after: str


def page_of(rows: "QuerySet[M]", order: Order, *, after: str = "", size: int = 50) -> Page[M]:
    """Return `size` rows after the place `after`; an unreadable place is the beginning."""
    field, sign = order.field, "-" if order.descending else ""
    value, _sign, number = after.rpartition("~")
    if number.isdigit():
        rows = rows.filter(_beyond(order, _read(value), int(number)))
    by_value = F(field).desc(nulls_last=True) if order.descending else F(field).asc(nulls_last=True)
    found = list(rows.order_by(by_value, f"{sign}pk")[: size + 1])
    if len(found) <= size:
        return Page(found, "")
    last = found[size - 1]
    return Page(found[:size], f"{_write(getattr(last, field))}~{last.pk}")


def _beyond(order: Order, value: Any, number: int) -> Q:
    side = "lt" if order.descending else "gt"
    if value is None:
        return Q(**{f"{order.field}__isnull": True, f"pk__{side}": number})
    return (
        Q(**{f"{order.field}__{side}": value})
        | Q(**{order.field: value, f"pk__{side}": number})
        | Q(**{f"{order.field}__isnull": True})
    )


def _write(value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return f"d{value.isoformat()}"
        case int():
            return f"i{value}"
        case _:
            return f"s{value}"


def _read(text: str) -> Any:
    kind, rest = text[:1], text[1:]
    match kind:
        case "d":
            return parse_datetime(rest)
        case "i" if rest.lstrip("-").isdigit():
            return int(rest)
        case "s":
            return rest
        case _:
            return None
