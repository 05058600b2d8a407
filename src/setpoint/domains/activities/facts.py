"""The facts of activities, each with the owner, team and kind of its moment."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from setpoint.domains.activities.models import Activity
from setpoint.domains.activities.permissions import KIND
from setpoint.domains.customers.models.party import PERSONAL, Party
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.refs import Ref

BATCH = 500


def people_among(rows: Sequence[Activity]) -> set[int]:
    """Return the customers that are people: words of activities with them are personal."""
    customers = sorted({row.customer_id for row in rows if row.customer_id})
    found: set[int] = set()
    for start in range(0, len(customers), BATCH):
        chunk = Party.objects.filter(pk__in=customers[start : start + BATCH], kind__in=PERSONAL)
        found |= set(chunk.values_list("pk", flat=True))
    return found


def activity_fact(
    row: Activity,
    payload: type,
    by: Actor,
    at: datetime,
    people: set[int],
    *,
    changes: Mapping[str, Sequence[Any]] | None = None,
    **values: Any,
) -> facts.NewFact:
    """Return a fact about the activity as it now stands; `people` are the customers whose words are personal."""
    return facts.NewFact(
        payload(
            owner=row.owner_id,
            team=row.owner.team_id,
            kind=row.kind,
            about_kind=row.about_kind,
            about=row.about_id,
            # nobody but its owner reads what is private, in the journal neither
            subject="-" if row.private else row.subject,
            **values,
        ),
        about=Ref(KIND, row.pk),
        by=by,
        occurred_at=at,
        customer=row.customer_id,
        person=row.customer_id if row.customer_id in people else None,
        changes=changes or {},
    )
