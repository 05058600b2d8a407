"""Verbs of deals, each a resource: a closure is made and taken back, a touch is made."""

from decimal import Decimal
from typing import Annotated, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import AwareDatetime, Field

from setpoint.api.endpoints.collection import REFUSALS, json, one
from setpoint.api.problems import RefusedError
from setpoint.api.resources.base import RESOURCES
from setpoint.api.schemas import AskedOne, Strict
from setpoint.api.signing_in import actor
from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deals
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.money import Money
from setpoint.kernel.permissions import visible_to

router = Router(tags=["deals"])


class ClosureIn(Strict):
    """How a deal ends; `amount` in major units where it was won for another one than it says."""

    outcome: Literal["won", "lost"]
    reason: Annotated[str, Field(max_length=120)] = ""
    amount: Annotated[Decimal, Field(ge=0, max_digits=15)] | None = None


class TouchIn(Strict):
    """A contact about a deal; `at` is now where it is left out."""

    kind: Literal["call", "email", "meeting", "note"]
    connected: bool = True
    text: Annotated[str, Field(max_length=5000)] = ""
    at: AwareDatetime | None = None


@router.post("/{int:number}/closure", response={201: dict} | REFUSALS, operation_id="close_deal", summary="Win or lose")
def close(request: HttpRequest, number: int, body: ClosureIn) -> HttpResponse:
    """Win or lose an open deal."""
    by = actor(request)
    deal = _deal(number, by)
    if body.outcome == "won":
        amount = None if body.amount is None else Money.of(body.amount, deal.currency).minor
        deals.win(deal, amount=amount, by=by)
    else:
        deals.lose(deal, reason=body.reason, by=by)
    return json(one(RESOURCES["deals"], number, AskedOne(), by), status=201)


@router.delete("/{int:number}/closure", response={200: dict} | REFUSALS, operation_id="reopen_deal", summary="Reopen")
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    """Open a closed deal again, in the stage it had."""
    by = actor(request)
    deals.reopen(_deal(number, by), by=by)
    return json(one(RESOURCES["deals"], number, AskedOne(), by))


@router.post("/{int:number}/touches", response={201: dict} | REFUSALS, operation_id="touch_deal", summary="Touch")
def touch(request: HttpRequest, number: int, body: TouchIn) -> HttpResponse:
    """Write down a call, e-mail, meeting or note about an open deal."""
    by, now = actor(request), company_now()
    at = body.at or now
    if at > now:
        told = _("It lies in the future.")
        raise RefusedError(422, told, [("body.at", told)])
    deals.touch_many(
        [deals.Touch(_deal(number, by).pk, body.kind, at, connected=body.connected, text=body.text)], by=by
    )
    return json(one(RESOURCES["deals"], number, AskedOne(), by), status=201)


def _deal(number: int, by: Actor) -> Deal:
    found: Deal | None = visible_to(by, "sales.deal").filter(pk=number).first()
    if found is None:
        raise Http404
    return found
