"""The next step of a deal is an activity about it: there is one truth."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import migrations


def take_over(apps: Any, _editor: Any) -> None:
    """Make a task of every next step of an open deal, of the deal's owner."""
    steps = apps.get_model("sales", "NextStep").objects.filter(deal__closed_at=None).select_related("deal")
    zone_name = apps.get_model("kernel", "Company").objects.values_list("time_zone", flat=True).first()
    zone, activity = ZoneInfo(zone_name or "UTC"), apps.get_model("activities", "Activity")
    rows = []
    for step in steps.iterator():
        due = datetime.combine(step.due, time(), zone)
        rows.append(
            activity(
                subject=step.what,
                folded=step.what.casefold().replace("ё", "е"),
                owner_id=step.deal.owner_id,
                customer_id=step.deal.customer_id,
                about_kind="sales.deal",
                about_id=step.deal_id,
                due_at=due,
                all_day=True,
                uid=f"next-step-{step.deal_id}@setpoint",
                created_at=due,
            )
        )
    activity.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    """Steps of deals that have closed are told by the journal alone."""

    dependencies = (("sales", "0015_told_stages"), ("activities", "0001_initial"))
    operations = (migrations.RunPython(take_over, migrations.RunPython.noop), migrations.DeleteModel("NextStep"))
