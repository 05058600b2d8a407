"""Items of an export's deals happen: deals begin, become better known, end; each set in few statements."""

from collections import defaultdict
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
    begun, laters, closings = _by_key(payloads, "open"), _laters(payloads), _by_key(payloads, "close")
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
                [_later(later, stages) for later in laters.get(key, ())],
                _closing(closings.get(key)),
                payload.get("history", True),
                payload.get("notes", ()),
            )
            for key, payload in begun.items()
        ]
        made = history.create_with_past(pasts, by=by)
        created = [*new, *(Ref(KIND, deal.pk) for deal in made)]
    going = {key: some for key, some in laters.items() if key not in begun}
    for each in range(max(map(len, going.values()), default=0)):
        # a deal that went on several times goes one step after the other
        _go_on([some[each] for some in going.values() if each < len(some)], [], stages, by)
    _go_on([], [payload for key, payload in closings.items() if key not in begun], stages, by)
    return created


def _by_key(payloads: Sequence[Payload], op: str) -> dict[str, Payload]:
    return {payload["key"]: payload for payload in payloads if payload["op"] == op}


def _laters(payloads: Sequence[Payload]) -> dict[str, list[Payload]]:
    found: dict[str, list[Payload]] = defaultdict(list)
    for payload in payloads:
        if payload["op"] == "later":
            found[payload["key"]].append(payload)
    return {key: sorted(some, key=lambda one: str(one["at"])) for key, some in found.items()}


def _go_on(going: Sequence[Payload], ending: Sequence[Payload], stages: Mapping[int, Stage], by: Actor) -> None:
    """Continue deals that began earlier; those that people have closed meanwhile are left alone."""
    keys = {payload["key"] for payload in (*going, *ending)}
    if not keys:
        return
    # the index on keys leaves empty ones out, and is used only where the query does too
    rows = Deal.objects.exclude(external_id="").filter(external_id__in=keys).open()
    found = {key: (pk, stage) for key, pk, stage in rows.values_list("external_id", "pk", "stage_id")}
    later = [payload for payload in going if payload["key"] in found]
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
    closings = [_closing(payload, found[payload["key"]][0]) for payload in ending if payload["key"] in found]
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


def _later(payload: Payload, stages: Mapping[int, Stage]) -> Later:
    dated = payload.get("history", True)
    return Later(_moment(payload), stages[payload["stage"]], payload["amount"], dated=dated)


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
