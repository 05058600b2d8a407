"""Who plans activities sees sequences; who plans for others puts them together."""

from typing import Any

from django.db import migrations


def give(apps: Any, _editor: Any) -> None:
    """Give the rights that new roles begin with."""
    grants = apps.get_model("kernel", "Grant").objects
    for right in grants.filter(kind="activities.activity", action__in=("see", "*")):
        wide = right.action == "*" and right.scope != "own"
        same = {"role_id": right.role_id, "action": "*" if wide else "see", "kind": "activities.sequence"}
        grants.get_or_create(**same, defaults={"scope": "all"})


class Migration(migrations.Migration):
    """Rights on sequences."""

    dependencies = (("activities", "0004_sequences"),)
    operations = (migrations.RunPython(give, migrations.RunPython.noop),)
