"""Texts are compared byte by byte on PostgreSQL as on SQLite: the same order, and beginnings found by the index."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def byte_by_byte(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE fields_textvalue ALTER COLUMN folded TYPE varchar(200) COLLATE "C"')


class Migration(migrations.Migration):
    dependencies = [("fields", "0001_initial")]
    operations = [migrations.RunPython(byte_by_byte, migrations.RunPython.noop)]
