"""The functions and signs of formulas: what each takes, what it gives, what it does."""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from setpoint.kernel.clock import company_today
from setpoint.kernel.money import Money
from setpoint.platform.fields.formula.errors import NoValueError

LARGEST = Decimal(10) ** 15
LONGEST = 10_000
MOST_PLACES = 6


@dataclass(frozen=True)
class Function:
    """One way to use a function. `takes` names types; "any" is any, a letter stands for one same type.

    A last "..." repeats the type before it. Nothing is computed where something given is empty, unless `empties`.
    """

    takes: tuple[str, ...]
    gives: str
    does: Callable[..., Any]
    empties: bool = False
    volatile: bool = False


def bounded(value: Any) -> Any:
    """Return a value that fits; NoValueError for one out of bounds."""
    if isinstance(value, Decimal) and (not value.is_finite() or abs(value) > LARGEST):
        raise NoValueError
    if isinstance(value, Money) and abs(value.minor) > LARGEST:
        raise NoValueError
    if isinstance(value, str) and len(value) > LONGEST:
        raise NoValueError
    return value


def plain(value: Any) -> str:
    """Return a value as text, the same in every language."""
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value.normalize():f}" if value else "0"
        case Money():
            return f"{value.amount} {value.currency}"
        case _:
            return str(value)


def _times(amount: Money, factor: Decimal) -> Money:
    return Money.of(bounded(amount.amount * factor), amount.currency)


def _over(amount: Money, divisor: Decimal) -> Money:
    return Money.of(bounded(amount.amount / divisor), amount.currency)


def _ratio(one: Money, other: Money) -> Decimal:
    if one.currency != other.currency:
        raise NoValueError
    return one.amount / other.amount


def _later(day: date, days: Decimal) -> date:
    return day + timedelta(days=int(days))


def _round(number: Decimal, places: Decimal = Decimal(0)) -> Decimal:
    if not 0 <= places <= MOST_PLACES:
        raise NoValueError
    with localcontext(prec=40):
        return number.quantize(Decimal(1).scaleb(-int(places)), rounding=ROUND_HALF_UP)


def _same(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def compared(one: Any, other: Any) -> bool:
        if isinstance(one, Money) and one.currency != other.currency:
            raise NoValueError
        if isinstance(one, Money):
            return compare(one.minor, other.minor)
        return compare(one, other)

    return compared


def _extreme(choose: Callable[..., Any]) -> Callable[..., Any]:
    def chosen(*given: Any) -> Any:
        if isinstance(given[0], Money) and len({one.currency for one in given}) > 1:
            raise NoValueError
        return choose(given, key=lambda one: one.minor if isinstance(one, Money) else one)

    return chosen


def _number(convert: Callable[[Any], int]) -> Callable[[Any], Decimal]:
    return lambda given: Decimal(convert(given))


def _money(number: Decimal, currency: str) -> Money:
    if len(currency) != 3 or not currency.isascii() or not currency.isalpha():  # noqa: PLR2004 - ISO 4217
        raise NoValueError
    return Money.of(number, currency.upper())


def _left(text: str, count: Decimal) -> str:
    return text[: max(0, int(count))]


def _first(*given: Any) -> Any:
    return next((one for one in given if one is not None), None)


N, M, D, T, Y = "number", "money", "date", "text", "yes"
ORDERED = (N, M, D, T)


def _compared(sign: str, compare: Callable[[Any, Any], bool], types: Sequence[str]) -> dict[str, tuple[Function, ...]]:
    return {sign: tuple(Function((one, one), Y, _same(compare)) for one in types)}


FUNCTIONS: dict[str, tuple[Function, ...]] = {
    "+": (
        Function((N, N), N, operator.add),
        Function((M, M), M, operator.add),
        Function((D, N), D, _later),
        Function((N, D), D, lambda days, day: _later(day, days)),
    ),
    "-": (
        Function((N, N), N, operator.sub),
        Function((M, M), M, operator.sub),
        Function((D, D), N, lambda one, other: Decimal((one - other).days)),
        Function((D, N), D, lambda day, days: _later(day, -days)),
    ),
    "*": (
        Function((N, N), N, operator.mul),
        Function((M, N), M, _times),
        Function((N, M), M, lambda factor, amount: _times(amount, factor)),
    ),
    "/": (Function((N, N), N, operator.truediv), Function((M, N), M, _over), Function((M, M), N, _ratio)),
    "negative": (
        Function((N,), N, operator.neg),
        Function((M,), M, lambda amount: Money(-amount.minor, amount.currency)),
    ),
    "&": (Function(("any", "any"), T, lambda one, other: plain(one) + plain(other), empties=True),),
    "and": (Function((Y, Y), Y, lambda one, other: bool(one and other), empties=True),),
    "or": (Function((Y, Y), Y, lambda one, other: bool(one or other), empties=True),),
    "not": (Function((Y,), Y, lambda one: not one, empties=True),),
    **_compared("=", operator.eq, (*ORDERED, Y)),
    **_compared("<>", operator.ne, (*ORDERED, Y)),
    **_compared("<", operator.lt, ORDERED),
    **_compared("<=", operator.le, ORDERED),
    **_compared(">", operator.gt, ORDERED),
    **_compared(">=", operator.ge, ORDERED),
    "if": (Function((Y, "a", "a"), "a", lambda wanted, one, other: one if wanted else other, empties=True),),
    "either": (Function(("a", "a", "..."), "a", _first, empties=True),),
    "filled": (Function(("any",), Y, lambda one: one is not None, empties=True),),
    "round": (Function((N,), N, _round), Function((N, N), N, _round)),
    "abs": (Function((N,), N, abs), Function((M,), M, lambda one: Money(abs(one.minor), one.currency))),
    "min": tuple(Function((one, one, "..."), one, _extreme(min)) for one in (N, M, D)),
    "max": tuple(Function((one, one, "..."), one, _extreme(max)) for one in (N, M, D)),
    "amount": (Function((M,), N, lambda one: one.amount),),
    "money": (Function((N, T), M, _money),),
    "length": (Function((T,), N, _number(len)),),
    "upper": (Function((T,), T, str.upper),),
    "lower": (Function((T,), T, str.lower),),
    "left": (Function((T, N), T, _left),),
    "contains": (Function((T, T), Y, lambda one, part: part.casefold() in one.casefold()),),
    "year": (Function((D,), N, _number(lambda day: day.year)),),
    "month": (Function((D,), N, _number(lambda day: day.month)),),
    "day": (Function((D,), N, _number(lambda day: day.day)),),
    "today": (Function((), D, company_today, volatile=True),),
}
