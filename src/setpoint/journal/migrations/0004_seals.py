"""Seals, which the database itself keeps as they were made."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = [
    f"""
    CREATE TRIGGER journal_seal_no_{verb.lower()} BEFORE {verb} ON journal_seal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
    """
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    """
    CREATE TRIGGER journal_seal_no_change BEFORE UPDATE OR DELETE ON journal_seal
    FOR EACH ROW EXECUTE FUNCTION journal_refuse()
    """,
    """
    CREATE TRIGGER journal_seal_no_truncate BEFORE TRUNCATE ON journal_seal
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()
    """,
]


def keep_append_only(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Run the statements of the database in use."""
    del apps
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_origin")]
    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("form", models.PositiveSmallIntegerField()),
                ("last_tx", models.BigIntegerField()),
                ("last_fact", models.BigIntegerField()),
                ("facts", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
            ],
        ),
        migrations.RunPython(keep_append_only),
    ]
