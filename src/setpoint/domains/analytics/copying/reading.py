"""Asking the copy: a connection of DuckDB per request, with the tables of the copy and what is small and read anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import duckdb
import pyarrow as pa

from setpoint.domains.analytics.copying.places import CHANGED, file_of
from setpoint.domains.analytics.copying.schema import OF_DEALS, TABLES
from setpoint.domains.analytics.limits import BEST, COMMIT
from setpoint.domains.analytics.models import ColumnarCopy
from setpoint.domains.sales.models import Deal, Stage
from setpoint.domains.sales.queries import worth_of_currencies
from setpoint.kernel.clock import company_today
from setpoint.kernel.limits.reading import most_of
from setpoint.kernel.models import Company, User

MEMORY, THREADS = "600MB", 2


class NotYetError(Exception):
    """There is no copy yet: it is being made."""


@contextmanager
def opened() -> Iterator[tuple[duckdb.DuckDBPyConnection, datetime]]:
    """Give a connection with a view per table, and as of when the copy is (machine time).

    Money is `worth`, minor units of the company's currency: by the rate of the day of closing, of today while open.
    """
    copy = ColumnarCopy.objects.filter(pk=1, as_of__isnull=False).first()
    if copy is None or copy.as_of is None:
        raise NotYetError
    with duckdb.connect(config={"memory_limit": MEMORY, "threads": THREADS}) as connection:
        for table in TABLES:
            connection.execute(_view(copy, table))
        _small(connection)
        yield connection, copy.as_of


def _view(copy: ColumnarCopy, table: str) -> str:
    files = [str(path) for part in copy.base if (path := file_of(part, table)).exists()]
    base = f"SELECT * FROM read_parquet({files!r})"  # noqa: S608 - paths of ours
    name = "all_" + table
    if not copy.delta:
        return f"CREATE VIEW {name} AS {base}"
    changed = file_of(copy.delta, f"{CHANGED}_{'deals' if table in OF_DEALS else 'leads'}")
    newer = file_of(copy.delta, table)
    return (
        f"CREATE VIEW {name} AS {base} WHERE id NOT IN (SELECT id FROM read_parquet('{changed}'))"  # noqa: S608
        f" UNION ALL SELECT * FROM read_parquet('{newer}')"
    )


def _small(connection: duckdb.DuckDBPyConnection) -> None:
    own = Company.objects.values_list("currency", flat=True).first() or ""
    worth = worth_of_currencies(own, company_today()) | {own: 1.0}
    _give(connection, "rates", {"currency": list(worth), "factor": list(worth.values())})
    stages = list(Stage.every.values_list("pk", "position", "probability", "norm_days"))
    _give(
        connection,
        "stages",
        {
            "stage_id": [row[0] for row in stages],
            "position": [row[1] for row in stages],
            "probability": [row[2] / 100 for row in stages],
            "norm_days": [row[3] for row in stages],
        },
    )
    _give(connection, "bands", {"commit_from": [most_of(COMMIT) / 100], "best_from": [most_of(BEST) / 100]})
    people = list(User.objects.values_list("pk", "team_id", "role_id"))
    teams = pa.array([row[1] for row in people], type=pa.int64())
    roles = pa.array([row[2] for row in people], type=pa.int64())
    persons = pa.array([row[0] for row in people], type=pa.int64())
    _give(connection, "people", {"person": persons, "their_team": teams, "their_role": roles})


def _give(connection: duckdb.DuckDBPyConnection, name: str, columns: dict[str, object]) -> None:
    connection.register(name, pa.table(columns))


def give_ids(connection: duckdb.DuckDBPyConnection, name: str, ids: list[int]) -> None:
    """Make a table of one column `id`."""
    _give(connection, name, {"id": pa.array(ids, type=pa.int64())})


def is_empty() -> bool:
    """Whether there is nothing that reports could be of."""
    return not Deal.objects.exists()
