"""Numbers of transactions go on above every stored one, also in a cluster of PostgreSQL that counts from lower.

A dump restored elsewhere brings facts, cursors and seals numbered by a cluster that had come further. Without a shift
new facts would lie behind cursors that have passed already, and stored ones above what counts as committed.
"""

from typing import cast

from django.db import connection, transaction

# one statement, one snapshot: whatever it sees was committed below its end, or written by this very transaction
STANDING = """
    SELECT GREATEST(
        (SELECT max(tx) FROM journal_fact), (SELECT max(tx) FROM journal_cursor),
        (SELECT max(last_tx) FROM journal_seal)
    ), pg_snapshot_xmin(pg_current_snapshot())::text::bigint, GREATEST(
        pg_snapshot_xmax(pg_current_snapshot())::text::bigint, pg_current_xact_id_if_assigned()::text::bigint + 1
    ), journal_shift()
"""


def is_behind() -> bool:
    """Whether the cluster would number a new fact no higher than a stored one."""
    if not _counts():
        return False
    highest, _oldest, coming, shift = _standing()
    return highest >= coming + shift


def keep_ahead() -> bool:
    """Raise the shift where the cluster has fallen behind; return whether it had. While nobody else writes."""
    if not is_behind():
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        highest, oldest, _coming, _shift = _standing()
        cursor.execute(
            "CREATE OR REPLACE FUNCTION journal_shift() RETURNS bigint LANGUAGE sql IMMUTABLE"
            f" RETURN CAST({highest + 1 - oldest} AS bigint)"
        )
    return True


def _counts() -> bool:
    """Whether this database numbers transactions, and is new enough to shift them."""
    if connection.vendor == "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regproc('journal_shift') IS NOT NULL")
        return bool(cursor.fetchone()[0])


def _standing() -> tuple[int, int, int, int]:
    """Return the highest stored number, the oldest running and the coming id of the cluster, and the shift."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING)
        highest, oldest, coming, shift = cursor.fetchone()
    return cast("int", highest or 0), oldest, coming, shift
