"""What imports hold of a person who is forgotten: rows given back, events that wait, findings, files not yet in."""

from typing import TypeVar

from django.db import transaction
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from setpoint.journal.forgetting import register_shredder, values_of
from setpoint.platform.importing.files import discard, source_of
from setpoint.platform.importing.problems import FileError, Problem
from setpoint.platform.importing.sources import rows
from setpoint.platform.importing.traces import Traces
from setpoint.platform.models import ImportFile, ImportRun, ImportState, RefusedRow, ReleaseItem

M = TypeVar("M", bound=Model)
# what is still to come in: an import in one of these states reads its files again
_UNFINISHED = (ImportState.READING, ImportState.DRAFT, ImportState.RUNNING, ImportState.STOPPED, ImportState.FAILED)


@register_shredder("platform_refusedrow")
def shred_refused_rows(person_id: int) -> None:
    """Empty the rows that name the person: nothing of them is given back any more."""
    traces = Traces(values_of(person_id))
    gone = Problem("row.forgotten")
    for row in _worth_reading(RefusedRow.objects.all(), traces, "cells", "problems"):
        if traces.within(row.cells) or traces.within(row.problems):
            row.cells = [""] * len(row.cells)
            row.problems = [{**gone.to_json(), "row": row.row}]
            row.save(update_fields=["cells", "problems"])


@register_shredder("platform_releaseitem")
def shred_waiting(person_id: int) -> None:
    """Take the person's texts out of what is still to happen; it happens without them."""
    traces = Traces(values_of(person_id))
    for item in _worth_reading(ReleaseItem.objects.all(), traces, "payload"):
        left = traces.without(item.payload)
        item.payload = {**left, "name": left["name"] or "-"} if "name" in left else left
        item.save(update_fields=["payload"])


@register_shredder("platform_importfile")
def shred_files(person_id: int) -> None:
    """Take the person out of what was found in files; a file that is not yet in and names him is deleted."""
    traces = Traces(values_of(person_id))
    if not traces.texts:
        return
    for file in ImportFile.objects.select_related("run"):
        if file.run.state in _UNFINISHED and _names(file, traces):
            _end(file)
        held = [traces.within(part) for part in (file.survey, file.agreement, file.sample, file.outlook, file.name)]
        if any(held):
            file.survey, file.agreement = traces.without(file.survey), traces.without(file.agreement)
            file.sample, file.outlook, file.name = [], None, traces.without(file.name) or "-"
            file.save(update_fields=["survey", "agreement", "sample", "outlook", "name"])


@register_shredder("platform_importrun")
def shred_runs(person_id: int) -> None:
    """Take the person out of the reasons for which imports were refused."""
    traces = Traces(values_of(person_id))
    for run in ImportRun.objects.filter(problem__isnull=False):
        if traces.within(run.problem):
            run.problem = traces.without(run.problem)
            run.save(update_fields=["problem"])


def _worth_reading(objects: QuerySet[M], traces: Traces, *columns: str) -> list[M]:
    texts = {f"{column}_text": Cast(column, TextField()) for column in columns}
    wanted = Q()
    for spelling in traces.spellings():
        for name in texts:
            wanted |= Q(**{f"{name}__contains": spelling})
    return list(objects.annotate(**texts).filter(wanted)) if wanted else []


def _names(file: ImportFile, traces: Traces) -> bool:
    """Whether an uploaded file names the person; one that cannot be read is taken for one that does."""
    if not file.header:
        return True
    try:
        return any(traces.within(row.cells) for row in rows(source_of(file)))
    except FileError:
        return True


def _end(file: ImportFile) -> None:
    """End an import whose file held a person who is forgotten; what came in before stays and can be undone."""
    run = file.run
    begun = run.started_at is not None
    run.state = ImportState.FAILED if begun else ImportState.REFUSED
    run.problem = Problem("file.forgotten", {"file": "…"}).to_json()
    run.save(update_fields=["state", "problem"])
    stored = [each.stored for each in run.files.all()]
    transaction.on_commit(lambda: discard(stored))
