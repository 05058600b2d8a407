"""The life of a correction: proposed, adjusted, approved, declined, expired. Executing is in `execution`."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.kernel import facts
from setpoint.kernel.actors import SYSTEM, Actor, lever_actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.models import Company
from setpoint.loop.act.authority import authorities
from setpoint.loop.act.calendar import end_of_day
from setpoint.loop.act.gates import RISE_AFTER_DECLINE
from setpoint.loop.act.levers import LEVERS, plain
from setpoint.loop.act.models import Affected, Correction, DeclineReason, LeverSetting, State
from setpoint.loop.act.models.correction import WAITING
from setpoint.loop.act.operations.assignment import design_of
from setpoint.loop.act.permissions import require_decision
from setpoint.loop.act.proposal import Proposal
from setpoint.loop.act.queries import settings_now, terms
from setpoint.loop.act.record import (
    CorrectionAdjusted,
    CorrectionDeclined,
    CorrectionExpired,
    CorrectionOvertaken,
    CorrectionProposed,
)
from setpoint.loop.act.told import told
from setpoint.loop.control.models import Case
from setpoint.loop.plan.models import Goal
from setpoint.loop.plan.queries import key_of, targets_in_force


@transaction.atomic
def propose_many(proposals: Sequence[Proposal], *, seed: int, now: datetime | None = None) -> list[Correction]:
    """Store what the levers propose at `now` (company time) and return the new corrections, waiting.

    Left out: a proposal of a lever that already waits for the same scope, or one that was declined a short
    time ago and promises less than half as much again. Constant number of queries.
    """
    goals = Goal.objects.select_related("version").in_bulk([proposal.goal for proposal in proposals])
    cases = {
        (case.plan_id, case.parameter, case.scope_kind, case.scope_id): case.pk
        for case in Case.objects.filter(closed_at__isnull=True)
    }
    now, settings = now or company_now(), settings_now()
    currency = Company.objects.values_list("currency", flat=True).first() or ""
    rows = [
        _row(proposal, goals[proposal.goal], settings[proposal.lever], now, currency, seed) for proposal in proposals
    ]
    allowed = authorities([(row.lever, row.authority, row.proposal["people"]) for row in rows])
    for row, authority in zip(rows, allowed, strict=True):
        row.authority = authority
        row.case_id = cases.get((row.plan_id, row.parameter, row.scope_kind, row.scope_id))
    fresh = Correction.objects.bulk_create(_without_repeats(rows, now))
    Affected.objects.bulk_create(
        Affected(correction=row, user_id=user) for row in fresh for user in row.proposal["people"]
    )
    facts.emit_many([_proposed(row) for row in fresh])
    return fresh


@transaction.atomic
def adjust(correction: Correction, *, units: int | None = None, receivers: Sequence[int] = (), by: Actor) -> Correction:
    """Take fewer units, or give them to other receivers; the lever redoes the numbers.

    ValidationError where it does not wait, or the lever cannot do it so; PermissionDenied without the right.
    """
    row = _waiting(correction)
    require_decision(by, row)
    lever = LEVERS[row.lever]
    before = Proposal.from_json(row.proposal)
    if units is not None and not 1 <= units <= len(before.units):
        raise ValidationError({"units": _("Choose between 1 and %(most)d.") % {"most": len(before.units)}})
    setting = settings_now()[row.lever]
    after = lever.adjust(before, terms(setting), units=units, receivers=receivers)
    row.proposal, row.state = after.to_json(), State.ADJUSTED
    _copy_figures(row, after)
    row.save()
    missing = set(after.people) - set(row.affected.values_list("user_id", flat=True))
    Affected.objects.bulk_create(Affected(correction=row, user_id=user) for user in sorted(missing))
    require_decision(by, row)
    facts.emit(told(row, CorrectionAdjusted, by, before=len(before.units), units=len(after.units)))
    return row


@transaction.atomic
def decline(correction: Correction, *, reason: DeclineReason, note: str = "", by: Actor) -> Correction:
    """Say no, with one of the reasons; the lever is silent for this scope until its cool-down is over."""
    row = _waiting(correction)
    require_decision(by, row)
    now = company_now()
    row.state, row.reason_code, row.note = State.DECLINED, reason, note.strip()
    row.decided_at, row.decided_by_id = now, by.user_id
    row.cool_down_until = now + timedelta(days=LEVERS[row.lever].cool_down)
    row.save(update_fields=["state", "reason_code", "note", "decided_at", "decided_by", "cool_down_until"])
    words = plain(reason.label)
    facts.emit(told(row, CorrectionDeclined, by, reason_code=str(reason), reason=words, note=row.note))
    return row


@transaction.atomic
def expire_due(now: datetime) -> int:
    """Let corrections expire on which nobody decided in time; return how many."""
    due = list(Correction.objects.select_for_update().filter(state__in=WAITING, expires_at__lte=now))
    Correction.objects.filter(pk__in=[row.pk for row in due]).update(state=State.EXPIRED)
    facts.emit_many([told(row, CorrectionExpired, SYSTEM, at=row.expires_at) for row in due])
    return len(due)


@transaction.atomic
def withdraw_overtaken(now: datetime) -> int:
    """Let corrections expire whose goal has another target by now; return how many. Three queries, no more."""
    waiting = list(Correction.objects.select_for_update().filter(state__in=WAITING, goal_id__isnull=False))
    asked = Goal.objects.select_related("version").in_bulk([row.goal_id for row in waiting])
    standing = targets_in_force({goal.version.plan_id for goal in asked.values()})
    due = [
        row
        for row in waiting
        if (goal := asked.get(row.goal_id)) and standing.get((goal.version.plan_id, *key_of(goal))) != goal.target
    ]
    Correction.objects.filter(pk__in=[row.pk for row in due]).update(state=State.EXPIRED)
    facts.emit_many([told(row, CorrectionOvertaken, SYSTEM, at=now) for row in due])
    return len(due)


def refresh(row: Correction) -> None:
    """Leave out of an unsaved correction what has moved on since it was proposed, its figures redone."""
    proposal = Proposal.from_json(row.proposal)
    fresh = LEVERS[row.lever].refreshed(proposal)
    if fresh is not proposal:
        row.proposal = fresh.to_json()
        _copy_figures(row, fresh)


def _waiting(correction: Correction) -> Correction:
    row = Correction.objects.select_for_update().get(pk=correction.pk)
    if row.state not in WAITING:
        raise ValidationError(_("This has been decided already: %(state)s.") % {"state": row.get_state_display()})
    return row


def _row(proposal: Proposal, goal: Goal, setting: LeverSetting, now: datetime, currency: str, seed: int) -> Correction:
    design = design_of(LEVERS[proposal.lever], len(proposal.units))
    row = Correction(
        lever=proposal.lever,
        plan_id=goal.version.plan_id,
        parameter=goal.parameter,
        goal_id=goal.pk,
        scope_kind=proposal.scope_kind,
        scope_id=proposal.scope_id,
        proposal=proposal.to_json(),
        currency=currency,
        authority=setting.authority,
        design=design.name,
        grade=design.grade,
        seed=seed,
        proposed_at=now,
        expires_at=end_of_day(proposal.expires),
    )
    _copy_figures(row, proposal)
    return row


def _copy_figures(row: Correction, proposal: Proposal) -> None:
    row.expected = round(proposal.expected.mean)
    row.expected_q10, row.expected_q90 = round(proposal.expected.q10), round(proposal.expected.q90)
    row.cost, row.p_before, row.p_after = proposal.cost, proposal.p_before, proposal.p_after


def _without_repeats(rows: Sequence[Correction], now: datetime) -> list[Correction]:
    waiting = Correction.objects.filter(state__in=WAITING)
    taken = set(waiting.values_list("lever", "plan_id", "scope_kind", "scope_id"))
    declined = Correction.objects.filter(state=State.DECLINED, cool_down_until__gt=now).order_by("decided_at")
    said_no = {
        (lever, parameter, kind, scope): expected
        for lever, parameter, kind, scope, expected in declined.values_list(
            "lever", "parameter", "scope_kind", "scope_id", "expected"
        )
    }
    fresh = []
    for row in rows:
        place = (row.lever, row.plan_id, row.scope_kind, row.scope_id)
        before = said_no.get((row.lever, row.parameter, row.scope_kind, row.scope_id))
        if place in taken or (before is not None and row.expected < RISE_AFTER_DECLINE * before):
            continue
        taken.add(place)
        fresh.append(row)
    return fresh


def _proposed(row: Correction) -> facts.NewFact:
    return told(
        row,
        CorrectionProposed,
        lever_actor("Setpoint"),
        at=row.proposed_at,
        authority=row.authority,
        expected=row.expected,
        currency=row.currency,
        p_before=row.p_before,
        p_after=row.p_after,
    )
