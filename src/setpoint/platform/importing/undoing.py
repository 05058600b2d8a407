"""Undo of an import: every fact about its records is taken back, the records go, what waits never happens.

What people have worked on since stays, with its facts, and so does what that needs; each is named with the reason.
"""

import time
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from setpoint.journal.models import Fact
from setpoint.journal.writing import retract
from setpoint.kernel import jobs
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.permissions import visible_to
from setpoint.platform.fields.forgetting import forget_records
from setpoint.platform.importing.agreeing import actor_of
from setpoint.platform.importing.files import discard
from setpoint.platform.importing.importer import REMOVERS
from setpoint.platform.importing.kinds import KINDS
from setpoint.platform.importing.pacing import Pace, Tick, silent
from setpoint.platform.importing.uploads import JOB
from setpoint.platform.models import ImportedRange, ImportRun, ImportState, LeftBecause, LeftRecord, ReleaseItem
from setpoint.platform.permissions import require_import

UNDOABLE = (ImportState.DONE, ImportState.FAILED, ImportState.STOPPED)


@transaction.atomic
def undo(run: ImportRun, *, by: Actor) -> ImportRun:
    """Let an import be taken back as a job. ValidationError where it is not over."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    require_import(by, [KINDS[file.kind] for file in run.files.all()])
    if run.state not in UNDOABLE:
        raise ValidationError(_("Only an import that has ended can be undone."))
    run.state = ImportState.UNDOING
    run.job = jobs.enqueue(JOB, {"import_id": run.pk}, by=by)
    run.save(update_fields=["state", "job"])
    return run


def work_back(run: ImportRun, *, tick: Tick = silent) -> None:
    """Take back what is not yet taken back. `tick(done, total)` is called inside the transaction of each chunk.

    Three ends of a record: taken back, left because people worked on it or on what needs it, left as it failed.
    """
    total = sum(last - first + 1 for first, last in run.ranges.values_list("first", "last"))
    pace, done = Pace(), 0
    while True:
        begun = time.perf_counter()
        with transaction.atomic():
            count = _forget_waiting(run, pace.size) or _take_back(run, pace.size)
            done += count
            tick(min(done, total), total)
        if not count:
            break
        pace.learn(time.perf_counter() - begun)
    run.state = ImportState.UNDONE
    run.save(update_fields=["state"])
    discard(file.stored for file in run.files.all())


def _forget_waiting(run: ImportRun, size: int) -> int:
    waiting = list(ReleaseItem.objects.filter(run=run).order_by("-pk").values_list("pk", flat=True)[:size])
    ReleaseItem.objects.filter(pk__in=waiting).delete()
    return len(waiting)


def _take_back(run: ImportRun, size: int) -> int:
    newest = ImportedRange.objects.filter(run=run).order_by("-pk").first()
    if newest is None:
        return 0
    ids = list(range(max(newest.first, newest.last - size + 1), newest.last + 1))
    left = dict.fromkeys(_worked_on(newest.kind, ids), LeftBecause.EDITED)
    left |= _remove(newest.kind, [pk for pk in ids if pk not in left])
    removed = [pk for pk in ids if pk not in left]
    facts = Fact.objects.about(newest.kind, removed).standing().values_list("pk", flat=True)
    retract(list(facts), by=actor_of(run), reason="import undone")
    LeftRecord.objects.bulk_create(
        [LeftRecord(run=run, kind=newest.kind, number=pk, because=because) for pk, because in left.items()],
        ignore_conflicts=True,
    )
    ImportRun.objects.filter(pk=run.pk).update(taken_back=F("taken_back") + len(removed))
    if ids[0] == newest.first:
        newest.delete()
    else:
        newest.last = ids[0] - 1
        newest.save(update_fields=["last"])
    return len(ids)


def _worked_on(kind: str, ids: Sequence[int]) -> set[int]:
    """Return the records of which a person has changed something, or told something, since they came in."""
    told = Fact.objects.about(kind, ids).standing().filter(actor_kind="user")
    return set(told.values_list("about_id", flat=True))


def _remove(kind: str, ids: Sequence[int]) -> dict[int, LeftBecause]:
    """Delete records at once, or by halves where some do not go; return those that are left, with the reason."""
    if not ids:
        return {}
    try:
        with transaction.atomic():
            _delete(kind, ids)
    except (models.ProtectedError, models.RestrictedError, DatabaseError) as error:
        if len(ids) == 1:
            needed = isinstance(error, (models.ProtectedError, models.RestrictedError))
            return {ids[0]: LeftBecause.NEEDED if needed else LeftBecause.FAILED}
        middle = len(ids) // 2
        return _remove(kind, ids[:middle]) | _remove(kind, ids[middle:])
    return {}


def _delete(kind: str, ids: Sequence[int]) -> None:
    forget_records(kind, ids)
    if kind in REMOVERS:
        REMOVERS[kind](ids)
    else:
        visible_to(SYSTEM, kind).filter(pk__in=ids).delete()
