"""Where the numbers of a proposal come from: its stored inputs as tables with names and units."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.patterns import pattern
from setpoint.kernel.shares import chance, percent
from setpoint.loop.cycle_report import Names
from setpoint.web.control_room.figures import Unit

# name of an input: what it is called, and how it is written
Known = Mapping[str, tuple[str | Promise, str]]

SINGLE: Known = {
    "target": (_("Goal"), "amount"),
    "forecast": (_("Forecast"), "amount"),
    "sd": (_("Spread of the forecast (standard deviation)"), "amount"),
    "money_at_risk": (_("Money at risk"), "money"),
    "p_before": (_("Chance without it"), "chance"),
    "p_after": (_("Chance with it"), "chance"),
    "belief": (_("Effect of the lever as believed: mean, standard deviation"), "points"),
    "expected": (_("Expected: mean, lower and upper bound (80 %)"), "amount"),
    "money_per_effect": (_("Money per unit at full effect"), "money"),
    "hold_share": (_("Kept for comparison"), "share"),
    "handover_minutes": (_("Minutes to hand over a deal"), "number"),
    "window": (_("Working days until it is measured"), "number"),
    "uneven_before": (_("Chances differ now by (standard deviation)"), "share"),
    "uneven_after": (_("Chances differ then by (standard deviation)"), "share"),
    "expires": (_("Expires after"), "day"),
}
TABLES: Mapping[str, tuple[str | Promise, Known]] = {
    "parts": (
        _("Parts of the goal"),
        {
            "scope": (_("Whose"), "scope"),
            "before": (_("Goal now"), "amount"),
            "after": (_("Goal then"), "amount"),
            "mean": (_("Forecast"), "amount"),
            "sd": (_("Spread"), "amount"),
            "p_before": (_("Chance now"), "chance"),
            "p_after": (_("Chance then"), "chance"),
        },
    ),
    "givers": (
        _("Who is overloaded or away"),
        {
            "owner": (_("Seller"), "person"),
            "open": (_("Open deals"), "number"),
            "needed": (_("Touches needed"), "number"),
            "possible": (_("Touches possible"), "number"),
            "present": (_("Working days present, of 10"), "number"),
            "income": (_("Expected from them"), "money"),
        },
    ),
    "loads": (
        _("Who has room"),
        {
            "owner": (_("Seller"), "person"),
            "before": (_("Touches needed now"), "number"),
            "after": (_("Touches needed then"), "number"),
            "capacity": (_("Touches possible"), "number"),
        },
    ),
    "items": (
        _("Deals"),
        {
            "id": (_("Deal"), "deal"),
            "from": (_("From"), "person"),
            "to": (_("To"), "person"),
            "value": (_("Value"), "money"),
            "p": (_("Chance"), "chance"),
            "gain": (_("Worth of one step ahead"), "money"),
            "effort": (_("Touches"), "number"),
        },
    ),
    "lists": (
        _("Work lists"),
        {
            "owner": (_("Seller"), "person"),
            "touches": (_("Touches"), "number"),
            "advance_rate": (_("Steps ahead per touch"), "share"),
            "gain": (_("Worth of one step ahead"), "money"),
        },
    ),
}


WORDS = {"person", "scope"}
"""Kinds of columns that hold names."""


@dataclass(frozen=True)
class Cell:
    """A written value; `deal` is the id of the deal to which it leads."""

    text: str
    deal: int | None = None
    numeric: bool = True


@dataclass(frozen=True)
class Table:
    """A table of the derivation; `heads` are (name, whether a number)."""

    name: str
    heads: list[tuple[str, bool]]
    rows: list[list[Cell]]


@dataclass(frozen=True)
class Derivation:
    """Single figures as (name, value), and tables."""

    figures: list[tuple[str, str]]
    tables: list[Table]


def derivation(inputs: Mapping[str, Any], unit: Unit, names: Names) -> Derivation:
    """Return stored inputs as people read them; `unit` is that of the parameter the proposal answers to."""
    figures = []
    for key, (name, kind) in SINGLE.items():
        if key in inputs:
            values = inputs[key] if isinstance(inputs[key], list) else [inputs[key]]
            figures.append((str(name), "; ".join(_cell(value, kind, unit, names).text for value in values)))
    tables = [
        _table(str(name), columns, inputs[key], unit, names)
        for key, (name, columns) in TABLES.items()
        if inputs.get(key)
    ]
    return Derivation(figures, tables)


def _table(name: str, columns: Known, rows: list[Mapping[str, Any]], unit: Unit, names: Names) -> Table:
    cells = [
        [_cell(row[key], kind, unit, names) if key in row else Cell("—") for key, (_name, kind) in columns.items()]
        for row in rows
    ]
    return Table(name, [(str(head), kind not in WORDS) for head, kind in columns.values()], cells)


def _cell(value: Any, kind: str, unit: Unit, names: Names) -> Cell:
    if kind in WORDS:
        return Cell(names.of("owner", value) if kind == "person" else names.of(*value), numeric=False)
    if kind == "amount":
        return Cell(unit.write(value))
    if kind == "money":
        return Cell(Unit("money", unit.currency).write(value))
    return Cell(_plain(value, kind, get_language() or "en"), deal=value if kind == "deal" else None)


def _plain(value: Any, kind: str, locale: str) -> str:
    if kind == "day":
        return format_date(date.fromordinal(value), "d MMM y", locale=locale)
    if kind in {"share", "chance"}:
        return (percent if kind == "share" else chance)(value, locale)
    patterns = {"points": "#,##0.###;−#,##0.###", "deal": "0"}
    return format_decimal(value, pattern(patterns.get(kind, "#,##0.#")), locale=locale)
