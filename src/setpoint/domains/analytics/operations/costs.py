"""What an hour of each role costs."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction

from setpoint.domains.analytics.models import RoleCost
from setpoint.domains.analytics.permissions import may_set_costs
from setpoint.domains.analytics.record import CostsSet
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.refs import COMPANY

FIELDS = ("hour", "call", "email", "meeting", "note")


@transaction.atomic
def set_costs(costs: Sequence[RoleCost], *, by: Actor) -> None:
    """Save costs of roles. PermissionDenied without the right; ValidationError names the field."""
    if not may_set_costs(by):
        raise PermissionDenied
    before: Mapping[int, RoleCost] = {row.role_id: row for row in RoleCost.objects.all()}
    changes = {}
    for cost in costs:
        old = before.get(cost.role_id)
        cost.pk = old.pk if old else None
        cost.full_clean(validate_unique=False)
        then = None if old is None else [getattr(old, name) for name in FIELDS]
        now = [getattr(cost, name) for name in FIELDS]
        if then != now:
            cost.save()
            changes[str(cost.role_id)] = [then, now]
    if changes:
        payload = CostsSet(count=len(changes))
        facts.emit(facts.NewFact(payload, about=COMPANY, by=by, occurred_at=company_now(), changes=changes))
