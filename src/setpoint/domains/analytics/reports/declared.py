"""How a report is declared: blocks of figures over one period and one choice of filters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from setpoint.domains.analytics.periods import Period
from setpoint.kernel.actors import Actor


@dataclass(frozen=True)
class Block:
    """A table with its chart. `by` are the rows to choose from, the first is usual; `fixed` filters always hold.

    `picture` names the measures that are drawn; `course`: as a line over time.
    """

    source: str
    by: tuple[str, ...]
    measures: tuple[str, ...]
    when: str = ""
    title: str | Promise = ""
    fixed: Mapping[str, str] = field(default_factory=dict)
    picture: tuple[str, ...] = ()
    course: bool = False


@dataclass(frozen=True)
class Cell:
    """A figure in the smallest of its `unit` ("" = words), and the goal that it is of."""

    value: float | str | None
    unit: str = ""
    goal: int | None = None
    signed: bool = False


@dataclass(frozen=True)
class Table:
    """Figures that come from elsewhere than the copy; `nothing` is said where there are no rows."""

    title: str
    head: list[str]
    rows: list[list[Cell]]
    note: str = ""
    nothing: str = ""


Beside = Callable[[Actor, Period, Mapping[str, str]], list[Table]]


@dataclass(frozen=True)
class Report:
    """`period` is the usual one, "" where the report is of now; `order` its place in the list."""

    key: str
    name: str | Promise
    what: str | Promise
    order: int
    blocks: tuple[Block, ...] = ()
    period: str = ""
    beside: Beside | None = None


REPORTS: dict[str, Report] = {}


def register_report(report: Report) -> Report:
    """Make a report known."""
    REPORTS[report.key] = report
    return report
