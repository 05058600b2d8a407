"""How two values of a field are compared: steps from "the same" to "different", each with its weight.

A step is a condition in DuckDB's SQL on the columns of both records; the first that holds counts. `agree` and
`chance` are how often it holds for pairs that are one, and for pairs that are not: with them a model begins that has
seen no data yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Sort(StrEnum):
    """What a column holds."""

    NAME = "name"
    NAMES = "names"
    TEXT = "text"
    CODE = "code"
    EMAIL = "email"
    EXACT = "exact"
    SHARED = "shared"
    WORDS = "words"


@dataclass(frozen=True)
class Step:
    """One step; `rare` lets a rare value weigh more than a common one."""

    name: str
    condition: str
    agree: float
    chance: float
    rare: bool = False


@dataclass(frozen=True)
class Compared:
    """A column that is compared. Of `NAMES` the columns <column>_sound and <column>_initials stand beside it.

    `chance`: how often two strangers say the same, where that is known better than of the sort.
    """

    column: str
    sort: Sort
    rare: bool = False
    chance: float | None = None


_BESIDE = ("", "_sound", "_initials")
_SAME = "{l} = {r}"
_ELSE = "ELSE"


def _likeness(least: float) -> str:
    return f"jaro_winkler_similarity({{l}}, {{r}}) >= {least}"


def _edits(most: int) -> str:
    return f"damerau_levenshtein({{l}}, {{r}}) <= {most}"


_MAILBOX = "split_part({l}, '@', 1) = split_part({r}, '@', 1)"
_COMMON = "len(list_intersect({l}, {r}))"
STEPS: dict[Sort, tuple[Step, ...]] = {
    Sort.NAME: (
        Step("same", _SAME, 0.7, 0.01, rare=True),
        Step("alike", _likeness(0.92), 0.15, 0.01),
        Step("similar", _likeness(0.88), 0.08, 0.02),
        Step("somewhat", _likeness(0.7), 0.04, 0.06),
        Step("different", _ELSE, 0.03, 0.9),
    ),
    Sort.NAMES: (
        Step("same", _SAME, 0.66, 0.0005, rare=True),
        Step("sounds", "{l_sound} = {r_sound}", 0.1, 0.0005),
        Step("shortened", "{l_initials} = {r_initials}", 0.05, 0.0005),
        Step("alike", _likeness(0.92), 0.1, 0.002),
        Step("similar", _likeness(0.85), 0.05, 0.01),
        Step("different", _ELSE, 0.04, 0.987),
    ),
    Sort.TEXT: (
        Step("same", _SAME, 0.8, 0.01),
        Step("alike", _likeness(0.9), 0.1, 0.01),
        Step("different", _ELSE, 0.1, 0.98),
    ),
    Sort.CODE: (
        Step("same", _SAME, 0.85, 0.001),
        Step("alike", _edits(1), 0.08, 0.003),
        Step("similar", _edits(2), 0.03, 0.01),
        Step("different", _ELSE, 0.04, 0.986),
    ),
    Sort.EMAIL: (
        Step("same", _SAME, 0.6, 0.0001),
        Step("mailbox", _MAILBOX, 0.1, 0.0005),
        Step("alike", _likeness(0.88), 0.1, 0.002),
        Step("different", _ELSE, 0.2, 0.9974),
    ),
    Sort.EXACT: (Step("same", _SAME, 0.8, 0.05, rare=True), Step("different", _ELSE, 0.2, 0.95)),
    Sort.SHARED: (Step("shared", f"{_COMMON} > 0", 0.7, 0.0001), Step("different", _ELSE, 0.3, 0.9999)),
    Sort.WORDS: (
        Step("same", _SAME, 0.5, 0.0005),
        Step("alike", f"{_COMMON} * 2 >= len(list_distinct({{l}} || {{r}}))", 0.3, 0.002),
        Step("different", _ELSE, 0.2, 0.9975),
    ),
}


def comparison(compared: Compared) -> dict[str, Any]:
    """Return a comparison as Splink reads it."""
    column = compared.column
    names = {f"{side}{part}": f'"{column}{part}_{side}"' for side in ("l", "r") for part in ("", "_sound", "_initials")}
    none = f"{names['l']} IS NULL OR {names['r']} IS NULL"
    levels: list[dict[str, Any]] = [{"sql_condition": none, "label_for_charts": "unknown", "is_null_level": True}]
    for place, step in enumerate(STEPS[compared.sort]):
        level = {
            "sql_condition": step.condition.format_map(names),
            "label_for_charts": step.name,
            "m_probability": step.agree,
            "u_probability": step.chance if place or compared.chance is None else compared.chance,
        }
        if step.rare and compared.rare:
            level |= {"tf_adjustment_column": column, "tf_adjustment_weight": 1.0}
        levels.append(level)
    return {"output_column_name": column, "comparison_levels": levels}


def step_of(compared: Compared, level: int) -> str:
    """Return the name of a step by Splink's number of it: -1 unknown, 0 different, upwards to the same."""
    steps = STEPS[compared.sort]
    return "unknown" if level < 0 else steps[len(steps) - 1 - level].name


def columns_of(compared: Sequence[Compared]) -> list[str]:
    """Return every column that the comparisons read."""
    return [f"{one.column}{part}" for one in compared for part in (_BESIDE if one.sort == Sort.NAMES else ("",))]
