"""Who works with deals or leads plans activities: roles there are get the rights that new ones begin with."""

from typing import Any

from django.db import migrations


def give(apps: Any, _editor: Any) -> None:
    """Give every right on deals, else on leads, on activities too."""
    grants = apps.get_model("kernel", "Grant").objects
    for kind in ("sales.deal", "sales.lead"):
        for right in grants.filter(kind=kind):
            same = {"role_id": right.role_id, "action": right.action}
            grants.get_or_create(kind="activities.activity", **same, defaults={"scope": right.scope})


class Migration(migrations.Migration):
    """Conditions of rights on deals name fields of deals: they are not taken over."""

    dependencies = (("activities", "0001_initial"), ("kernel", "0001_initial"))
    operations = (migrations.RunPython(give, migrations.RunPython.noop),)
