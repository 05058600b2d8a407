"""Activities as operations take them into their hands: locked, within the right of who acts, open."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from setpoint.domains.activities.models import Activity
from setpoint.domains.activities.permissions import KIND
from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import within_scope

BATCH = 500


def locked(by: Actor, ids: Collection[int], action: str = "change") -> dict[int, Activity]:
    """Return activities by number, locked; PermissionDenied when one is beyond the actor's right."""
    wanted = sorted(set(ids))
    rows = Activity.objects.select_for_update(of=("self",)).select_related("owner", "customer")
    found: dict[int, Activity] = {}
    for start in range(0, len(wanted), BATCH):
        chunk = rows.filter(pk__in=wanted[start : start + BATCH])
        found |= {row.pk: row for row in within_scope(by, chunk, KIND, action)}
    strange = by.is_person and any(row.private and row.owner_id != by.user_id for row in found.values())
    if by.view_only or strange or len(found) != len(wanted):
        raise PermissionDenied(_("You have no right to do this. Ask your administrator or the head of your team."))
    return found


def require_open(rows: Collection[Activity]) -> None:
    """Refuse activities that have ended."""
    ended = [row.subject for row in rows if row.closed_at is not None]
    if ended:
        raise ValidationError(_("Ended already: %(names)s. Take it up again first.") % {"names": ", ".join(ended[:3])})
