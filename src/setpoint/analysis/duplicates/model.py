"""Probabilistic matching after Fellegi and Sunter: weights learnt without examples by Splink, on DuckDB.

Source: Fellegi, Sunter, "A Theory for Record Linkage", JASA 64 (1969); Linacre et al., "Splink", IJPDS 7 (2022).
"""

import contextlib
import copy
import io
import logging
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker

from setpoint.analysis.duplicates.comparing import Compared, comparison, step_of

SEED = 1
MOST_SAMPLED = 1e6
# of pairs that are one, so many agree in one of the certain rules
RECALL = 0.7
Settings = dict[str, Any]


@dataclass(frozen=True)
class Rules:
    """What is compared; `blocks` find candidates (SQL on l and r, or names of columns that must be equal).

    `certain` are blocks in which nearly every pair is one: they tell how many there are, and the model learns in them.
    """

    compared: tuple[Compared, ...]
    blocks: tuple[str, ...]
    certain: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """What a column says of a pair: its step, and the weight in bits, positive for, negative against."""

    column: str
    step: str
    weight: float


@dataclass(frozen=True)
class Pair:
    """Two records, how likely they are one (0 to 1), and what speaks for it and against it."""

    left: Any
    right: Any
    probability: float
    evidence: tuple[Evidence, ...]


def settings_of(rules: Rules) -> Settings:
    """Return a model that has seen no data: every step weighs what it was declared with."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": 0.0001,
        "comparisons": [comparison(one) for one in rules.compared],
        "blocking_rules_to_generate_predictions": [{"blocking_rule": block} for block in rules.blocks],
        "retain_intermediate_calculation_columns": True,
        "retain_matching_columns": True,
        "additional_columns_to_retain": [],
    }


def arrow(records: Sequence[dict[str, Any]], columns: Sequence[str]) -> pa.Table:
    """Return records as a table with `unique_id` and the columns; "" and [] are unknown."""
    told = {name: [record.get(name) or None for record in records] for name in columns}
    return pa.table({"unique_id": [record["unique_id"] for record in records], **told})


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Let Splink neither print nor warn: what it would say stands in the model."""
    logger = logging.getLogger("splink")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def linker(
    connection: duckdb.DuckDBPyConnection, table: str | pa.Table, settings: Settings
) -> tuple[DuckDBAPI, Linker]:
    """Return Splink on a table of records."""
    api = DuckDBAPI(connection)
    return api, Linker(api.register(connection.table(table)), settings, log_level=logging.CRITICAL)


def train(connection: duckdb.DuckDBPyConnection, table: str, rules: Rules, settings: Settings) -> Settings:
    """Learn the weights from the records themselves, by expectation and maximisation; return the model.

    What the records say nothing of keeps the weight it had.
    """
    with quiet():
        _api, splink = linker(connection, table, settings)
        training = splink.training
        training.estimate_probability_two_random_records_match(list(rules.certain), recall=RECALL)
        training.estimate_u_using_random_sampling(max_pairs=MOST_SAMPLED, seed=SEED)
        for rule in rules.certain:
            # a rule that no pair fulfils teaches nothing
            with contextlib.suppress(Exception):
                training.estimate_parameters_using_expectation_maximisation(rule)
        learnt: Settings = splink.misc.save_model_to_json()
    return _filled(learnt, settings)


def find(
    connection: duckdb.DuckDBPyConnection, table: str, rules: Rules, settings: Settings, *, least: float
) -> list[Pair]:
    """Return the pairs among the candidates that are one with a probability of `least` or more."""
    with quiet():
        api, splink = linker(connection, table, settings)
        found = splink.inference.predict(threshold_match_probability=least)
        return pairs_in(api.duckdb_con, found.physical_name, rules.compared)


def pairs_in(connection: duckdb.DuckDBPyConnection, table: str, compared: Sequence[Compared]) -> list[Pair]:
    """Read a table of scored pairs."""
    columns = connection.table(table).columns
    told = ", ".join(f'"gamma_{one.column}", {_weight(one.column, columns)}' for one in compared)
    rows = connection.sql(f'SELECT unique_id_l, unique_id_r, match_probability, {told} FROM "{table}"').fetchall()  # noqa: S608
    return [
        Pair(
            left,
            right,
            probability,
            tuple(
                Evidence(one.column, step_of(one, level), weight)
                for one, level, weight in zip(compared, values[::2], values[1::2], strict=True)
                if level >= 0
            ),
        )
        for left, right, probability, *values in rows
    ]


def _weight(column: str, columns: Sequence[str]) -> str:
    rare = f"mw_tf_adj_{column}"
    return f'"mw_{column}"' + (f' + "{rare}"' if rare in columns else "")


def _filled(learnt: Settings, before: Settings) -> Settings:
    """Return the model with what was learnt; a step of which the records say nothing keeps the weight it had."""
    known = {
        (told["output_column_name"], level["sql_condition"]): level
        for told in learnt["comparisons"]
        for level in told["comparison_levels"]
    }
    model: Settings = copy.deepcopy(before)
    model["probability_two_random_records_match"] = learnt["probability_two_random_records_match"]
    for told in model["comparisons"]:
        for level in told["comparison_levels"]:
            new = known.get((told["output_column_name"], level["sql_condition"]), {})
            level |= {name: new[name] for name in ("m_probability", "u_probability") if name in level and new.get(name)}
    return model
