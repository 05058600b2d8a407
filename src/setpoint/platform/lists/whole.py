"""Everything that records say, as a table that an import takes again. Domains register their kinds' own."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import override

from setpoint.kernel.actors import Actor
from setpoint.platform.importing.formula_cells import shield
from setpoint.platform.lists.asking import Question
from setpoint.platform.lists.columns import Column, Order
from setpoint.platform.lists.paging import page_of

CHUNK = 500
# in place of the keys of columns
EVERYTHING = "*"
Cells = list[str]


@dataclass(frozen=True)
class Whole:
    """`head(language, by)` are the names of columns, `rows(ids, by)` their cells, record by record."""

    head: Callable[[str, Actor], Cells]
    rows: Callable[[Sequence[int], Actor], Sequence[Cells]]


WHOLE: dict[str, Whole] = {}


def register_whole(kind: str, whole: Whole) -> Whole:
    """Let records of a kind leave with all they say. ValueError where it is declared twice."""
    if WHOLE.setdefault(kind, whole) is not whole:
        raise ValueError(f"the whole of {kind} is declared already")
    return whole


def all_details(kind: str, columns: Iterable[Column]) -> list[str]:
    """Return the keys that ask for all that records of a kind say: its own whole, else every column that is shown."""
    if kind in WHOLE:
        return [EVERYTHING]
    return [one.key for one in columns if not getattr(one, "hidden", False)]


def whole_lines(question: Question, whole: Whole, language: str) -> Iterator[Cells]:
    """Yield the rows, the oldest records first: what refers to another comes behind it.

    A text that a spreadsheet would run has an apostrophe before it, in every format alike.
    """
    after = ""
    while True:
        with override(language):
            page = page_of(question.search, Order(), after=after, size=CHUNK)
            rows = whole.rows(page.ids, question.by)
        yield from ([shield(cell) for cell in row] for row in rows)
        after = page.after
        if not after:
            return
