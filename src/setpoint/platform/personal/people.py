"""Which records are people. The domain that owns them registers them; others may hold a person back from rules."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise


@dataclass(frozen=True)
class People:
    """`living()`: those not forgotten; `idle(before)`: those of them nothing was heard of since.

    `take_card(number)` deletes what is left of a forgotten one and says whether it could. `address` names the column
    by which a person is asked for.
    """

    kind: str
    label: str | Promise
    living: Callable[[], "QuerySet[Any]"]
    idle: Callable[[datetime], "QuerySet[Any]"]
    take_card: Callable[[int], bool]
    address: str


Hold = Callable[[Iterable[int]], set[int]]

_PEOPLE: list[People] = []
HOLDS: dict[str, Hold] = {}


def register_people(people: People) -> None:
    """Say which records are people; there is one such kind."""
    _PEOPLE[:] = [people]


def register_hold(name: str, hold: Hold) -> None:
    """Let a domain name those out of some people whom no rule may take: something is being done with them."""
    HOLDS[name] = hold


def people() -> People:
    """Return the kind of record that people are."""
    return _PEOPLE[0]


def held(numbers: Iterable[int]) -> set[int]:
    """Return those whom some domain holds back."""
    asked = list(numbers)
    return set().union(*(hold(asked) for hold in HOLDS.values()))


def find(text: str) -> list[int]:
    """Return the numbers of people named by number or address of mail."""
    who = people()
    if text.isdecimal():
        found = who.living().filter(pk=int(text))
    else:
        found = who.living().filter(**{f"{who.address}__iexact": text.strip()})
    return list(found.order_by("pk").values_list("pk", flat=True))
