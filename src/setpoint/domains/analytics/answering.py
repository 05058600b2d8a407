"""The answer to a question: figures by row and column with their sums, and the records behind any of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from setpoint.domains.analytics.asking import Question
from setpoint.domains.analytics.copying.reading import opened
from setpoint.domains.analytics.reach import Reach, reach
from setpoint.domains.analytics.sources.declared import Dimension
from setpoint.kernel.actors import Actor

Values = tuple[float | None, ...]
# the key of a value that is none, and of the sum over all
NONE, ALL = "", None
MOST_COLUMNS = 40


@dataclass(frozen=True)
class Answer:
    """`cells` are figures by (row, column) key, each in the order of the measures; ALL is the sum over rows or columns.

    `as_of`: machine time at which the copy was true.
    """

    question: Question
    rows: list[tuple[str, str]]
    columns: list[tuple[str, str]]
    cells: dict[tuple[str | None, str | None], Values]
    as_of: datetime


def answer(question: Question, by: Actor) -> Answer:
    """Return the figures that the actor may see. NotYetError while there is no copy."""
    with opened() as (connection, as_of):
        may = reach(connection, by, question.source.kind)
        where, values = _where(question, may)
        sides = [_side(side, may) for side in (question.rows, question.columns)]
        figures = ", ".join(f"{measure.sql} AS m{index}" for index, measure in enumerate(question.measures))
        # every side with a value and summed up; values become words once for a group, not for every row
        sets = "(r, c), (r), (c), ()" if question.columns else "(r), ()"
        keys = [_key(side, name) for side, name in ((question.rows, "r"), (question.columns, "c"))]
        text = (
            f"SELECT no_row, no_column, {keys[0]}, {keys[1]}, * EXCLUDE (r, c, no_row, no_column) FROM ("  # noqa: S608
            f"SELECT grouping(r) AS no_row, {'grouping(c)' if question.columns else '1'} AS no_column,"
            f" r, {'c' if question.columns else 'NULL AS c'}, {figures} FROM ("
            f"SELECT *, {sides[0]} AS r, {sides[1]} AS c FROM ({_base(question)}) WHERE {where}"
            f") GROUP BY GROUPING SETS ({sets}))"
        )
        found = connection.execute(text, values).fetchall()
    cells: dict[tuple[str | None, str | None], Values] = {}
    for no_row, no_column, row, column, *values in found:
        key = (ALL if no_row else row or NONE, ALL if no_column else column or NONE)
        cells[key] = tuple(None if value is None else float(value) for value in values)
    # no rows at all: sums over nothing
    cells.setdefault((ALL, ALL), tuple(None for _measure in question.measures))
    return Answer(
        question,
        _named(question.rows, {row for row, _column in cells if row is not None}, by),
        _named(question.columns, {column for _row, column in cells if column is not None}, by)[:MOST_COLUMNS],
        cells,
        as_of,
    )


def behind(
    question: Question, by: Actor, *, measure: int, row: str | None, column: str | None, offset: int, size: int
) -> tuple[list[int], int]:
    """Return the numbers of records behind a figure, the newest first, and how many there are."""
    with opened() as (connection, _as_of):
        may = reach(connection, by, question.source.kind)
        where, values = _where(question, may)
        chosen = [where, question.measures[measure].behind]
        for side, key in ((question.rows, row), (question.columns, column)):
            if side is not None and key is not ALL:
                sql = _key(side, _side(side, may))
                chosen.append(f"{sql} IS NULL" if key == NONE else f"{sql} = ?")
                values += [] if key == NONE else [key]
        text = f"SELECT DISTINCT id FROM ({_base(question)}) WHERE " + " AND ".join(f"({part})" for part in chosen)  # noqa: S608
        (count,) = _one(connection, f"SELECT count(*) FROM ({text})", values)  # noqa: S608
        ids = connection.execute(f"{text} ORDER BY id DESC LIMIT {size:d} OFFSET {offset:d}", values).fetchall()
    return [pk for (pk,) in ids], count


def _base(question: Question) -> str:
    day = question.when or (question.source.days[0][0] if question.source.days else "NULL")
    return f"SELECT *, {day} AS span_day FROM ({question.source.relation})"  # noqa: S608 - names of ours


def _where(question: Question, may: Reach) -> tuple[str, list[Any]]:
    parts, values = [may.summed], list[Any]()
    for side, day in ((">=", question.period.first), ("<=", question.period.last)):
        if day is not None:
            parts.append(f"{question.when} {side} ?")
            values.append(day)
    if question.when:
        parts.append(f"{question.when} IS NOT NULL")
    for key, value in question.filters.items():
        chosen = question.source.dimension[key]
        parts.append(f"{_key(chosen, _side(chosen, may))} = ?")
        values.append(value)
    return " AND ".join(f"({part})" for part in parts), values


def _side(side: Dimension | None, may: Reach) -> str:
    if side is None:
        return "NULL"
    # of others one may know the sum, not who brought it
    return f"CASE WHEN {may.named} THEN {side.sql} END" if side.people else side.sql


def _key(side: Dimension | None, sql: str) -> str:
    return "NULL" if side is None else side.key_of.format(f"({sql})")


def _named(side: Dimension | None, keys: set[str], by: Actor) -> list[tuple[str, str]]:
    """Name the values of a side and put them into order: as declared, by name, what has none last."""
    if side is None:
        return []
    if side.names is None:
        return [(key, key) for key in sorted(keys, key=lambda key: (key == NONE, key))]
    names = side.names(by)
    place = {key: index for index, key in enumerate(names)}
    return [(key, names.get(key, key)) for key in sorted(keys, key=lambda key: (key == NONE, place.get(key, 0), key))]


def _one(connection: duckdb.DuckDBPyConnection, text: str, values: Sequence[Any]) -> Any:
    return connection.execute(text, list(values)).fetchone()
