"""What happened: facts of one record, or all that one sees in the order in which they were written down."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from setpoint.api.endpoints.collection import REFUSALS, json
from setpoint.api.resources.base import RESOURCES
from setpoint.api.signing_in import actor
from setpoint.journal.models import Fact
from setpoint.journal.reading import Told, tell, timeline, veiled, visible_facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import visible_to

router = Router(tags=["facts"])
MOST = 500


class FactsAsked(Schema):
    """Facts after the number `after`; of `kind` only, where it is given."""

    after: Annotated[int, Field(ge=0, le=2**63 - 1)] = 0
    kind: Annotated[str, Field(max_length=60)] = ""
    size: Annotated[int, Field(ge=1, le=MOST)] = 100


class TimelineAsked(Schema):
    """Facts before the number `before`, the newest first."""

    before: Annotated[int, Field(ge=0, le=2**63 - 1)] | None = None
    size: Annotated[int, Field(ge=1, le=MOST)] = 50


class FactOut(Schema):
    """One thing that happened; `sentence` tells it in the language asked for."""

    id: int
    type: str
    sentence: str
    occurred_at: str
    recorded_at: str
    actor: dict[str, Any]
    door: str
    channel: str
    about: dict[str, Any]
    customer: int | None
    changes: dict[str, Any]
    data: dict[str, Any]


class FactsOut(Schema):
    """A page of facts; give `next` to read on, null at the end."""

    items: list[FactOut]
    next: int | None


@router.get("/facts", response={200: FactsOut} | REFUSALS, operation_id="list_facts", summary="What happened")
def facts(request: HttpRequest, asked: Query[FactsAsked]) -> HttpResponse:
    """Standing facts about records that you see, the oldest first: read on from the last number."""
    rows = visible_facts(actor(request), None).filter(pk__gt=asked.after)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    found = list(rows.order_by("pk")[: asked.size])
    last = found[-1].pk if len(found) == asked.size else None
    return json({"items": _told(found, actor(request)), "next": last})


@router.get(
    "/{resource}/{int:number}/timeline",
    response={200: FactsOut} | REFUSALS,
    operation_id="timeline",
    summary="What happened to a record",
)
def of_record(request: HttpRequest, resource: str, number: int, asked: Query[TimelineAsked]) -> HttpResponse:
    """Facts about a record, for a customer all that happened with him, the newest first."""
    kind = RESOURCES[resource].kind if resource in RESOURCES else ""
    found = told_timeline(kind, number, actor(request), size=asked.size, before=asked.before) if kind else None
    if found is None:
        raise Http404
    return json({"items": found, "next": found[-1]["id"] if len(found) == asked.size else None})


def told_timeline(
    kind: str, number: int, by: Actor, *, size: int, before: int | None = None
) -> list[dict[str, Any]] | None:
    """Return facts about a record, for a customer all with him, the newest first; None where it is not seen."""
    if not visible_to(by, kind).filter(pk=number).exists():
        return None
    of_customer = kind == "customers.party"
    rows = timeline(by, customer=number) if of_customer else timeline(by, about=(kind, number))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return _told(list(rows.order_by("-pk")[:size]), by)


def _told(rows: list[Fact], by: Actor) -> list[dict[str, Any]]:
    return [_json(veiled(told, by)) for told in tell(rows)]


def _json(told: Told) -> dict[str, Any]:
    fact = told.fact
    return {
        "id": fact.pk,
        "type": fact.kind,
        "sentence": told.sentence,
        "occurred_at": fact.occurred_at.isoformat(),
        "recorded_at": fact.recorded_at.isoformat(),
        "actor": {"kind": fact.actor_kind, "id": fact.actor_id, "name": fact.actor_label},
        "door": fact.door,
        "channel": fact.channel,
        "about": {"kind": fact.about_kind, "id": fact.about_id},
        "customer": fact.customer_id,
        "changes": told.changes,
        "data": told.data,
    }
