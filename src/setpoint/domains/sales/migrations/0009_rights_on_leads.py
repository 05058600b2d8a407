"""Who works with deals works with leads: roles there are get the rights that new ones begin with."""

from typing import Any

from django.db import migrations


def give(apps: Any, _editor: Any) -> None:
    """Give every right on deals on leads too; who may do everything with all deals of his, sets the words up."""
    grants = apps.get_model("kernel", "Grant").objects
    for right in grants.filter(kind="sales.deal"):
        same = {"role_id": right.role_id, "action": right.action}
        grants.get_or_create(kind="sales.lead", **same, defaults={"scope": right.scope})
        if right.action == "*":
            for kind in ("sales.routing", "sales.lead_words"):
                grants.get_or_create(kind=kind, **same, defaults={"scope": "all"})


class Migration(migrations.Migration):
    """Conditions of rights on deals name fields of deals: they are not taken over."""

    dependencies = (("sales", "0008_leads"), ("kernel", "0001_initial"))
    operations = (migrations.RunPython(give, migrations.RunPython.noop),)
