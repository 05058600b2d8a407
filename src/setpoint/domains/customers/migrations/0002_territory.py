"""Customers lie in territories; a right on customers meant all of them whatever its scope, and says so now."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

KIND = "customers.party"


def say_all(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Write “all” where any scope has meant it until now."""
    grants = apps.get_model("kernel", "Grant").objects.using(editor.connection.alias)
    grants.filter(kind=KIND).update(scope="all")
    for every in grants.filter(kind="*").exclude(scope="all"):
        grants.get_or_create(role_id=every.role_id, kind=KIND, action=every.action, defaults={"scope": "all"})


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0001_initial"),
        ("kernel", "0008_what_scopes_mean"),
    ]

    operations = [
        migrations.AddField(
            model_name="party",
            name="territory",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kernel.territory",
                verbose_name="territory",
            ),
        ),
        migrations.RunPython(say_all, migrations.RunPython.noop),
    ]
