"""Approving, executing and taking back. Execution is one transaction with its undo record."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.kernel import facts
from setpoint.kernel.actors import SYSTEM, Actor, lever_actor
from setpoint.kernel.clock import company_now
from setpoint.loop.act.calendar import after_working_days
from setpoint.loop.act.gates import Passage, pass_gates
from setpoint.loop.act.gates import right as right_gate
from setpoint.loop.act.levers import LEVERS, Authority
from setpoint.loop.act.models import Arm, Correction, ParameterLease, State
from setpoint.loop.act.models.correction import WAITING
from setpoint.loop.act.operations.assignment import assign
from setpoint.loop.act.operations.corrections import refresh
from setpoint.loop.act.permissions import require_decision
from setpoint.loop.act.queries import applied, settings_now, terms
from setpoint.loop.act.record import CorrectionApproved, CorrectionExecuted, CorrectionUndone, CorrectionVerified
from setpoint.loop.act.told import told


@transaction.atomic
def approve(correction: Correction, *, by: Actor) -> Correction:
    """Say yes: pass the gates, choose the design, store who is treated and who is left alone.

    ValidationError with the words of the gate that refuses, PermissionDenied where that is the right to decide.
    """
    row = Correction.objects.select_for_update().get(pk=correction.pk)
    if row.state not in WAITING or row.state == State.APPROVED:
        raise ValidationError(_("This has been decided already: %(state)s.") % {"state": row.get_state_display()})
    row.gates = _through(row, by)
    refresh(row)
    row.state, row.decided_by_id, row.decided_at = State.APPROVED, by.user_id, company_now()
    row.save()
    assign(row)
    facts.emit(told(row, CorrectionApproved, by))
    return row


@transaction.atomic
def execute(correction: Correction, *, by: Actor) -> Correction:
    """Write the changes of the treated units, take the leases, keep the undo record: all or nothing.

    ValidationError where no assignment is stored, a gate refuses by now, or a record has moved on.
    """
    row = Correction.objects.select_for_update().get(pk=correction.pk)
    arms = list(row.assignments.values_list("unit_kind", "unit_id", "arm"))
    if row.state != State.APPROVED or not arms:
        raise ValidationError(_("Nothing is executed before it is approved and its comparison is drawn."))
    row.gates = _through(row, by)
    lever = LEVERS[row.lever]
    row.executed_at = company_now()
    row.matures_at = after_working_days(row.executed_at, lever.window)
    row.undo_record = lever.apply(applied(row), by=lever_actor("Setpoint", by.user_id))
    row.state = State.EXECUTED
    row.save(update_fields=["gates", "executed_at", "matures_at", "undo_record", "state"])
    _take_leases(row, arms)
    treated = sum(arm == Arm.TREAT for kind, unit, arm in arms)
    facts.emit(
        told(row, CorrectionExecuted, by, treated=treated, held=len(arms) - treated, design=row.design),
    )
    return row


def apply(correction: Correction, *, by: Actor) -> Correction:
    """Approve and execute: what one tap does."""
    with transaction.atomic():
        return execute(approve(correction, by=by), by=by)


def act_alone(corrections: list[Correction]) -> list[Correction]:
    """Execute what levers may do by themselves; return those executed. A refused one stays waiting."""
    done = []
    for row in corrections:
        if row.authority == Authority.ACTS:
            try:
                done.append(apply(row, by=lever_actor("Setpoint")))
            except ValidationError:
                continue
    return done


@transaction.atomic
def undo(correction: Correction, *, by: Actor) -> Correction:
    """Put back exactly what was before; it is then not measured. ValidationError where there is nothing to put back."""
    row = Correction.objects.select_for_update().get(pk=correction.pk)
    require_decision(by, row)
    if row.state != State.EXECUTED or row.undo_record is None:
        raise ValidationError(_("Only what has been applied and not yet measured can be taken back."))
    LEVERS[row.lever].undo(row.pk, row.undo_record, by=lever_actor("Setpoint", by.user_id))
    row.state, row.undone_at = State.UNDONE, company_now()
    row.save(update_fields=["state", "undone_at"])
    row.leases.all().delete()
    facts.emit(told(row, CorrectionUndone, by))
    return row


def _through(row: Correction, by: Actor) -> list[dict[str, object]]:
    setting = settings_now()[row.lever]
    passage = Passage(row, setting, terms(setting).limits, by, company_now())
    record, refusal = pass_gates(passage)
    if refusal is not None:
        if record[-1]["gate"] == right_gate.__name__:
            raise PermissionDenied(refusal)
        raise ValidationError(refusal)
    return record


def _take_leases(row: Correction, arms: list[tuple[str, int, str]]) -> None:
    lever = LEVERS[row.lever]
    kind, _dot, field = lever.writes.rpartition(".")
    assert row.executed_at is not None  # noqa: S101 - set a moment ago
    longer = after_working_days(row.executed_at, max(lever.window, lever.hold_days))
    window = row.matures_at or longer
    units = [unit for _kind, unit, _arm in arms]
    ParameterLease.objects.filter(kind=kind, field=field, record_id__in=units).delete()
    ParameterLease.objects.bulk_create(
        ParameterLease(
            kind=kind,
            record_id=unit,
            field=field,
            correction=row,
            valid_to=longer if arm == Arm.TREAT else window,
        )
        for _kind, unit, arm in arms
    )


@transaction.atomic
def mark_verified(correction: Correction, *, effect: float | None, se: float | None, grade: str) -> None:
    """Close an executed correction whose effect was measured (None: could not be), with its fact."""
    correction.state = State.VERIFIED
    correction.save(update_fields=["state"])
    facts.emit(told(correction, CorrectionVerified, SYSTEM, effect=effect, se=se, grade=grade))
