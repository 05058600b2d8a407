"""Tools that ask the loop: what is at risk and why, what it would correct, what its corrections did."""

from typing import Annotated

from django.core.exceptions import ValidationError
from pydantic import Field

from setpoint.api.endpoints.loop import correction_json, visible_corrections
from setpoint.api.mcp.tools.base import Arguments, Changing, Json, tool
from setpoint.kernel.actors import Actor
from setpoint.loop.act.models import Correction, DeclineReason
from setpoint.loop.act.models.correction import WAITING, State
from setpoint.loop.act.operations import corrections, execution
from setpoint.loop.act.queries import explanations
from setpoint.loop.cycle_report import report
from setpoint.loop.verify.models import Verification

MOST = 50


class Nothing(Arguments):
    """Nothing is asked."""


class Decision(Changing):
    """A correction by its number."""

    correction: int


class Refusal(Decision):
    """Why it is declined."""

    reason: DeclineReason
    note: Annotated[str, Field(max_length=500)] = ""


@tool("goals_at_risk", "Which goals are at risk, by money: plan, actual, forecast, chance, class.", Nothing)
def at_risk(asked: Nothing, by: Actor) -> Json:
    """Return goals whose chance is below 80 %, those with most money at risk first."""
    del asked
    goals = [goal for goal in report(by) if goal["p_hit"] is not None and goal["p_hit"] < 0.8]  # noqa: PLR2004 - loop.md 3.1: admissible from there on
    return {"goals": sorted(goals, key=lambda goal: -(goal["money_at_risk"] or 0))[:MOST]}


@tool("what_would_you_correct", "Which corrections wait for a decision, and why, in words.", Nothing)
def waiting(asked: Nothing, by: Actor) -> Json:
    """Return corrections that wait, with their explanations."""
    del asked
    rows = list(visible_corrections(by).filter(state__in=WAITING).order_by("-expected")[:MOST])
    words = explanations(rows)
    return {"corrections": [correction_json(row) | {"explanation": words.get(row.pk, "")} for row in rows]}


@tool("what_did_corrections_do", "What the last corrections did: measured effect, its uncertainty, its grade.", Nothing)
def measured(asked: Nothing, by: Actor) -> Json:
    """Return applied corrections, the newest first, with what was measured."""
    del asked
    done = (State.EXECUTED, State.VERIFIED, State.UNDONE)
    rows = list(visible_corrections(by).filter(state__in=done).order_by("-executed_at", "-pk")[:MOST])
    found = {row.correction_id: row for row in Verification.objects.filter(correction__in=rows)}
    return {"corrections": [correction_json(row) | {"measured": _measured(found.get(row.pk))} for row in rows]}


@tool("apply_correction", "Apply a correction that waits. Try it with dry_run first.", Decision, changes=True)
def applying(asked: Decision, by: Actor) -> Json:
    """Return the correction as it stands."""
    return correction_json(execution.apply(_found(asked.correction, by), by=by))


@tool("undo_correction", "Put back exactly what was before an applied correction.", Decision, changes=True)
def undoing(asked: Decision, by: Actor) -> Json:
    """Return the correction as it stands."""
    return correction_json(execution.undo(_found(asked.correction, by), by=by))


@tool("decline_correction", "Decline a correction that waits, with a reason.", Refusal, changes=True)
def declining(asked: Refusal, by: Actor) -> Json:
    """Return the correction as it stands."""
    row = _found(asked.correction, by)
    return correction_json(corrections.decline(row, reason=asked.reason, note=asked.note, by=by))


def _found(number: int, by: Actor) -> Correction:
    row = visible_corrections(by).filter(pk=number).first()
    if row is None:
        raise ValidationError({"correction": "There is no such correction, or you do not see it."})
    return row


def _measured(row: Verification | None) -> Json | None:
    if row is None:
        return None
    return {"metric": row.metric, "effect": row.effect, "low": row.ci_lo, "high": row.ci_hi, "grade": row.grade}
