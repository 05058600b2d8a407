"""A few pairs weighed at once, without Splink's start: the same steps, the weights of a model learnt before."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from setpoint.analysis.duplicates.comparing import Compared, columns_of, comparison, step_of
from setpoint.analysis.duplicates.model import Evidence, Pair, Settings

Record = Mapping[str, Any]
LISTS = pa.list_(pa.string())


def weigh(pairs: Sequence[tuple[Record, Record]], compared: Sequence[Compared], settings: Settings) -> list[Pair]:
    """Return each pair of records with its probability and evidence, in the order given.

    Rare values weigh as common ones: what is rare is known of all records together only.
    """
    if not pairs:
        return []
    levels = _levels(pairs, compared)
    weights = {one["output_column_name"]: _weights(one) for one in settings["comparisons"]}
    chance = settings["probability_two_random_records_match"]
    before = math.log2(chance / (1 - chance))
    found = []
    for (left, right), steps in zip(pairs, levels, strict=True):
        evidence = tuple(
            Evidence(one.column, step_of(one, level), weights[one.column][level])
            for one, level in zip(compared, steps, strict=True)
            if level >= 0
        )
        bits = before + sum(each.weight for each in evidence)
        probability = 1 / (1 + 2.0 ** -max(min(bits, 900), -900))
        found.append(Pair(left["unique_id"], right["unique_id"], probability, evidence))
    return found


def table(records: Sequence[Record], compared: Sequence[Compared], side: str = "") -> dict[str, Any]:
    """Return the columns of records that are compared, as Arrow arrays; "" and [] are unknown."""
    shared = {one.column for one in compared if one.sort in ("shared", "words")}
    return {
        f"{name}{side}": pa.array(
            [record.get(name) or None for record in records], LISTS if name in shared else pa.string()
        )
        for name in columns_of(compared)
    }


def _levels(pairs: Sequence[tuple[Record, Record]], compared: Sequence[Compared]) -> list[tuple[int, ...]]:
    """Return Splink's number of the step of every column: -1 where a value is unknown."""
    columns = table([left for left, _right in pairs], compared, "_l")
    columns |= table([right for _left, right in pairs], compared, "_r")
    asked = ", ".join(_case(comparison(one)) for one in compared)
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("pairs", pa.table({"number": range(len(pairs)), **columns}))
        return connection.sql(f"SELECT {asked} FROM pairs ORDER BY number").fetchall()  # noqa: S608 - SQL of our own


def _case(told: Mapping[str, Any]) -> str:
    steps = [level for level in told["comparison_levels"] if not level.get("is_null_level")]
    unknown = told["comparison_levels"][0]["sql_condition"]
    cases = [f"WHEN {unknown} THEN -1"]
    cases += [f"WHEN {step['sql_condition']} THEN {len(steps) - 1 - at}" for at, step in enumerate(steps[:-1])]
    return f"CASE {' '.join(cases)} ELSE 0 END"


def _weights(told: Mapping[str, Any]) -> dict[int, float]:
    """Return the bits of every step by its number."""
    steps = [level for level in told["comparison_levels"] if not level.get("is_null_level")]
    return {
        len(steps) - 1 - at: math.log2(max(step["m_probability"], 1e-9) / max(step["u_probability"], 1e-12))
        for at, step in enumerate(steps)
    }
