"""Third step of an import: its rows become records, chunk by chunk; killed between two chunks, it goes on."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from setpoint.kernel import jobs
from setpoint.kernel.actors import Actor
from setpoint.kernel.bulk import insert
from setpoint.kernel.clock import company_now, machine_now, set_company_time
from setpoint.kernel.refs import Ref
from setpoint.platform.importing.agreeing import CURRENCY, importer_of, judge, known_of, parser_of, questions
from setpoint.platform.importing.files import discard
from setpoint.platform.importing.importer import Importer, Item
from setpoint.platform.importing.kinds import KINDS
from setpoint.platform.importing.memory import remember
from setpoint.platform.importing.pacing import Pace, Tick, silent
from setpoint.platform.importing.parsing import Parser, Record, Refusal
from setpoint.platform.importing.problems import FileError
from setpoint.platform.importing.sources import Row, rows
from setpoint.platform.importing.uploads import JOB
from setpoint.platform.models import ImportedRange, ImportFile, ImportRun, ImportState, RefusedRow, ReleaseItem
from setpoint.platform.permissions import require_import


class InterruptedByOtherError(Exception):
    """Another worker has gone on with the file."""


class HaltedError(Exception):
    """Somebody has stopped the import: the chunk in hand is rolled back, what is in stays."""


@transaction.atomic
def start(
    run: ImportRun, *, by: Actor, replay_from: datetime | None = None, job_in: timedelta = timedelta()
) -> ImportRun:
    """Let an import run as a job, due in `job_in`. ValidationError names the questions that are still open.

    `replay_from` stops company time at that moment: what the files tell of later waits until time is
    moved on. ValidationError in a company that has a past of its own.
    """
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state not in (ImportState.DRAFT, ImportState.FAILED, ImportState.STOPPED):
        raise ValidationError(_("This import has been started already."))
    files = list(run.files.all())
    require_import(by, [KINDS[file.kind] for file in files])
    open_questions = [f"{file.name}: {_named(file, key)}" for file in files for key in questions(file)]
    if open_questions:
        raise ValidationError(_("Still to be decided: %(list)s.") % {"list": ", ".join(open_questions)})
    for file in files:
        remember(file)
    if replay_from is not None:
        _turn_back(files, replay_from)
    if run.job_id is not None:
        jobs.cancel(run.job_id)
    run.state, run.started_at, run.problem = ImportState.RUNNING, machine_now(), None
    run.job = jobs.enqueue(JOB, {"import_id": run.pk}, run_at=machine_now() + job_in, by=by)
    run.save(update_fields=["state", "started_at", "problem", "job"])
    return run


@transaction.atomic
def stop(run: ImportRun, *, by: Actor) -> ImportRun:
    """Let an import end between two chunks: what is in stays, `start` goes on. ValidationError if it does not run."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    require_import(by, [KINDS[file.kind] for file in run.files.all()])
    if run.state != ImportState.RUNNING:
        raise ValidationError(_("Only an import that runs can be stopped."))
    run.state = ImportState.STOPPED
    run.save(update_fields=["state"])
    return run


def work(run: ImportRun, *, tick: Tick = silent) -> None:
    """Do the rows that are not yet done. `tick(done, total)` is called inside the transaction of each chunk.

    `HaltedError` where somebody has stopped the import.
    """
    total = sum(file.survey["rows"] for file in run.files.all())
    try:
        for file in run.files.all():
            _work_file(file, lambda done: tick(done, total))
    except FileError as error:
        _end(run, ImportState.FAILED, problem=error.problem.to_json())
        return
    _end(run, ImportState.DONE, finished_at=machine_now())
    discard(file.stored for file in run.files.all())


def _end(run: ImportRun, state: ImportState, **values: object) -> None:
    """Say how an import has ended, unless somebody has stopped it meanwhile."""
    if not ImportRun.objects.filter(pk=run.pk, state=ImportState.RUNNING).update(state=state, **values):
        raise HaltedError


def remember_created(run_id: int, created: Iterable[Ref]) -> None:
    """Note records as created by a run, as ranges of numbers; inside the transaction that created them."""
    ranges: list[ImportedRange] = []
    for kind, number in created:
        last = ranges[-1] if ranges else None
        if last is not None and (last.kind, last.last + 1) == (kind, number):
            last.last = number
        else:
            ranges.append(ImportedRange(run_id=run_id, kind=kind, first=number, last=number))
    ImportedRange.objects.bulk_create(ranges, batch_size=500)


def queue(run_id: int, kind: str, items: Sequence[Item]) -> None:
    """Let items wait for their time."""
    insert(
        ReleaseItem,
        {
            "run_id": [run_id] * len(items),
            "kind": [kind] * len(items),
            "key": [item.key for item in items],
            "due_at": [item.due_at for item in items],
            "payload": [item.payload for item in items],
        },
    )


def _named(file: ImportFile, key: str) -> str:
    return _("currency") if key == CURRENCY else str(KINDS[file.kind].field(key).label)


def _turn_back(files: Sequence[ImportFile], moment: datetime) -> None:
    importers = [KINDS[file.kind].importer for file in files]
    if any(importer.has_past() for importer in importers if importer):
        raise ValidationError(_("The company already has records of its own; time cannot go back before them."))
    set_company_time(moment, rate=0)


def _work_file(file: ImportFile, tick: Callable[[int], None]) -> None:
    parser = parser_of(file, known_of(file.run))
    importer = importer_of(file, parser.agreement)
    pace, batch = Pace(), []
    for row in rows(parser.source):
        if row.number <= file.row:
            parser.remember(row)
            continue
        batch.append(row)
        if len(batch) >= pace.size:
            pace.learn(_chunk(file, parser, importer, batch, tick))
            batch = []
    if batch:
        _chunk(file, parser, importer, batch, tick)


def _chunk(
    file: ImportFile, parser: Parser, importer: Importer, batch: Sequence[Row], tick: Callable[[int], None]
) -> float:
    outcomes = [judge(parser, importer, row) for row in batch]
    records = [outcome for outcome in outcomes if isinstance(outcome, Record)]
    refusals = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
    with transaction.atomic():
        begun = time.perf_counter()
        held = ImportFile.objects.select_for_update().select_related("run").only("row", "run__state").get(pk=file.pk)
        if held.run.state != ImportState.RUNNING:
            raise HaltedError
        if held.row != file.row:
            raise InterruptedByOtherError
        there = importer.matched(records)
        new = [record for record in records if record.row not in there]
        _write(file, importer, new, company_now())
        _refuse(file, refusals)
        _count(file, batch, created=len(new), matched=len(there), refused=len(refusals))
        _mark(file, importer, new)
        done = ImportFile.objects.filter(run=file.run_id).aggregate(done=Sum("done"))["done"]
        tick(done)
    return time.perf_counter() - begun


def _write(file: ImportFile, importer: Importer, records: Sequence[Record], now: datetime) -> None:
    if not records:
        return
    written = importer.write(records)
    due = [item for item in written.items if item.due_at <= now]
    released = importer.release([item.payload for item in due], by=importer.by) if due else []
    queue(file.run_id, file.kind, [item for item in written.items if item.due_at > now])
    remember_created(file.run_id, [*written.created, *released])


def _refuse(file: ImportFile, refusals: Sequence[Refusal]) -> None:
    insert(
        RefusedRow,
        {
            "file_id": [file.pk] * len(refusals),
            "row": [refusal.row for refusal in refusals],
            "cells": [refusal.cells for refusal in refusals],
            "problems": [[problem.to_json() for problem in refusal.problems] for refusal in refusals],
        },
    )


def _count(file: ImportFile, batch: Sequence[Row], **counts: int) -> None:
    file.row = batch[-1].number
    sums = {name: F(name) + count for name, count in counts.items()}
    ImportFile.objects.filter(pk=file.pk).update(row=file.row, done=F("done") + len(batch), **sums)


def _mark(file: ImportFile, importer: Importer, records: Sequence[Record]) -> None:
    marks = Counter(file.marks)
    for record in records:
        marks.update(importer.marks(record))
    if marks != file.marks:
        ImportFile.objects.filter(pk=file.pk).update(marks=dict(marks))
        file.marks = dict(marks)
