"""Moving the rows of what was removed, there and back: in chunks, each with its cursor in the same transaction."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.jobs import Running, job
from setpoint.platform.removing.models import MovedRow, Removal, RemovalState
from setpoint.platform.removing.operations import JOB, undo
from setpoint.platform.removing.registry import REMOVABLE

CHUNK = 200


def take_back(removal_id: int, *, by: Actor) -> None:
    """Bring back what was being removed, with the rows that have gone."""
    undo(Removal.objects.get(pk=removal_id), by=by)


@job(JOB, title=_("Move what stood in something removed"), cancel=take_back)
def move_rows(run: Running, removal_id: int) -> None:
    """Go on with a removal, or with its undoing."""
    while True:
        with transaction.atomic():
            removal = Removal.objects.select_for_update().get(pk=removal_id)
            step = {RemovalState.MOVING: _there, RemovalState.UNDOING: _back}.get(RemovalState(removal.state))
            if step is None:
                return
            count = step(removal)
            run.progress(run.done + count, removal.rows)


def _actor(removal: Removal) -> Actor:
    return Actor("system", removal.by_id, removal.by_label, "system")


def _there(removal: Removal) -> int:
    removable = REMOVABLE[removal.what]
    records = list(removable.records(removal.thing, removal.at, CHUNK))
    if not records or removal.goes_to is None:
        Removal.objects.filter(pk=removal.pk).update(state=RemovalState.DONE)
        return 0
    moved = removable.move(removal.thing, removal.goes_to, records, by=_actor(removal))
    MovedRow.objects.bulk_create(MovedRow(removal=removal, record=record) for record in moved)
    Removal.objects.filter(pk=removal.pk).update(at=records[-1], moved=F("moved") + len(moved))
    return len(records)


def _back(removal: Removal) -> int:
    rows = MovedRow.objects.filter(removal=removal, record__gt=removal.at).order_by("record")
    records = list(rows.values_list("record", flat=True)[:CHUNK])
    if not records or removal.goes_to is None:
        Removal.objects.filter(pk=removal.pk).update(state=RemovalState.UNDONE)
        return 0
    REMOVABLE[removal.what].move_back(removal.thing, removal.goes_to, records, by=_actor(removal))
    Removal.objects.filter(pk=removal.pk).update(at=records[-1])
    return len(records)
