"""The database itself keeps the journal append-only; PostgreSQL partitions it by the time of recording."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FIRST_YEAR, LAST_YEAR = 2025, 2045

SQLITE = [
    """
    CREATE TRIGGER journal_fact_no_update BEFORE UPDATE ON journal_fact
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
    """,
    """
    CREATE TRIGGER journal_fact_no_delete BEFORE DELETE ON journal_fact
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
    """,
    """
    CREATE TRIGGER journal_personal_no_update BEFORE UPDATE ON journal_personalvalue
    BEGIN SELECT RAISE(ABORT, 'personal values are never changed'); END
    """,
    """
    CREATE TRIGGER journal_personal_no_delete BEFORE DELETE ON journal_personalvalue
    WHEN NOT EXISTS (SELECT 1 FROM journal_forgetting WHERE person_id = OLD.person_id)
    BEGIN SELECT RAISE(ABORT, 'personal values go only with the person forgotten'); END
    """,
]

POSTGRESQL = [
    "ALTER TABLE journal_fact RENAME TO journal_fact_plain",
    "CREATE SEQUENCE journal_fact_number AS bigint CACHE 1",
    "CREATE TABLE journal_fact (LIKE journal_fact_plain INCLUDING DEFAULTS) PARTITION BY RANGE (recorded_at)",
    "DROP TABLE journal_fact_plain",
    "ALTER TABLE journal_fact ALTER COLUMN id SET DEFAULT nextval('journal_fact_number')",
    "ALTER SEQUENCE journal_fact_number OWNED BY journal_fact.id",
    "ALTER TABLE journal_fact ADD PRIMARY KEY (id, recorded_at)",
    "CREATE INDEX fact_commit_order ON journal_fact (tx, id)",
    "CREATE INDEX fact_about ON journal_fact (about_kind, about_id, occurred_at)",
    "CREATE INDEX fact_customer ON journal_fact (customer_id, occurred_at) WHERE customer_id IS NOT NULL",
    "CREATE INDEX fact_kind ON journal_fact (kind, occurred_at)",
    "CREATE INDEX fact_retracts ON journal_fact (retracts) WHERE retracts IS NOT NULL",
    "CREATE INDEX fact_person ON journal_fact (person_id) WHERE person_id IS NOT NULL",
    "CREATE TABLE journal_fact_other PARTITION OF journal_fact DEFAULT",
    *(
        f"CREATE TABLE journal_fact_{year} PARTITION OF journal_fact "
        f"FOR VALUES FROM ('{year}-01-01 00:00+00') TO ('{year + 1}-01-01 00:00+00')"
        for year in range(FIRST_YEAR, LAST_YEAR)
    ),
    """
    CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$
    """,
    """
    CREATE FUNCTION journal_refuse_unless_forgotten() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM journal_forgetting WHERE person_id = OLD.person_id) THEN
            RAISE EXCEPTION 'personal values go only with the person forgotten';
        END IF;
        RETURN OLD;
    END $$
    """,
    """
    CREATE TRIGGER journal_fact_no_change BEFORE UPDATE OR DELETE ON journal_fact
    FOR EACH ROW EXECUTE FUNCTION journal_refuse()
    """,
    """
    CREATE TRIGGER journal_fact_no_truncate BEFORE TRUNCATE ON journal_fact
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()
    """,
    """
    CREATE TRIGGER journal_personal_no_update BEFORE UPDATE ON journal_personalvalue
    FOR EACH ROW EXECUTE FUNCTION journal_refuse()
    """,
    """
    CREATE TRIGGER journal_personal_no_delete BEFORE DELETE ON journal_personalvalue
    FOR EACH ROW EXECUTE FUNCTION journal_refuse_unless_forgotten()
    """,
    """
    CREATE TRIGGER journal_personal_no_truncate BEFORE TRUNCATE ON journal_personalvalue
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()
    """,
]


def keep_append_only(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Run the statements of the database in use."""
    del apps
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Triggers, and partitions on PostgreSQL."""

    dependencies = (("journal", "0001_initial"),)
    operations = (migrations.RunPython(keep_append_only),)
