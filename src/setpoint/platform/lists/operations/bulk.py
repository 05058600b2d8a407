"""Changing many records at once: all, or undone. A job does it in chunks; each leaves the writer to others soon."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.kernel import facts, jobs
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, machine_now
from setpoint.kernel.job_orders import KIND as JOBS
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import Ref
from setpoint.platform.lists.asking import question
from setpoint.platform.lists.changing import change_of
from setpoint.platform.lists.kinds import columns_of, list_of
from setpoint.platform.lists.models import BulkEdit, BulkState
from setpoint.platform.lists.permissions import BULK
from setpoint.platform.lists.record import BulkBegun, BulkUndone

JOB = "lists.bulk"


@transaction.atomic
def begin(
    kind: str,
    *,
    change: str,
    given: str,
    by: Actor,
    ids: Sequence[int] | None = None,
    asked: Mapping[str, str] | None = None,
    at_once: bool = False,
) -> BulkEdit:
    """Let records be changed as a job: those chosen, or all that `asked` finds. ValidationError for no value.

    `at_once`: they are few, the caller does the work (`bulk.work`), and no job is needed, nor for undoing.
    """
    if by.user_id is None:
        raise PermissionDenied
    listed = list_of(kind)
    wanted = change_of(kind, change, by)
    wanted.read(given, by)
    if ids is not None:
        total = len(chosen := sorted(set(ids)))
    else:
        chosen = None
        found = question(listed, columns_of(listed, by), asked or {}, by, action=wanted.action)
        if found.problems:
            raise ValidationError(list(found.problems))
        total = found.search.fitting.count()
    if not total:
        raise ValidationError(_("Choose at least one record."))
    edit = BulkEdit.objects.create(
        kind=kind,
        change=change,
        label=str(wanted.label)[:200],
        given=given,
        asked=dict(asked or {}),
        ids=chosen,
        person_id=by.user_id,
        total=total,
        begun_at=machine_now(),
    )
    if not at_once:
        edit.job = jobs.enqueue(JOB, {"edit_id": edit.pk}, key=f"{edit.pk}", by=by)
        edit.save(update_fields=["job"])
    _tell(edit, BulkBegun(edit.label, kind, total), by)
    return edit


@transaction.atomic
def undo(edit: BulkEdit, *, by: Actor) -> BulkEdit:
    """Take a change back as a job, also one that is under way. ValidationError where it is taken back already."""
    edit = BulkEdit.objects.select_for_update().get(pk=edit.pk)
    if by.user_id != edit.person_id:
        # who may end the jobs of others may end this one
        require(by, JOBS, "change")
    if edit.state not in (BulkState.DONE, BulkState.RUNNING):
        raise ValidationError(_("This is undone already."))
    edit.state, edit.done = BulkState.UNDOING, 0
    if edit.job_id is not None:
        edit.job = jobs.enqueue(JOB, {"edit_id": edit.pk}, key=f"{edit.pk} undo", by=by)
    edit.save(update_fields=["state", "done", "job"])
    _tell(edit, BulkUndone(edit.label, edit.kind, edit.changed), by)
    return edit


def _tell(edit: BulkEdit, payload: object, by: Actor) -> None:
    facts.emit(facts.NewFact(payload, about=Ref(BULK, edit.pk), by=by, occurred_at=company_now()))
