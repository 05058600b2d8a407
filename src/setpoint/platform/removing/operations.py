"""Removing things in use, and undoing it; both begin at once and move rows as a job."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.kernel import facts, jobs
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, machine_now
from setpoint.kernel.refs import Ref
from setpoint.platform.removing.models import Removal, RemovalState
from setpoint.platform.removing.record import RemovalBegun, RemovalUndone
from setpoint.platform.removing.registry import REMOVABLE

JOB = "platform.removal"
KIND = "platform.removal"


@transaction.atomic
def remove(what: str, thing: int, *, by: Actor, goes_to: int | None = None) -> Removal:
    """Take a thing out of use; its rows go to `goes_to` as a job, or are hidden. ValidationError says why not."""
    removable = REMOVABLE[what]
    removable.require(by)
    targets = dict(removable.targets(thing))
    rows = removable.count(thing)
    if goes_to is not None and goes_to not in targets:
        raise ValidationError({"goes_to": _("Rows cannot go there.")})
    if goes_to is None and rows and not removable.may_hide(thing):
        raise ValidationError({"goes_to": _("Say where its records go: %(n)s.") % {"n": rows}})
    removal = Removal.objects.create(
        what=what,
        thing=thing,
        name=removable.name(thing),
        goes_to=goes_to,
        goes_to_name=targets.get(goes_to or 0, ""),
        rows=rows,
        by_id=by.user_id,
        by_label=by.label,
        begun_at=machine_now(),
        state=RemovalState.DONE if goes_to is None else RemovalState.MOVING,
    )
    removable.take_away(thing, by=by)
    _tell(removal, RemovalBegun, by)
    if goes_to is not None:
        jobs.enqueue(JOB, {"removal_id": removal.pk}, key=f"{removal.pk}", by=by)
    return removal


@transaction.atomic
def undo(removal: Removal, *, by: Actor) -> Removal:
    """Bring a thing back with its rows, also those on their way. ValidationError where that is so or under way."""
    removal = Removal.objects.select_for_update().get(pk=removal.pk)
    removable = REMOVABLE[removal.what]
    removable.require(by)
    if removal.state not in (RemovalState.DONE, RemovalState.MOVING):
        raise ValidationError(_("This is undone already."))
    removable.bring_back(removal.thing, by=by)
    removal.state = RemovalState.UNDONE if removal.goes_to is None else RemovalState.UNDOING
    removal.at = 0
    removal.save(update_fields=["state", "at"])
    _tell(removal, RemovalUndone, by)
    if removal.goes_to is not None:
        jobs.enqueue(JOB, {"removal_id": removal.pk}, key=f"{removal.pk} undo", by=by)
    return removal


def _tell(removal: Removal, payload: type, by: Actor) -> None:
    told = payload(removal.name, removal.what, removal.goes_to_name, removal.rows)
    facts.emit(facts.NewFact(told, about=Ref(KIND, removal.pk), by=by, occurred_at=company_now()))
