"""How a source of reports is declared: relation, measures, dimensions, days."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise

from setpoint.kernel.actors import Actor

Options = Callable[[Actor], dict[str, str]]


class Unit(StrEnum):
    """How a figure is written."""

    COUNT = "count"
    MONEY = "money"
    SHARE = "share"
    DAYS = "days"
    HOURS = "hours"


@dataclass(frozen=True)
class Measure:
    """A figure: `sql` over the rows of a group; `behind` is the condition on the records that make it up."""

    key: str
    name: str | Promise
    sql: str
    unit: Unit = Unit.COUNT
    behind: str = "TRUE"


@dataclass(frozen=True)
class Dimension:
    """What rows and columns can be: `sql` gives the value, `key_of` what it is in an address, once for a group.

    `names`: what values are called; None: as they are.

    `people`: only those whose figures one may see stand by name. `ordered`: rows stand in the order of `names`.
    """

    key: str
    name: str | Promise
    sql: str
    names: Options | None = None
    people: bool = False
    ordered: bool = False
    filters: bool = True
    key_of: str = "CAST({} AS VARCHAR)"


@dataclass(frozen=True)
class Source:
    """`relation` is SQL with a column `id`, the number of a record of `kind`; `days` what a period is asked of."""

    key: str
    name: str | Promise
    kind: str
    relation: str
    measures: tuple[Measure, ...]
    dimensions: tuple[Dimension, ...]
    days: tuple[tuple[str, str | Promise], ...] = ()
    measure: dict[str, Measure] = field(init=False)
    dimension: dict[str, Dimension] = field(init=False)

    def __post_init__(self) -> None:
        """Find measures and dimensions by key."""
        object.__setattr__(self, "measure", {one.key: one for one in self.measures})
        object.__setattr__(self, "dimension", {one.key: one for one in self.dimensions})


SOURCES: dict[str, Source] = {}


def register_source(source: Source) -> Source:
    """Make a source known."""
    SOURCES[source.key] = source
    return source
