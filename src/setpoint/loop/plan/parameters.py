"""Parameters: quantities that can be planned. Domains declare theirs in `plan.py`."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from django.utils.functional import Promise


class Kind(StrEnum):
    """What sort of quantity it is, and so how it adds up and is forecast."""

    COUNT = "count"
    AMOUNT = "amount"
    RATE = "rate"
    DURATION = "duration"
    STOCK = "stock"


class Unit(StrEnum):
    """What the integers of a target count."""

    MONEY = "money"
    """Minor units of the company's currency."""
    ONE = "one"
    PPM = "ppm"
    """Parts per million."""
    SECONDS = "seconds"


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A quantity that can be planned.

    Targets are integers in the smallest unit. What is reached comes from `measure` (see `loop.record`):
    its number for counts, its total for amounts, total / number for durations, and for rates its number
    over the numbers of all `base` measures. `value_of` says what of its `flow` feeds it: the value of an item won, one
    for each item won, for each arrival or each touch, or the value of the items that are open.
    """

    key: str
    name: str | Promise
    kind: Kind
    unit: Unit
    direction: Literal[1, -1] = 1
    measure: str = ""
    base: tuple[str, ...] = ()
    flow: str | None = None
    value_of: Literal["value", "one", "arrival", "touch", "stock"] | None = None

    @property
    def additive(self) -> bool:
        """Whether the targets of the parts sum to the target of the whole."""
        return self.kind in {Kind.COUNT, Kind.AMOUNT, Kind.STOCK}

    @property
    def is_money(self) -> bool:
        """Whether values are minor units of money."""
        return self.unit is Unit.MONEY


PARAMETERS: dict[str, Parameter] = {}


def register_parameter(parameter: Parameter) -> Parameter:
    """Make a parameter known. ValueError when its key is taken by another."""
    if PARAMETERS.setdefault(parameter.key, parameter) != parameter:
        msg = f"parameter {parameter.key} is declared twice"
        raise ValueError(msg)
    return parameter


def parameter(key: str) -> Parameter:
    """Return a declared parameter; KeyError for an unknown one."""
    return PARAMETERS[key]
