"""A report of an address: its period and filters read, its blocks answered, made ready for page and file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from setpoint.domains.analytics.answering import ALL, Answer, answer
from setpoint.domains.analytics.asking import Question, dimensions_for, measures_for, question
from setpoint.domains.analytics.periods import Period, asked
from setpoint.domains.analytics.reports.declared import Block, Cell, Report, Table
from setpoint.domains.analytics.sources.declared import SOURCES
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_today
from setpoint.web.reports.writing import drawn, written

# told apart by the colour-blind, by day and by night (Okabe and Ito, 2008)
COLOURS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#999999"]
COURSES = ("day", "week", "month", "quarter", "year")
FILTERS = ("pipeline", "team", "owner", "product", "territory", "source")
Address = Callable[[int, str | None, str | None], str]


@dataclass(frozen=True)
class Column:
    """A column of figures: the measure, and the value of the columns' dimension it is of."""

    name: str
    measure: int
    key: str | None
    unit: str


@dataclass(frozen=True)
class Line:
    """A row: its key and name, where that leads, and figures in words with their addresses."""

    key: str | None
    name: str
    cells: list[tuple[str, str]]
    url: str = ""


@dataclass(frozen=True)
class Sheet:
    """A table ready to be shown; with an answer its last line is the sum. `by`: other rows, (name, chosen, address)."""

    title: str
    side: str
    columns: list[Column]
    lines: list[Line]
    answer: Answer | None
    currency: str
    by: list[tuple[str, bool, str]] = field(default_factory=list)
    number: int = 0
    picture: dict[str, Any] | None = None
    note: str = ""
    nothing: str = ""

    @property
    def picture_id(self) -> str:
        """The id of the chart's figures on the page."""
        return f"picture-{self.number}"

    def value(self, row: str | None, column: Column) -> float | None:
        """Return the figure of a row and a column."""
        cell = self.answer.cells.get((row, column.key)) if self.answer else None
        return None if cell is None else cell[column.measure]


def period_of(report: Report, given: Mapping[str, str]) -> Period:
    """Return the period that the address asks a report for."""
    return asked(given, report.period, company_today()) if report.period else Period("")


def question_of(report: Report, block: Block, number: int, given: Mapping[str, str], by: Actor) -> Question:
    """Return what a block asks: rows as chosen, the filters that its source knows."""
    sides, known = dimensions_for(SOURCES[block.source], by), measures_for(SOURCES[block.source], by)
    chosen = given.get(f"by{number or ''}", "")
    rows = chosen if chosen in block.by and chosen in sides else next(key for key in block.by if key in sides)
    filters = {key: given[key] for key in FILTERS if given.get(key) and key in sides and sides[key].filters}
    return question(
        block.source,
        by,
        rows=rows,
        measures=[key for key in block.measures if key in known],
        when=block.when,
        period=period_of(report, given),
        filters=filters | dict(block.fixed),
    )


def sheet_of(asked_: Question, address: Address, currency: str, by: Actor, **more: Any) -> Sheet:
    """Answer a question as a table."""
    found = answer(asked_, by)
    measures = asked_.measures
    columns = [Column(str(one.name), index, ALL, one.unit) for index, one in enumerate(measures)]
    if asked_.columns is not None:
        # of several measures the first stands under every column
        of_first = [Column(name or _("not stated"), 0, key, measures[0].unit) for key, name in found.columns]
        columns = of_first + columns
    rows: list[tuple[str | None, str]] = [(key, name or _("not stated")) for key, name in found.rows]
    lines = []
    for key, name in [*rows, (ALL, _("In all"))]:
        cells = []
        for column in columns:
            values = found.cells.get((key, column.key))
            value = None if values is None else values[column.measure]
            url = address(column.measure, key, column.key) if value else ""
            cells.append((written(value, column.unit, currency), url))
        lines.append(Line(key, name, cells))
    side = str(asked_.rows.name) if asked_.rows else ""
    return Sheet(more.pop("title", ""), side, columns, lines, found, currency, **more)


def picture_of(sheet: Sheet, names: tuple[str, ...], *, course: bool, chart: str = "") -> dict[str, Any] | None:
    """Return the chart of a table: the measures named, row by row; None where there is nothing to draw."""
    found = sheet.answer
    if found is None or not found.rows:
        return None
    at = {one.key: index for index, one in enumerate(found.question.measures)}
    wanted = [at[name] for name in names if name in at]
    columns = [column for column in sheet.columns if column.measure in wanted and column.key is ALL]
    if found.question.columns is not None:
        columns = [column for column in sheet.columns if column.key is not ALL]
    if not columns:
        return None
    unit = columns[0].unit
    drawn_lines = sheet.lines[:-1]
    along = {"type": "category", "data": [line.name for line in drawn_lines]}
    series = [
        {
            "type": chart if chart in ("bar", "line") else "line" if course else "bar",
            "name": column.name,
            "data": [drawn(sheet.value(line.key, column), column.unit, sheet.currency) for line in drawn_lines],
        }
        for column in columns
        if column.unit == unit
    ]
    words = {"money": sheet.currency, "share": "%", "days": _("days"), "hours": _("hours")}.get(unit, "")
    return {
        "color": COLOURS,
        "grid": {"left": 8, "right": 12, "top": 44, "bottom": 8, "containLabel": True},
        "legend": {"top": 0},
        "tooltip": {"trigger": "axis"},
        "xAxis": along,
        "yAxis": {"type": "value", "name": words},
        "series": series,
    }


def sheets_of(
    report: Report, given: Mapping[str, str], by: Actor, currency: str
) -> tuple[list[Sheet], datetime | None]:
    """Return the tables of a report with their charts, and as of when they are."""
    sheets: list[Sheet] = []
    for number, block in enumerate(report.blocks):
        asked_ = question_of(report, block, number, given, by)
        sides = dimensions_for(asked_.source, by)
        choices = [
            (
                str(sides[key].name),
                sides[key] is asked_.rows,
                "?" + urlencode({**given, f"by{number or ''}": key}),
            )
            for key in block.by
            if key in sides
        ]

        def address(measure: int, row: str | None, column: str | None, number: int = number) -> str:
            del column
            words = {**given, "block": number, "figure": measure} | ({} if row is ALL else {"row": row})
            return f"{reverse('report_records', args=[report.key])}?{urlencode(words)}"

        sheet = sheet_of(asked_, address, currency, by, title=str(block.title), number=number)
        course = block.course or (asked_.rows is not None and asked_.rows.key in COURSES)
        sheets.append(replace(sheet, by=choices, picture=picture_of(sheet, block.picture, course=course)))
    as_of = next((sheet.answer.as_of for sheet in sheets if sheet.answer), None)
    more = report.beside(by, period_of(report, given), given) if report.beside else []
    return sheets + [_written(table, currency) for table in more], as_of


def _goal(cell: Cell) -> str:
    return "" if cell.goal is None else reverse("goal", args=[cell.goal])


def _written(table: Table, currency: str) -> Sheet:
    """Make figures from elsewhere ready to be shown."""
    lines = [
        Line(
            None,
            written(row[0].value, row[0].unit, currency),
            [(written(cell.value, cell.unit, currency, signed=cell.signed), _goal(cell)) for cell in row[1:]],
            _goal(row[0]),
        )
        for row in table.rows
    ]
    columns = [Column(name, index, ALL, "") for index, name in enumerate(table.head[1:])]
    side = table.head[0] if table.head else ""
    return Sheet(table.title, side, columns, lines, None, currency, note=table.note, nothing=table.nothing)
