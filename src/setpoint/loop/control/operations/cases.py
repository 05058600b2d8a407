"""Cases: opened, kept up and closed by the turn of the loop; accepted by people."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.bulk import update_each
from setpoint.kernel.clock import company_now
from setpoint.kernel.refs import Ref
from setpoint.loop.control.models import Case, CaseState
from setpoint.loop.control.permissions import CASE
from setpoint.loop.control.record import CaseAccepted, CaseClosed, CaseFact, CaseOpened
from setpoint.loop.control.situation import GoalKey
from setpoint.loop.plan.models import Plan
from setpoint.loop.plan.parameters import PARAMETERS
from setpoint.loop.plan.permissions import require_change

BATCH = 500
CHANGING = ["updated_at", "closed_at", "state", "admissibility", "p_hit", "gap", "money_at_risk", "cause"]


def key_of(case: Case) -> GoalKey:
    """Return what names the goal of a case in every version of its plan."""
    return case.plan_id, case.parameter, case.scope_kind, case.scope_id


def open_cases() -> dict[GoalKey, Case]:
    """Return the cases not yet closed."""
    return {key_of(case): case for case in Case.objects.filter(closed_at__isnull=True)}


@transaction.atomic
def write(opened: Sequence[Case], kept: Sequence[Case], closed: Sequence[Case], *, at: datetime, by: Actor) -> None:
    """Save what a turn decided about cases, with a fact for each that begins or ends."""
    for case in closed:
        case.closed_at, case.state = at, CaseState.GONE
    for case in (*opened, *kept, *closed):
        case.updated_at = at
    made = Case.objects.bulk_create(opened, batch_size=BATCH)
    update_each([*kept, *closed], CHANGING)
    plans = Plan.objects.in_bulk({case.plan_id for case in (*made, *closed)})
    facts.emit_many(
        [_fact(case, plans[case.plan_id], CaseOpened, at, by) for case in made]
        + [_fact(case, plans[case.plan_id], CaseClosed, at, by) for case in closed]
    )


@transaction.atomic
def accept(*, case: Case, reason: str, by: Actor) -> None:
    """Accept a deviation as it is: it stays evaluated and counted, and is silent. ValidationError without a reason."""
    require_change(by, case.scope_kind, case.scope_id)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the deviation is accepted.")})
    case = Case.objects.select_for_update().select_related("plan").get(pk=case.pk)
    if case.closed_at is not None:
        raise ValidationError(_("The deviation is gone already."))
    case.state, case.reason, case.updated_at = CaseState.REJECTED, reason.strip(), company_now()
    case.save(update_fields=["state", "reason", "updated_at"])
    facts.emit(_fact(case, case.plan, CaseAccepted, case.updated_at, by, reason=case.reason))


def _fact(case: Case, plan: Plan, payload: type[CaseFact], at: datetime, by: Actor, **more: str) -> facts.NewFact:
    with translation.override(None):
        name = str(PARAMETERS[case.parameter].name) if case.parameter in PARAMETERS else case.parameter
    told = payload(
        plan=plan.pk,
        plan_name=plan.name,
        parameter=case.parameter,
        parameter_name=name,
        scope_kind=case.scope_kind,
        scope_id=case.scope_id,
        p_hit=round(case.p_hit, 4),
        gap=case.gap,
        money_at_risk=case.money_at_risk,
        **more,
    )
    return facts.NewFact(told, about=Ref(CASE, case.pk), by=by, occurred_at=at)
