"""Leads as operations take them into their hands: locked, within the right of who acts, open."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from setpoint.domains.sales.models import Lead
from setpoint.domains.sales.permissions import LEAD
from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import scope_of, within_scope

BATCH = 500


def locked(by: Actor, ids: Sequence[int] | Mapping[int, Any], action: str = "change") -> dict[int, Lead]:
    """Return the leads by number, locked; PermissionDenied where one is beyond the actor's right."""
    wanted = sorted(set(ids))
    rows = Lead.objects.select_for_update(of=("self",)).select_related("owner", "state", "customer", "source")
    found: dict[int, Lead] = {}
    for start in range(0, len(wanted), BATCH):
        chunk = rows.filter(pk__in=wanted[start : start + BATCH])
        found |= {lead.pk: lead for lead in within_scope(by, chunk, LEAD, action)}
    if by.view_only or len(found) != len(wanted):
        raise PermissionDenied(_("You have no right to do this. Ask your administrator or the head of your team."))
    return found


def require_open(leads: Iterable[Lead]) -> None:
    """Refuse leads of which something has become already."""
    ended = [lead.name for lead in leads if lead.ended_at is not None]
    if ended:
        raise ValidationError(_("Ended already: %(names)s. Take it up again first.") % {"names": ", ".join(ended[:3])})


def may_create(by: Actor) -> None:
    """Refuse who may not take leads in at all."""
    if by.view_only or scope_of(by, LEAD, "create") is None:
        raise PermissionDenied(_("You have no right to do this. Ask your administrator or the head of your team."))
