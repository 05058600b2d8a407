"""Setting and dropping rules of how long data are kept."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import COMPANY
from setpoint.platform.personal.models import Deed, RetentionRule
from setpoint.platform.personal.permissions import CHANGE, KIND
from setpoint.platform.personal.record import RetentionDropped, RetentionSet
from setpoint.platform.personal.retention import kinds

SHORTEST, LONGEST = 30, 36_500


@transaction.atomic
def set_rule(kind: str, *, days: int, deed: str, by: Actor) -> RetentionRule:
    """Let records of a kind go after so many days without anything. ValidationError names what is wrong."""
    require(by, KIND, CHANGE)
    known = kinds().get(kind)
    if known is None:
        raise ValidationError({"kind": _("There is no such choice.")})
    if deed not in known.deeds:
        raise ValidationError({"deed": _("This cannot happen to records of this kind.")})
    if not SHORTEST <= days <= LONGEST:
        raise ValidationError({"days": _("From %(least)s days on.") % {"least": SHORTEST}})
    old = RetentionRule.objects.select_for_update().filter(kind=kind).first()
    if old is not None and (old.days, old.deed) == (days, deed):
        return old
    rule, _made = RetentionRule.objects.update_or_create(kind=kind, defaults={"days": days, "deed": deed})
    with override("en"):
        told = RetentionSet(kind, days, str(Deed(deed).label))
    _emit(told, by)
    return rule


@transaction.atomic
def drop_rule(kind: str, *, by: Actor) -> None:
    """Keep records of a kind for ever again; without a rule that is no change."""
    require(by, KIND, CHANGE)
    if RetentionRule.objects.filter(kind=kind).delete()[0]:
        _emit(RetentionDropped(kind), by)


def _emit(payload: object, by: Actor) -> None:
    facts.emit(facts.NewFact(payload, about=COMPANY, by=by, occurred_at=company_now()))
