"""Changing limits."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, machine_now
from setpoint.kernel.limits.declared import LIMITS
from setpoint.kernel.limits.models import Limit
from setpoint.kernel.limits.reading import all_now
from setpoint.kernel.limits.record import LimitsChanged
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import COMPANY

KIND = "kernel.limit"


@transaction.atomic
def change(values: Mapping[str, int], *, by: Actor) -> list[str]:
    """Let limits be these numbers; return the keys that changed. ValidationError names the one that cannot be.

    The declared number takes the row away. Processes heed it with their next request.
    """
    require(by, KIND, "change")
    wrong = {key: _wrong(key, most) for key, most in values.items() if _wrong(key, most)}
    if wrong:
        raise ValidationError(wrong)
    now = all_now()
    changes = {key: [now[key], most] for key, most in values.items() if now[key] != most}
    for key in changes:
        if values[key] == LIMITS[key].most:
            Limit.objects.filter(key=key).delete()
        else:
            Limit.objects.update_or_create(key=key, defaults={"most": values[key], "changed_at": machine_now()})
    if changes:
        with override("en"):
            names = ", ".join(str(LIMITS[key].label) for key in changes)
        facts.emit(
            facts.NewFact(LimitsChanged(names), about=COMPANY, by=by, occurred_at=company_now(), changes=changes)
        )
    return list(changes)


def _wrong(key: str, most: int) -> str:
    if key not in LIMITS:
        return _("There is no such limit.")
    if not 1 <= most <= LIMITS[key].largest:
        return _("From 1 to %(largest)s.") % {"largest": LIMITS[key].largest}
    return ""
