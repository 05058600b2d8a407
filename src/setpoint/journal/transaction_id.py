"""The number by which facts are read in commit order.

PostgreSQL: the 64-bit id of the writing transaction, shifted by what `journal.counting` keeps; a reader takes only what
lies below the oldest transaction still running, so one that commits late is never skipped. SQLite has one writer, there
the order of ids is the order of commits and the number is always 0.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, Func
from django.db.models.sql.compiler import SQLCompiler


class TransactionId(Func):
    """The bare id of the current transaction: what the first migration knew."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = BigIntegerField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        """One writer: every transaction is number 0."""
        return self.as_sql(compiler, connection, template="0", **context)


class CommitNumber(TransactionId):
    """The number of the current transaction, above every number that an earlier cluster has given."""

    template = "journal_commit_number()"


class CommittedBelow(Func):
    """The number of the oldest transaction still running: everything below is committed or gone."""

    template = "journal_committed_below()"
    output_field = BigIntegerField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        """Whatever a reader sees is committed."""
        return self.as_sql(compiler, connection, template="1", **context)
