"""The nightly scan: every card against all that share a feature with it, weighed by Splink on DuckDB.

What is read stands in a file of DuckDB until the scan is over: killed between two chunks, it goes on there.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pyarrow as pa
from django.conf import settings
from django.db import transaction
from django.db.models import Max

from setpoint.analysis.duplicates.model import Pair, Settings, linker, pairs_in, quiet, train
from setpoint.analysis.duplicates.weighing import table
from setpoint.domains.customers.duplicates.keys import keys_of
from setpoint.domains.customers.duplicates.records import records_of
from setpoint.domains.customers.duplicates.rules import CROWD, LEAST_LEARNT, RULES, THRESHOLD, declared
from setpoint.domains.customers.duplicates.suspecting import keep
from setpoint.domains.customers.models import Party, Suspect, Weights
from setpoint.kernel.clock import machine_now
from setpoint.kernel.limits.reading import most_of

# done, total, what is in hand; called in the transaction of each chunk
Tick = Callable[[int, int, str], None]
READ, WEIGHED, WRITTEN = 2000, 200_000, 500
MEMORY = "600MB"
# reading is one half of the way, weighing the other
HALF = 500
TABLES = """
CREATE TABLE IF NOT EXISTS begun (moment TIMESTAMPTZ);
CREATE TABLE IF NOT EXISTS keys (value BIGINT, party BIGINT);
CREATE TABLE IF NOT EXISTS weighed (chunk BIGINT);
"""


def scan(tick: Tick) -> int:
    """Find the pairs among all cards, going on where a scan stopped; return how many there are now.

    Pairs that are no longer likely go; what somebody said of a pair holds.
    """
    path = folder() / "scan.duckdb"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _opened(path) as connection:
        begun = _begun(connection)
        _read(connection, tick)
        model = _learnt(connection)
        chunks = _paired(connection)
        for chunk in range(chunks):
            _weigh(connection, model, chunk, chunks, tick)
    with transaction.atomic():
        Suspect.objects.filter(found_at__lt=begun).delete()
    forget_scan()
    return Suspect.objects.count()


def folder() -> Path:
    """Return where a scan keeps what it has read."""
    return Path(settings.HOME) / "duplicates"


def forget_scan() -> None:
    """Delete what a scan has read; one that runs begins anew when it is killed."""
    for path in folder().glob("scan.duckdb*"):
        path.unlink(missing_ok=True)


@contextmanager
def _opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(path), config={"memory_limit": MEMORY, "temp_directory": str(path.parent)}) as connection:
        connection.execute(TABLES)
        yield connection


def _begun(connection: duckdb.DuckDBPyConnection) -> datetime:
    if not _values(connection, "SELECT moment FROM begun"):
        connection.execute("INSERT INTO begun VALUES (?)", [machine_now()])
    moment: datetime = _values(connection, "SELECT moment FROM begun")[0]
    return moment


def _read(connection: duckdb.DuckDBPyConnection, tick: Tick) -> None:
    """Read the cards behind the last one that was read, a set at a time."""
    empty = pa.table(
        {"unique_id": pa.array([], pa.int64()), "kind": pa.array([], pa.string()), **table([], RULES.compared)}
    )
    connection.register("empty", empty)
    connection.execute("CREATE TABLE IF NOT EXISTS records AS FROM empty")
    greatest = Party.objects.aggregate(last=Max("pk"))["last"] or 1
    (after,) = _values(connection, "SELECT coalesce(max(unique_id), 0) FROM records")
    while ids := list(Party.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:READ]):
        records = list(records_of(ids).values())
        keys = [(key, record["unique_id"]) for record in records for key in keys_of(record)]
        read = {
            "unique_id": [record["unique_id"] for record in records],
            "kind": [record["kind"] for record in records],
        }
        connection.register("read", pa.table({**read, **table(records, RULES.compared)}))
        connection.register(
            "shared", pa.table({"value": [key for key, _ in keys], "party": [party for _, party in keys]})
        )
        connection.begin()
        connection.execute("INSERT INTO records FROM read")
        connection.execute("INSERT INTO keys FROM shared")
        connection.commit()
        after = ids[-1]
        with transaction.atomic():
            tick(HALF * after // greatest, 2 * HALF, "")


def _learnt(connection: duckdb.DuckDBPyConnection) -> Settings:
    """Learn the weights from the cards, where there are enough of them; the declared ones hold otherwise."""
    (count,) = _values(connection, "SELECT count(*) FROM records")
    connection.execute("CREATE TABLE IF NOT EXISTS model (settings VARCHAR)")
    known = _values(connection, "SELECT settings FROM model")
    if known:
        learnt: Settings = orjson.loads(known[0])
        return learnt
    model = declared()
    if count >= most_of(LEAST_LEARNT):
        model = train(connection, "records", RULES, model)
        with transaction.atomic():
            Weights.objects.all().delete()
            Weights.objects.create(settings=model, records=count, learnt_at=machine_now())
    connection.execute("INSERT INTO model VALUES (?)", [orjson.dumps(model).decode()])
    return model


def _paired(connection: duckdb.DuckDBPyConnection) -> int:
    """Put together the pairs that share a key with few enough others; return in how many chunks they are weighed."""
    connection.execute(
        """
        CREATE TABLE IF NOT EXISTS pairs AS
        WITH telling AS (
            SELECT value FROM keys GROUP BY value HAVING count(*) BETWEEN 2 AND $crowd
        ), shared AS (SELECT keys.* FROM keys SEMI JOIN telling USING (value))
        SELECT l, r, (row_number() OVER () - 1) // $size AS chunk FROM (
            SELECT DISTINCT one.party AS l, other.party AS r
            FROM shared one JOIN shared other ON one.value = other.value AND one.party < other.party
        )
        """,
        {"crowd": most_of(CROWD), "size": WEIGHED},
    )
    (chunks,) = _values(connection, "SELECT coalesce(max(chunk) + 1, 0) FROM pairs")
    return int(chunks)


def _weigh(connection: duckdb.DuckDBPyConnection, model: Settings, chunk: int, chunks: int, tick: Tick) -> None:
    """Weigh a chunk of pairs and write the likely ones down; one that was weighed before is left."""
    if chunk in _values(connection, "SELECT chunk FROM weighed"):
        return
    pairs = _likely(connection, model, chunk)
    for start in range(0, max(len(pairs), 1), WRITTEN):
        with transaction.atomic():
            keep(_standing(pairs[start : start + WRITTEN]))
            tick(HALF + HALF * (chunk + 1) // chunks, 2 * HALF, "")
    connection.execute("INSERT INTO weighed VALUES (?)", [chunk])


def _likely(connection: duckdb.DuckDBPyConnection, model: Settings, chunk: int) -> list[Pair]:
    connection.execute(
        f"""CREATE OR REPLACE TABLE blocked_{chunk} AS
        SELECT '0' AS match_key, l AS join_key_l, r AS join_key_r FROM pairs
        JOIN records one ON one.unique_id = l JOIN records other ON other.unique_id = r
        WHERE chunk = {chunk} AND one.kind = other.kind"""  # noqa: S608 - a number of our own
    )
    with quiet():
        api, splink = linker(connection, "records", model)
        blocked = api.register(connection.table(f"blocked_{chunk}"))
        splink.table_management.register_blocked_pairs_for_predict(blocked)
        found = splink.inference.predict(threshold_match_probability=most_of(THRESHOLD) / 100)
        pairs = pairs_in(connection, found.physical_name, RULES.compared)
        found.drop_table_from_database_and_remove_from_cache()
    connection.execute(f"DROP TABLE blocked_{chunk}")
    return pairs


def _standing(pairs: list[Pair]) -> list[Pair]:
    """Leave out pairs of cards that have been merged or erased meanwhile."""
    there = set(
        Party.objects.filter(pk__in={one for pair in pairs for one in (pair.left, pair.right)}).values_list(
            "pk", flat=True
        )
    )
    return [pair for pair in pairs if {pair.left, pair.right} <= there]


def _values(connection: duckdb.DuckDBPyConnection, asked: str) -> list[Any]:
    return [value for (value,) in connection.sql(asked).fetchall()]
