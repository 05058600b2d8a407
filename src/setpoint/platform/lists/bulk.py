"""The work of changing many records: there chunk by chunk, and back where it fails or is undone."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction

from setpoint.kernel.actors import Actor
from setpoint.kernel.bulk import insert
from setpoint.kernel.permissions import remembering
from setpoint.platform.importing.pacing import Pace, Tick
from setpoint.platform.lists.asking import Question, question
from setpoint.platform.lists.changes import Change
from setpoint.platform.lists.changing import change_of
from setpoint.platform.lists.columns import Order
from setpoint.platform.lists.kinds import columns_of, list_of
from setpoint.platform.lists.models import BulkEdit, BulkRow, BulkState
from setpoint.platform.lists.paging import page_of

# SQLite lets who waits for its one writer ask again every tenth of a second at the latest
WRITES, RESTS = 0.3, 0.11


@dataclass
class Breath:
    """Leaves the writer to others after a while: a pause in which whoever waits asks again."""

    rest: Callable[[float], None] = time.sleep
    _written: float = field(default=0.0)

    def after(self, seconds: float) -> None:
        """Rest, where enough was written since the last time; where many write at once nobody needs it."""
        self._written += seconds
        if connection.vendor == "sqlite" and self._written >= WRITES:
            self._written = 0.0
            self.rest(RESTS)


class _OtherWorkerError(Exception):
    """Another worker has gone on."""


def work(edit: BulkEdit, *, tick: Tick, pace: Pace | None = None, breath: Breath | None = None) -> None:
    """Go on with a change, or with taking it back. `tick(done, total)` is called inside each chunk's transaction."""
    pace, breath = pace or Pace(size=40), breath or Breath()
    by = Actor.of(edit.person)
    try:
        if edit.state == BulkState.RUNNING:
            _there(edit, by, tick, pace, breath)
        if edit.state == BulkState.UNDOING:
            _back(edit, by, tick, pace, breath)
    except _OtherWorkerError:
        return


def _there(edit: BulkEdit, by: Actor, tick: Tick, pace: Pace, breath: Breath) -> None:
    try:
        change = change_of(edit.kind, edit.change, by)
        value = change.read(edit.given, by)
        asked = _question(edit, by, change)
        while ids := _next(edit, asked, pace.size):
            begun = time.perf_counter()
            with transaction.atomic():
                _hold(edit)
                # rights as they are at this chunk, by which a deputy is known
                _change(edit, change, ids, value, remembering(by))
                tick(edit.done, edit.total)
            pace.learn(seconds := time.perf_counter() - begun)
            breath.after(seconds)
            if edit.state != BulkState.RUNNING:
                return
    except (ValidationError, PermissionDenied) as refusal:
        messages = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
        edit.refresh_from_db()
        edit.problem, edit.state, edit.done = " ".join(messages), BulkState.UNDOING, 0
        edit.save(update_fields=["problem", "state", "done"])
        return
    edit.state = BulkState.DONE
    BulkEdit.objects.filter(pk=edit.pk, state=BulkState.RUNNING).update(state=BulkState.DONE)


def _question(edit: BulkEdit, by: Actor, change: Change) -> Question:
    kind = list_of(edit.kind)
    return question(kind, columns_of(kind, by), edit.asked, by, action=change.action)


def _next(edit: BulkEdit, asked: Question, size: int) -> list[int]:
    """Return the numbers of the next records, in their order; read outside any transaction."""
    if edit.ids is None:
        return page_of(asked.search, Order(), after=f"~{edit.at}", size=size).ids
    return [number for number in edit.ids if number > edit.at][:size]


def _hold(edit: BulkEdit) -> None:
    """Lock the change, and see whether it is to go on."""
    held = BulkEdit.objects.select_for_update().get(pk=edit.pk)
    if held.at != edit.at:
        raise _OtherWorkerError
    edit.state = held.state


def _change(edit: BulkEdit, change: Change, ids: Sequence[int], value: object, by: Actor) -> None:
    if edit.state != BulkState.RUNNING:
        return
    old = change.now(ids)
    change.apply(dict.fromkeys(ids, value), by)
    new = change.now(ids)
    changed = [pk for pk in ids if old.get(pk) != new.get(pk)]
    insert(
        BulkRow,
        {
            "edit_id": [edit.pk] * len(changed),
            "kind": [edit.kind] * len(changed),
            "record": changed,
            "old": [old.get(pk) for pk in changed],
            "new": [new.get(pk) for pk in changed],
        },
    )
    edit.at, edit.done, edit.changed = ids[-1], edit.done + len(ids), edit.changed + len(changed)
    BulkEdit.objects.filter(pk=edit.pk).update(at=edit.at, done=edit.done, changed=edit.changed)


def _back(edit: BulkEdit, by: Actor, tick: Tick, pace: Pace, breath: Breath) -> None:
    change = change_of(edit.kind, edit.change, by)
    total = edit.done + edit.rows.count()
    while rows := list(edit.rows.order_by("record")[: pace.size]):
        begun = time.perf_counter()
        with transaction.atomic():
            held = BulkEdit.objects.select_for_update().get(pk=edit.pk)
            if held.done != edit.done:
                raise _OtherWorkerError
            edit.kept += len(rows) - _give_back(change, rows, remembering(by))
            edit.done += len(rows)
            BulkRow.objects.filter(pk__in=[row.pk for row in rows]).delete()
            BulkEdit.objects.filter(pk=edit.pk).update(done=edit.done, kept=edit.kept)
            tick(edit.done, total)
        pace.learn(seconds := time.perf_counter() - begun)
        breath.after(seconds)
    edit.state = BulkState.UNDONE
    BulkEdit.objects.filter(pk=edit.pk).update(state=edit.state)


def _give_back(change: Change, rows: Sequence[BulkRow], by: Actor) -> int:
    """Give records what they said before; what somebody has changed since stays. Return how many went back."""
    now = change.now([row.record for row in rows])
    untouched = [row for row in rows if row.record in now and now[row.record] == row.new]
    return _restore(change, untouched, by)


def _restore(change: Change, rows: Sequence[BulkRow], by: Actor) -> int:
    """Restore rows at once, or in halves where one of them cannot be."""
    if not rows:
        return 0
    try:
        with transaction.atomic():
            change.apply({row.record: change.back(row.old) for row in rows}, by)
    except (ValidationError, PermissionDenied):
        if len(rows) == 1:
            return 0
        middle = len(rows) // 2
        return _restore(change, rows[:middle], by) + _restore(change, rows[middle:], by)
    return len(rows)
