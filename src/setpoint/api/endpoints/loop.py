"""The loop: goals as its last turn left them, corrections and what is decided on them."""

from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from setpoint.api.endpoints.collection import REFUSALS, json
from setpoint.api.schemas import Strict
from setpoint.api.signing_in import actor
from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import visible_to
from setpoint.loop.act.models import Correction, DeclineReason
from setpoint.loop.act.models.correction import WAITING
from setpoint.loop.act.operations import corrections, execution
from setpoint.loop.act.queries import explanations
from setpoint.loop.cycle_report import report

router = Router(tags=["loop"])
KIND = "loop.correction"
MOST = 200


class CorrectionsAsked(Schema):
    """Corrections that wait for a decision, or all; before a number, the newest first."""

    waiting: bool = False
    before: Annotated[int, Field(ge=0, le=2**63 - 1)] | None = None
    size: Annotated[int, Field(ge=1, le=MOST)] = 50


class GoalsOut(Schema):
    """Every goal that you see, as the last turn of the loop left it."""

    items: list[dict[str, Any]]


class CorrectionsOut(Schema):
    """A page of corrections; give `next` as `before` to read on."""

    items: list[dict[str, Any]]
    next: int | None


class Refusal(Strict):
    """Why a correction is declined: the loop learns from it."""

    reason: DeclineReason
    note: Annotated[str, Field(max_length=500)] = ""


@router.get("/goals", response={200: GoalsOut} | REFUSALS, operation_id="list_goals", summary="Goals")
def goals(request: HttpRequest) -> HttpResponse:
    """Plan, expected to date, actual, forecast with its range, chance, class and money at risk of every goal."""
    return json({"items": report(actor(request))})


@router.get(
    "/corrections", response={200: CorrectionsOut} | REFUSALS, operation_id="list_corrections", summary="Corrections"
)
def listing(request: HttpRequest, asked: Query[CorrectionsAsked]) -> HttpResponse:
    """What the loop has proposed, what became of it, and what it did."""
    by = actor(request)
    rows = visible_corrections(by)
    if asked.waiting:
        rows = rows.filter(state__in=WAITING)
    if asked.before is not None:
        rows = rows.filter(pk__lt=asked.before)
    found = list(rows.order_by("-pk")[: asked.size])
    told = [correction_json(row) for row in found]
    return json({"items": told, "next": found[-1].pk if len(found) == asked.size else None})


@router.get("/corrections/{int:number}", response={200: dict} | REFUSALS, operation_id="get_correction", summary="One")
def one(request: HttpRequest, number: int) -> HttpResponse:
    """A correction with its explanation in words."""
    row = _found(number, actor(request))
    return json(correction_json(row) | {"explanation": explanations([row]).get(row.pk, "")})


@router.post(
    "/corrections/{int:number}/approval",
    response={200: dict} | REFUSALS,
    operation_id="approve_correction",
    summary="Apply",
)
def approval(request: HttpRequest, number: int) -> HttpResponse:
    """Apply a correction that waits."""
    by = actor(request)
    return json(correction_json(execution.apply(_found(number, by), by=by)))


@router.post(
    "/corrections/{int:number}/refusal",
    response={200: dict} | REFUSALS,
    operation_id="decline_correction",
    summary="Decline",
)
def refusal(request: HttpRequest, number: int, body: Refusal) -> HttpResponse:
    """Decline a correction that waits, with a reason."""
    by = actor(request)
    return json(correction_json(corrections.decline(_found(number, by), reason=body.reason, note=body.note, by=by)))


@router.delete(
    "/corrections/{int:number}/approval",
    response={200: dict} | REFUSALS,
    operation_id="undo_correction",
    summary="Take back",
)
def undoing(request: HttpRequest, number: int) -> HttpResponse:
    """Put back exactly what was before an applied correction."""
    by = actor(request)
    return json(correction_json(execution.undo(_found(number, by), by=by)))


def visible_corrections(by: Actor) -> QuerySet[Correction]:
    """Return the corrections that the actor sees."""
    rows: QuerySet[Correction] = visible_to(by, KIND)
    return rows


def _found(number: int, by: Actor) -> Correction:
    row = visible_corrections(by).filter(pk=number).first()
    if row is None:
        raise Http404
    return row


def correction_json(row: Correction) -> dict[str, Any]:
    """Return a correction as programs read it."""
    return {
        "id": row.pk,
        "lever": row.lever,
        "state": row.state,
        "parameter": row.parameter,
        "goal": row.goal_id,
        "scope": {"kind": row.scope_kind, "id": row.scope_id},
        "authority": row.authority,
        "design": row.design,
        "grade": row.grade,
        "expected": row.expected,
        "expected_10": row.expected_q10,
        "expected_90": row.expected_q90,
        "cost": row.cost,
        "currency": row.currency,
        "chance_before": row.p_before,
        "chance_after": row.p_after,
        "proposed_at": row.proposed_at.isoformat(),
        "expires_at": row.expires_at.isoformat(),
        "executed_at": row.executed_at.isoformat() if row.executed_at else None,
        "matures_at": row.matures_at.isoformat() if row.matures_at else None,
        "undone_at": row.undone_at.isoformat() if row.undone_at else None,
        "reason": row.reason_code,
    }
