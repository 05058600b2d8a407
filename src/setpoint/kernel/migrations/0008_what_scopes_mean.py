"""“team” was “own team and those below”; the list of deals could be exported by whoever saw it."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def widen(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Call by its new name what "team" has meant until now."""
    apps.get_model("kernel", "Grant").objects.using(editor.connection.alias).filter(scope="team").update(scope="below")


def narrow(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Call it by its old name again."""
    apps.get_model("kernel", "Grant").objects.using(editor.connection.alias).filter(scope="below").update(scope="team")


def export_what_is_seen(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Until now who saw deals could take it away as a file; let every role keep that."""
    grants = apps.get_model("kernel", "Grant").objects.using(editor.connection.alias)
    for seen in grants.filter(kind="sales.deal", action="see"):
        grants.get_or_create(role_id=seen.role_id, kind="sales.deal", action="export", defaults={"scope": seen.scope})


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0007_rights"),
    ]

    operations = [
        migrations.RunPython(widen, narrow),
        migrations.RunPython(export_what_is_seen, migrations.RunPython.noop),
    ]
