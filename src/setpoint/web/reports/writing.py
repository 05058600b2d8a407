"""Figures of reports as people read them, and as charts and files take them."""

from decimal import Decimal

from setpoint.kernel.money import Money, exponent
from setpoint.ui.templatetags.figures import UNKNOWN, number, percent
from setpoint.web.control_room.figures import Unit

Figure = float | str | None


def written(value: Figure, unit: str, currency: str, *, signed: bool = False) -> str:
    """Return a figure with its unit; `signed` marks what is more."""
    if value is None:
        return UNKNOWN
    if isinstance(value, str):
        return value
    match unit:
        case "money":
            text = Unit("money", currency).write(value)
        case "share":
            text = percent(value)
        case "days" | "hours":
            text = number(value, 1)
        case "ppm" | "seconds":
            text = Unit(unit, currency).write(value)
        case _:
            text = number(value, 1 if value % 1 else 0)
    text = text.replace("-", "−")
    return f"+{text}" if signed and value > 0 else text


def plain(value: Figure, unit: str, currency: str) -> Decimal | str | int | None:
    """Return a figure as a spreadsheet reckons with it: money in whole units, shares as parts of one."""
    if value is None or isinstance(value, str):
        return value
    if unit == "money":
        return Money(round(value), currency).amount
    if unit == "count" and not value % 1:
        return int(value)
    return Decimal(str(round(value, 4)))


def drawn(value: float | None, unit: str, currency: str) -> float | None:
    """Return a figure as it stands in a chart."""
    if value is None:
        return None
    scale = {"money": float(10 ** -exponent(currency)), "share": 100.0}.get(unit, 1.0)
    return round(value * scale, 2)
