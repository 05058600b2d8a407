"""Cases: opened, kept up and closed by the turn of the loop; accepted by people."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.bulk import update_each
from setpoint.kernel.clock import company_now, company_today
from setpoint.kernel.refs import Ref
from setpoint.loop.control.models import Case, CaseState
from setpoint.loop.control.permissions import CASE
from setpoint.loop.control.record import CaseAccepted, CaseClosed, CaseFact, CaseOpened, CaseResumed
from setpoint.loop.control.situation import GoalKey
from setpoint.loop.plan.models import Plan
from setpoint.loop.plan.parameters import PARAMETERS
from setpoint.loop.plan.permissions import require_change

BATCH = 500
ACCEPTED = (CaseState.SNOOZED, CaseState.REJECTED)
CHANGING = ["updated_at", "closed_at", "state", "resume_on", "admissibility", "p_hit", "gap", "money_at_risk", "cause"]


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
def accept(*, case: Case, reason: str, by: Actor, resume_on: date | None = None) -> None:
    """Accept a deviation as it is: evaluated and counted, but silent, until `resume_on` where that is given.

    ValidationError without a reason, or where the day is not to come.
    """
    require_change(by, case.scope_kind, case.scope_id)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the deviation is accepted.")})
    if resume_on is not None and resume_on <= company_today():
        raise ValidationError({"resume_on": _("Choose a day that is to come.")})
    case = _locked(case)
    case.state = CaseState.REJECTED if resume_on is None else CaseState.SNOOZED
    case.reason, case.resume_on, case.accepted_by = reason.strip(), resume_on, by.label
    case.updated_at = company_now()
    case.save(update_fields=["state", "reason", "resume_on", "accepted_by", "updated_at"])
    facts.emit(_fact(case, case.plan, CaseAccepted, case.updated_at, by, reason=case.reason))


@transaction.atomic
def resume(*, case: Case, by: Actor) -> None:
    """Watch an accepted deviation again. ValidationError where it is not accepted."""
    require_change(by, case.scope_kind, case.scope_id)
    case = _locked(case)
    if case.state not in ACCEPTED:
        raise ValidationError(_("The deviation is watched already."))
    _resume([case], company_now(), by)


@transaction.atomic
def resume_due(day: date, *, at: datetime, by: Actor) -> None:
    """Watch again what was accepted until this day of the company."""
    due = Case.objects.select_for_update().filter(closed_at__isnull=True, state__in=ACCEPTED, resume_on__lte=day)
    _resume(list(due), at, by)


def _resume(found: Sequence[Case], at: datetime, by: Actor) -> None:
    for case in found:
        case.state, case.resume_on, case.updated_at = CaseState.OPEN, None, at
    update_each(found, ["state", "resume_on", "updated_at"])
    plans = Plan.objects.in_bulk({case.plan_id for case in found})
    facts.emit_many([_fact(case, plans[case.plan_id], CaseResumed, at, by) for case in found])


def _locked(case: Case) -> Case:
    row = Case.objects.select_for_update(of=("self",)).select_related("plan").get(pk=case.pk)
    if row.closed_at is not None:
        raise ValidationError(_("The deviation is gone already."))
    return row


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
