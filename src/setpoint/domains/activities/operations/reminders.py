"""Reminders arrive: at their moment of company time, once."""

from datetime import datetime

from django.db import transaction

from setpoint.domains.activities.facts import activity_fact, people_among
from setpoint.domains.activities.models import Activity, Participant
from setpoint.domains.activities.record import ActivityReminded
from setpoint.kernel import facts
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.bulk import update_each
from setpoint.kernel.clock import company_now

BATCH = 500


@transaction.atomic
def remind(*, by: Actor, now: datetime | None = None) -> int:
    """Write of every reminder that is due that it is, once each; return how many."""
    moment = now or company_now()
    waiting = Activity.objects.open().filter(remind_at__lte=moment, reminded_at=None)
    rows = list(waiting.select_for_update(of=("self",)).select_related("owner").order_by("remind_at")[:BATCH])
    for row in rows:
        row.reminded_at = moment
    update_each(rows, ["reminded_at"])
    others: dict[int, list[int]] = {}
    for activity, user in Participant.objects.filter(activity__in=rows, user__isnull=False).values_list(
        "activity_id", "user_id"
    ):
        others.setdefault(activity, []).append(user or 0)
    people = people_among(rows)
    facts.emit_many(
        [
            activity_fact(
                row,
                ActivityReminded,
                by,
                moment,
                people,
                due=row.due_at.isoformat(),
                told=[row.owner_id, *others.get(row.pk, [])],
            )
            for row in rows
        ]
    )
    return len(rows)


def keep_watch() -> None:
    """Remind of everything that is due now."""
    while remind(by=SYSTEM) == BATCH:
        pass
