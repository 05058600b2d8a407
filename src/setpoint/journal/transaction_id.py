"""The number by which facts are read in commit order.

PostgreSQL: the 64-bit id of the writing transaction; a reader takes only what lies below the oldest
transaction still running, so one that commits late is never skipped. SQLite has one writer, there
the order of ids is the order of commits and the number is always 0.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, Func
from django.db.models.sql.compiler import SQLCompiler


class TransactionId(Func):
    """The current transaction's id as a bigint."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = BigIntegerField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        """One writer: every transaction is number 0."""
        return self.as_sql(compiler, connection, template="0", **context)


class CommittedBelow(Func):
    """The id of the oldest transaction still running: everything below is committed or gone."""

    template = "(pg_snapshot_xmin(pg_current_snapshot())::text::bigint)"
    output_field = BigIntegerField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        """Whatever a reader sees is committed."""
        return self.as_sql(compiler, connection, template="1", **context)
