"""What is planned about a record, as its page shows it."""

from collections.abc import Iterable

from setpoint.domains.activities.models import Activity, Sequence
from setpoint.domains.activities.permissions import KIND, SEQUENCE
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.permissions import scope_of, visible_to

SHOWN = 10


def planned_about(by: Actor, kind: str, record: int) -> list[Activity]:
    """Return the open activities about a record that the reader sees, those due first before others; one query."""
    rows = visible_to(by, KIND).filter(about_kind=kind, about_id=record, closed_at=None)
    return marked(rows.select_related("owner").order_by("due_at", "pk")[:SHOWN])


def sequences_open(by: Actor) -> list[Sequence]:
    """Return the sequences that a record can begin; one query, none for who may see none."""
    return list(visible_to(by, SEQUENCE).filter(closed_at=None)) if scope_of(by, SEQUENCE, "see") else []


def marked(rows: Iterable[Activity]) -> list[Activity]:
    """Return activities that know whether they are late; one question for the time."""
    found, now = list(rows), company_now()
    for row in found:
        row.late = row.is_late(now)
    return found
