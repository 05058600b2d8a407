"""What is done with deals. Every verb works on a set; one deal is a set of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.customers.operations import contacts
from setpoint.domains.sales.deal_facts import BATCH, closed, deal_fact, opened, people_among, reopened
from setpoint.domains.sales.deal_locks import TELL_THE_PAST, last_stages, locked_deals, pass_gates, require_open
from setpoint.domains.sales.gates import Missing
from setpoint.domains.sales.models import Closure, Deal, DealMark, Outcome, Stage
from setpoint.domains.sales.permissions import KIND
from setpoint.domains.sales.rates import base_amounts
from setpoint.domains.sales.record import DealChanged, DealMoved, DealReassigned, DealTouched, DealTransferred
from setpoint.kernel import facts
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.bulk import update_each
from setpoint.kernel.clock import company_now
from setpoint.kernel.field_rights import require_writable
from setpoint.kernel.folding import fold
from setpoint.kernel.models import User
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import require_still, scope_of, within_scope
from setpoint.platform.fields.operations.values import fill_many
from setpoint.platform.fields.requiring import require_filled

CHANGEABLE = ("name", "amount", "product", "customer", "estimated")


@dataclass(frozen=True)
class Touch:
    """One touch of a deal; `kind` is call, email, meeting or note, `text` what is to be remembered of it.

    `author` did it where `by` speaks for others (an import, a simulation).
    """

    deal: int
    kind: str
    at: datetime
    connected: bool = True
    author: Actor | None = None
    text: str = ""


@dataclass(frozen=True)
class Move:
    """One deal to be put into a stage, now by default. `dated` False: it is seen there, when it came is unknown."""

    deal: int
    stage: Stage
    at: datetime | None = None
    author: Actor | None = None
    dated: bool = True


@dataclass(frozen=True)
class Closing:
    """One deal to be closed; `amount` None leaves what is known, `forget_amount` makes it unknown.

    `author` did it where `by` speaks for others (an import, a simulation).
    """

    deal: int
    outcome: Outcome
    at: datetime
    amount: int | None = None
    reason: str = ""
    forget_amount: bool = False
    author: Actor | None = None


@transaction.atomic
def create_many(deals: Sequence[Deal], *, by: Actor, released_at: datetime | None = None) -> list[Deal]:
    """Save unsaved open deals with their facts, in sets.

    A deal without `opened_at` is "created unknown"; its fact bears `released_at` (now by default).
    """
    created = _create_many(deals, by, released_at)
    require_still(by, Deal.objects.all(), KIND, "create", [deal.pk for deal in created])
    return created


def _create_many(deals: Sequence[Deal], by: Actor, released_at: datetime | None = None) -> list[Deal]:
    _require_create(by, deals)
    moment = released_at or company_now()
    for deal in deals:
        deal.folded = fold(deal.name)
        deal.stage_since = deal.stage_since or deal.opened_at
    created = Deal.objects.bulk_create(deals, batch_size=BATCH)
    people = people_among(created)
    facts.emit_many([opened(deal, by, moment, people) for deal in created])
    return created


@transaction.atomic
def create(*, by: Actor, fields: Mapping[str, Any] | None = None, **values: Any) -> Deal:
    """Create one deal now, with what it says in fields of its kind. ValidationError names the field that is wrong."""
    require_writable(by, KIND, [name for name, value in values.items() if value not in (None, "")])
    deal = Deal(opened_at=company_now(), **values)
    deal.folded = fold(deal.name)
    deal.full_clean()
    created = _create_many([deal], by)[0]
    fill_many(KIND, {created.pk: fields or {}}, by=by, created=True)
    require_still(by, Deal.objects.all(), KIND, "create", [created.pk])
    require_filled(KIND, {created.pk: created.stage_id})
    pass_gates({created.pk: created.stage}, {created.pk: created}, by=by, fresh=True)
    return created


@transaction.atomic
def touch_many(touches: Sequence[Touch], *, by: Actor) -> None:
    """Record touches of open deals, in sets; a deal remembers its latest.

    ValidationError where a deal that was more than noted on has no customer.
    """
    deals = locked_deals(by, [touch.deal for touch in touches])
    require_open(deals.values())
    # a note is for colleagues; every other touch is a contact with somebody
    contacts.admit({deals[touch.deal].customer_id for touch in touches if touch.kind != "note"}, actor=SYSTEM)
    for touch in touches:
        deal = deals[touch.deal]
        deal.touched_at = max(filter(None, (deal.touched_at, touch.at)))
    update_each(deals.values(), ["touched_at"])
    people = people_among([deals[touch.deal] for touch in touches if touch.text])
    facts.emit_many(
        [
            deal_fact(
                deals[touch.deal],
                DealTouched,
                touch.author or by,
                touch.at,
                person=people.get(deals[touch.deal].customer_id or 0) if touch.text else None,
                through=touch.kind,
                touch=touch.kind,
                connected=touch.connected,
                text=touch.text,
            )
            for touch in touches
        ]
    )


@transaction.atomic
def move_many(moves: Sequence[Move], *, by: Actor) -> dict[int, list[Missing]]:
    """Put open deals into stages, each once; one already there stays untouched, one of another pipeline goes over.

    GateError where a stage refuses a deal; return what stages would rather have, by deal. Marks of control go.
    """
    deals = locked_deals(by, [move.deal for move in moves])
    require_open(deals.values())
    require_filled(KIND, {move.deal: move.stage.pk for move in moves})
    lacking = pass_gates({move.deal: move.stage for move in moves}, deals, by=by)
    now = company_now()
    written: list[Deal] = []
    new_facts = []
    for move in moves:
        deal = deals[move.deal]
        old = deal.stage
        if old.pk == move.stage.pk:
            continue
        # between pipelines nothing was reached: it is told apart from a step
        kind = DealMoved if move.stage.pipeline_id == deal.pipeline_id else DealTransferred
        at = move.at or now
        deal.stage, deal.pipeline, deal.stage_since = move.stage, move.stage.pipeline, at if move.dated else None
        written.append(deal)
        names: dict[str, Any] = {"from_stage": old.pk, "from_name": old.name, "to_name": deal.stage.name}
        if kind is DealMoved:
            names["dated"] = move.dated
        changes = {"stage": [old.pk, deal.stage_id]}
        new_facts.append(deal_fact(deal, kind, move.author or by, at, changes=changes, **names))
    update_each(written, ["stage", "pipeline", "stage_since"])
    DealMark.objects.filter(deal__in=written).delete()
    require_still(by, Deal.objects.all(), KIND, "change", [deal.pk for deal in written])
    facts.emit_many(new_facts)
    return lacking


@transaction.atomic
def shift(ids: Sequence[int], *, old: int, new: int, by: Actor) -> list[int]:
    """Put what stands open in one stage into another of its pipeline, for the stage's sake and not the deal's.

    Nothing is asked that a deal must have to enter. Return those that went.
    """
    stages = Stage.every.in_bulk([old, new])
    found = {pk: deal for pk, deal in locked_deals(by, ids).items() if deal.closed_at is None and deal.stage_id == old}
    now = company_now()
    names: dict[str, Any] = {"from_stage": old, "from_name": stages[old].name, "to_name": stages[new].name}
    for deal in found.values():
        deal.stage, deal.stage_since = stages[new], now
    update_each(found.values(), ["stage", "stage_since"])
    facts.emit_many(
        [deal_fact(deal, DealMoved, by, now, changes={"stage": [old, new]}, **names) for deal in found.values()]
    )
    return list(found)


@transaction.atomic
def close_many(closings: Sequence[Closing], *, by: Actor) -> None:
    """Win or lose open deals, in sets."""
    deals = locked_deals(by, [closing.deal for closing in closings])
    if any(closing.amount not in (None, deals[closing.deal].amount) for closing in closings):
        require_writable(by, KIND, ["amount"])
    require_open(deals.values())
    won = [deals[closing.deal] for closing in closings if closing.outcome == Outcome.WON]
    require_filled(KIND, {deal.pk: deal.stage_id for deal in won}, past=True)
    if by.kind not in TELL_THE_PAST:
        pass_gates(last_stages(won), deals, by=by)
    written = []
    for closing in closings:
        deal = deals[closing.deal]
        deal.closed_at = closing.at
        if closing.amount is not None:
            deal.amount, deal.estimated = closing.amount, False
        elif closing.forget_amount:
            deal.amount, deal.estimated = None, False
    base = base_amounts(won, {one.deal: one.at for one in closings}, lenient=by.kind in TELL_THE_PAST)
    for closing in closings:
        told = (closing.outcome, closing.reason, closing.author or by, closing.at)
        written.append(closed(deals[closing.deal], *told, base=base.get(closing.deal)))
    update_each(deals.values(), ["closed_at", "amount", "estimated"])
    DealMark.objects.filter(deal__in=deals).delete()
    Closure.objects.bulk_create(
        (
            Closure(
                deal_id=closing.deal,
                outcome=closing.outcome,
                reason=closing.reason,
                closed_at=closing.at,
                closed_by_id=(closing.author or by).user_id,
                base_amount=base.get(closing.deal),
            )
            for closing in closings
        ),
        batch_size=BATCH,
    )
    facts.emit_many(written)


def win(deal: Deal, *, by: Actor, amount: int | None = None) -> None:
    """Win one deal now, for `amount` minor units if given."""
    close_many([Closing(deal.pk, Outcome.WON, company_now(), amount)], by=by)


def lose(deal: Deal, *, reason: str, by: Actor) -> None:
    """Lose one deal now. ValidationError where no reason is given."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the deal was lost.")})
    close_many([Closing(deal.pk, Outcome.LOST, company_now(), reason=reason.strip())], by=by)


@transaction.atomic
def reopen(deal: Deal, *, by: Actor) -> None:
    """Open a closed deal again, in the stage it had; where that was removed, in the one before it."""
    deal = locked_deals(by, [deal.pk])[deal.pk]
    closure = Closure.objects.filter(deal=deal).first()
    if closure is None:
        raise ValidationError(_("The deal is open already."))
    told = reopened(deal, closure, by, company_now())
    closure.delete()
    deal.closed_at = None
    deal.save(update_fields=["closed_at"])
    facts.emit(told)
    if deal.stage.removed_at is not None:
        standing = deal.pipeline.stages.all()
        before = standing.filter(position__lt=deal.stage.position).last() or standing[0]
        shift([deal.pk], old=deal.stage_id, new=before.pk, by=by)


@transaction.atomic
def reassign_many(owners: Mapping[int, User], *, by: Actor, correction: int | None = None) -> None:
    """Give open deals to other owners (deal id → user); one already his stays untouched."""
    deals = locked_deals(by, owners, action="reassign")
    require_open(deals.values())
    moment = company_now()
    written = []
    for deal in deals.values():
        old, new = deal.owner, owners[deal.pk]
        if not new.is_active:
            raise ValidationError({"owner": _("%(name)s no longer works here.") % {"name": new.name}})
        if old.pk != new.pk:
            deal.owner = new
            written.append((deal, old))
    update_each([deal for deal, old in written], ["owner"])
    facts.emit_many(
        [
            deal_fact(
                deal,
                DealReassigned,
                by,
                moment,
                changes={"owner": [old.pk, deal.owner_id]},
                from_owner=old.pk,
                from_name=old.name,
                to_name=deal.owner.name,
                correction=correction,
            )
            for deal, old in written
        ]
    )


@transaction.atomic
def change(deal: Deal, values: Mapping[str, Any], *, by: Actor) -> Deal:
    """Change fields of a deal; a change to what it was writes nothing. ValidationError names the field."""
    deal = locked_deals(by, [deal.pk])[deal.pk]
    unknown = set(values) - set(CHANGEABLE)
    if unknown:
        raise ValidationError({name: _("This field cannot be changed.") for name in unknown})
    changes = {
        name: [_plain(getattr(deal, name)), _plain(value)]
        for name, value in values.items()
        if getattr(deal, name) != value
    }
    if not changes:
        return deal
    require_writable(by, KIND, changes)
    if "amount" in changes:
        # what was won is counted already
        require_open([deal])
    for name in changes:
        setattr(deal, name, values[name])
    if "amount" in changes and "estimated" not in values and deal.estimated:
        deal.estimated = False
        changes["estimated"] = [True, False]
    deal.folded = fold(deal.name)
    deal.full_clean()
    deal.save(update_fields=[*changes, "folded"])
    require_still(by, Deal.objects.all(), KIND, "change", [deal.pk])
    facts.emit(
        deal_fact(
            deal,
            DealChanged,
            by,
            company_now(),
            changes=changes,
            person=people_among([deal]).get(deal.customer_id or 0),
            fields=", ".join(sorted(changes)),
        )
    )
    return deal


def _require_create(by: Actor, deals: Sequence[Deal]) -> None:
    if by.view_only or scope_of(by, KIND, "create") is None:
        allowed: set[int] = set()
    elif scope_of(by, KIND, "create") == Scope.ALL:
        return
    else:
        owners = User.objects.filter(pk__in={deal.owner_id for deal in deals})
        allowed = set(within_scope(by, owners, KIND, "create", owner="pk").values_list("pk", flat=True))
    if {deal.owner_id for deal in deals} - allowed:
        raise PermissionDenied(_("You may create deals only for yourself or your team."))


def _plain(value: Any) -> Any:
    return getattr(value, "pk", value)
