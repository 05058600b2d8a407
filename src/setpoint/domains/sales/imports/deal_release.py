"""Items of an export's deals happen: deals begin, become better known, end; each set in few statements."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.models.party import PartyKind
from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.models import Deal, Outcome, Stage
from setpoint.domains.sales.operations import deals, history
from setpoint.domains.sales.operations.deals import Closing
from setpoint.domains.sales.operations.history import Later, Past
from setpoint.domains.sales.permissions import KIND
from setpoint.kernel.actors import Actor
from setpoint.kernel.folding import fold
from setpoint.kernel.models import User
from setpoint.kernel.refs import Ref

PARTY = "customers.party"
Payload = Mapping[str, Any]


def release(payloads: Sequence[Payload], *, by: Actor) -> list[Ref]:
    """Let payloads of `Happenings` happen; return the deals and customers created."""
    by_op: dict[str, dict[str, Payload]] = {"open": {}, "later": {}, "close": {}}
    for payload in payloads:
        by_op[payload["op"]][payload["key"]] = payload
    begun = by_op["open"]
    stages = Stage.every.select_related("pipeline").in_bulk(
        {payload["stage"] for payload in payloads if payload.get("stage")}
    )
    created: list[Ref] = []
    if begun:
        customers, new = _customers(begun.values(), by)
        owners = User.objects.in_bulk({payload["owner"] for payload in begun.values()})
        pasts = [
            Past(
                _deal(payload, owners, stages, customers),
                _moment(payload),
                _later(by_op["later"].get(key), stages),
                _closing(by_op["close"].get(key)),
                payload.get("history", True),
            )
            for key, payload in begun.items()
        ]
        made = history.create_with_past(pasts, by=by)
        created = [*new, *(Ref(KIND, deal.pk) for deal in made)]
    _go_on({op: [p for key, p in by_op[op].items() if key not in begun] for op in ("later", "close")}, stages, by)
    return created


def _go_on(by_op: Mapping[str, Sequence[Payload]], stages: Mapping[int, Stage], by: Actor) -> None:
    """Continue deals that began earlier; those that people have closed meanwhile are left alone."""
    keys = {payload["key"] for payloads in by_op.values() for payload in payloads}
    if not keys:
        return
    # the index on keys leaves empty ones out, and is used only where the query does too
    rows = Deal.objects.exclude(external_id="").filter(external_id__in=keys).open()
    found = {key: (pk, stage) for key, pk, stage in rows.values_list("external_id", "pk", "stage_id")}
    later = [payload for payload in by_op["later"] if payload["key"] in found]
    moves = [
        deals.Move(
            found[payload["key"]][0], stages[payload["stage"]], _moment(payload), dated=payload.get("history", True)
        )
        for payload in later
        if payload["stage"] != found[payload["key"]][1]
    ]
    amounts = {
        found[payload["key"]][0]: Later(_moment(payload), amount=payload["amount"])
        for payload in later
        if payload["amount"] is not None
    }
    if moves:
        deals.move_many(moves, by=by)
    if amounts:
        history.revalue_many(amounts, by=by)
    closings = [_closing(payload, found[payload["key"]][0]) for payload in by_op["close"] if payload["key"] in found]
    if closings:
        deals.close_many([closing for closing in closings if closing], by=by)


def _customers(payloads: Iterable[Payload], by: Actor) -> tuple[dict[str, int], list[Ref]]:
    """Return folded name -> customer, and those that had to be created: organisations, on their first deal's day."""
    first: dict[str, Payload] = {}
    for payload in payloads:
        if payload["customer"]:
            first.setdefault(fold(payload["customer"]), payload)
    known = dict(Party.objects.filter(folded__in=first).order_by("-pk").values_list("folded", "pk"))
    new: list[Ref] = []
    missing = [(name, payload) for name, payload in first.items() if name not in known]
    if missing:
        earliest = min(_moment(payload) for _name, payload in missing)
        rows = [Party(kind=PartyKind.ORGANISATION, name=payload["customer"]) for _name, payload in missing]
        made = parties.create_many(rows, by=by, at=earliest)
        known |= {party.folded: party.pk for party in made}
        new = [Ref(PARTY, party.pk) for party in made]
    return known, new


def _deal(
    payload: Payload, owners: Mapping[int, User], stages: Mapping[int, Stage], customers: Mapping[str, int]
) -> Deal:
    stage = stages[payload["stage"]]
    return Deal(
        name=payload["name"][:200],
        pipeline=stage.pipeline,
        stage=stage,
        owner=owners[payload["owner"]],
        customer_id=customers.get(fold(payload["customer"] or "")),
        product_id=payload["product"],
        amount=payload["amount"],
        estimated=payload["estimated"],
        currency=payload["currency"],
        opened_at=datetime.fromisoformat(payload["opened_at"]) if payload["opened_at"] else None,
        external_id=payload["key"],
    )


def _later(payload: Payload | None, stages: Mapping[int, Stage]) -> Later | None:
    return None if payload is None else Later(_moment(payload), stages[payload["stage"]], payload["amount"])


def _closing(payload: Payload | None, deal: int = 0) -> Closing | None:
    if payload is None:
        return None
    outcome = Outcome(payload["outcome"])
    return Closing(
        deal,
        outcome,
        _moment(payload),
        payload["amount"],
        payload["reason"],
        forget_amount=outcome == Outcome.LOST,
    )


def _moment(payload: Payload) -> datetime:
    return datetime.fromisoformat(payload["at"])
