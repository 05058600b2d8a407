"""Numbers of transactions may be shifted: a cluster that counts from lower goes on above what an archive brought."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from setpoint.journal.transaction_id import CommitNumber

# an archive of an earlier version may have come into a younger cluster before this
SHIFT = """
    SELECT CASE WHEN highest >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
        THEN highest + 1 - pg_snapshot_xmin(pg_current_snapshot())::text::bigint ELSE 0 END
    FROM (SELECT GREATEST(
        (SELECT max(tx) FROM journal_fact), (SELECT max(tx) FROM journal_cursor),
        (SELECT max(last_tx) FROM journal_seal),
        0
    ) AS highest) AS stored
"""
BIGINT = "RETURNS bigint LANGUAGE sql"
RUNNING = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
NUMBERS = [
    f"CREATE FUNCTION journal_commit_number() {BIGINT} STABLE RETURN pg_current_xact_id()::text::bigint + journal_shift()",
    f"CREATE FUNCTION journal_committed_below() {BIGINT} STABLE RETURN {RUNNING} + journal_shift()",
    "ALTER TABLE journal_fact ALTER COLUMN tx SET DEFAULT journal_commit_number()",
]


def count_with_a_shift(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite has one writer and numbers nothing."""
    del apps
    if editor.connection.vendor == "sqlite":
        return
    with editor.connection.cursor() as cursor:
        cursor.execute(SHIFT)
        (shift,) = cursor.fetchone()
    for statement in (f"CREATE FUNCTION journal_shift() {BIGINT} IMMUTABLE RETURN CAST({shift} AS bigint)", *NUMBERS):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("journal", "0004_seals")]
    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunPython(count_with_a_shift)],
            [migrations.AlterField("fact", "tx", models.BigIntegerField(db_default=CommitNumber(), editable=False))],
        )
    ]
