"""Promising what one will bring."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, company_today
from setpoint.kernel.refs import Ref
from setpoint.loop.plan.models import Commitment, Plan
from setpoint.loop.plan.parameters import PARAMETERS
from setpoint.loop.plan.permissions import GOAL, require_change
from setpoint.loop.plan.queries import current_version
from setpoint.loop.plan.record import Committed


@transaction.atomic
def commit(
    *, plan: Plan, parameter: str, scope_kind: str, scope_id: int, low: int, commit: int, high: int, by: Actor
) -> Commitment:
    """Promise low <= commit <= high (smallest unit) for a goal of a period that is not over.

    People promise for themselves, heads for those they head. A promise is evidence and no order: no goal changes.
    ValidationError names the field.
    """
    if (scope_kind, scope_id) != ("owner", by.user_id):
        require_change(by, scope_kind, scope_id)
    if not low >= 0:
        raise ValidationError({"low": _("A promise is a number of at least 0.")})
    if not low <= commit:
        raise ValidationError({"commit": _("The commitment is at least what comes in any case.")})
    if not commit <= high < 2**62:
        raise ValidationError({"high": _("At best cannot be less than the commitment.")})
    if plan.last_day < company_today():
        raise ValidationError(_("The period is over."))
    version = current_version(plan)
    goal = (
        None
        if version is None
        else version.goals.filter(parameter=parameter, scope_kind=scope_kind, scope_id=scope_id).first()
    )
    if goal is None:
        raise PermissionDenied(_("Nothing is planned here to promise for."))
    row = Commitment.objects.create(
        plan=plan,
        parameter=parameter,
        scope_kind=scope_kind,
        scope_id=scope_id,
        low=low,
        commit=commit,
        high=high,
        made_at=company_now(),
        author_id=by.user_id,
        author_label=by.label,
    )
    with translation.override(None):
        name = str(PARAMETERS[parameter].name) if parameter in PARAMETERS else parameter
    told = Committed(plan=plan.pk, plan_name=plan.name, parameter=parameter, parameter_name=name, commit=commit)
    facts.emit(facts.NewFact(told, about=Ref(GOAL, goal.pk), by=by, occurred_at=row.made_at))
    return row
