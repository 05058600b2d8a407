"""Files are recognised and surveyed, and an agreement is proposed: the reading half of the first step."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import get_language

from setpoint.kernel.actors import Actor
from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.files import Sheet, discard, folder, known_values, source_of
from setpoint.platform.importing.kinds import KINDS, ImportKind, kinds_in_order
from setpoint.platform.importing.layouts import parts_of, recognise_layout
from setpoint.platform.importing.mapping import ColumnMap, recognise, recognise_kind
from setpoint.platform.importing.memory import REMEMBERED, applied, recall
from setpoint.platform.importing.pacing import Tick, silent
from setpoint.platform.importing.parsing import Known
from setpoint.platform.importing.problems import FileError, Problem
from setpoint.platform.importing.sources import Row, Source, inspect, rows
from setpoint.platform.importing.survey import survey
from setpoint.platform.models import ImportFile, ImportRun, ImportState
from setpoint.platform.permissions import require_import

SAMPLED = 20


def read(run: ImportRun, *, by: Actor, otherwise: str = "", tick: Tick = silent) -> ImportRun:
    """Recognise and survey what is not yet, then let the import be agreed on; `tick(rows, all)` where it is.

    `FileError` where a file is no table or of no kind that we know, PermissionDenied where `by` may not import
    what it holds: `refuse` puts an end to such an import.
    """
    pairs = [pair for file in run.files.all() for pair in _sheets(file, otherwise)]
    files, sheets = [file for file, _sheet in pairs], [sheet for _file, sheet in pairs]
    require_import(by, {sheet.kind.key: sheet.kind for sheet in sheets}.values())
    total = sum(_lines(sheet) for file, sheet in zip(files, sheets, strict=True) if not file.survey)
    known = known_values(sheets, tick=lambda _done, _total: tick(0, total))
    done = 0
    for file, sheet in zip(files, sheets, strict=True):
        if not file.survey:
            _propose(file, sheet, known, partial(_tell, tick, done, total))
            done += _lines(sheet)
    return _save(run, files)


def read_for_its_owner(run: ImportRun, *, tick: Tick = silent) -> None:
    """Read an import with the rights of the person who gave the files; what is no table is refused whole."""
    user = run.started_by
    by = Actor.of(user) if user is not None else Actor("import", None, run.actor_label, "import")
    try:
        read(run, by=by, tick=tick)
    except FileError as error:
        refuse(run, error.problem)
    except PermissionDenied as error:
        refuse(run, Problem("file.right", {"reason": str(error)}))


def refuse(run: ImportRun, problem: Problem) -> None:
    """End an import of which nothing came in, with the reason; its files are deleted."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        run.state, run.problem = ImportState.REFUSED, problem.to_json()
        run.save(update_fields=["state", "problem"])
        run.files.update(sample=[], survey={}, outlook=None)
    discard(file.stored for file in run.files.all())


def columns_only(columns: ColumnMap) -> Agreement:
    """Return what is agreed on before a survey: where each field stands."""
    return Agreement(columns)


def _sheets(file: ImportFile, otherwise: str) -> list[tuple[ImportFile, Sheet]]:
    """Return a file with what it is; one that tells of several kinds comes once for each of them."""
    if file.header:
        return [(file, Sheet(source_of(file), KINDS[file.kind], Agreement.from_json(file.agreement).columns))]
    source = inspect(folder() / file.stored, name=file.name, encoding=file.encoding, delimiter=file.delimiter)
    layout = None if file.kind else recognise_layout(source.header)
    parts = parts_of(layout, source.header) if layout else []
    if layout is not None and not parts:
        raise FileError(source.name, "file.not_held", system=layout.system)
    if layout is None:
        known = recall(source.header, file.kind)
        if known is not None:
            file.layout = REMEMBERED
            return [(file, Sheet(source, known[0], known[1].columns))]
        kind = KINDS[file.kind] if file.kind else _kind_of(source, otherwise)
        return [(file, Sheet(source, kind, recognise(source.header, kind)))]
    found: list[tuple[ImportFile, Sheet]] = []
    for kind, columns in parts:
        before = recall(source.header, kind.key)
        own = file if not found else ImportFile(run=file.run, name=file.name, stored=file.stored)
        own.layout = layout.key
        found.append((own, Sheet(source, kind, before[1].columns if before else columns)))
    return found


def _kind_of(source: Source, otherwise: str) -> ImportKind:
    kind = recognise_kind(source.header, kinds_in_order()) or KINDS.get(otherwise)
    if kind is None:
        raise FileError(source.name, "file.kind", columns=", ".join(source.header)[:200])
    return kind


def _lines(sheet: Sheet) -> int:
    """Return about how many rows there are to survey, 0 where nobody knows."""
    return max(0, sheet.source.lines - sheet.source.header_row)


def _tell(tick: Tick, before: int, total: int, count: int) -> None:
    tick(before + count, total)


def _propose(file: ImportFile, sheet: Sheet, known: Known, tell: Callable[[int], None]) -> None:
    source, kind = sheet.source, sheet.kind
    found = survey(source, kind, sheet.columns, known, day_first=get_language() != "en", tick=tell)
    agreement = found.agreement(sheet.columns)
    before = recall(source.header, kind.key)
    if before is not None:
        agreement = applied(found, agreement, before[1])
    if kind.importer is not None:
        settings = kind.importer.settings(found, agreement, source)
        agreement = replace(
            agreement, settings=kind.importer.recalled(settings, before[1].settings) if before else settings
        )
    file.kind, file.encoding, file.delimiter = kind.key, source.encoding, source.delimiter
    file.header, file.header_row = list(source.header), source.header_row
    file.survey, file.agreement = found.to_json(), agreement.to_json()
    file.sample = [_sampled(row) for row in islice(rows(source), SAMPLED)]


def _sampled(row: Row) -> list[object]:
    return [row.number, row.cells, row.problem.to_json() if row.problem else None]


def sample_of(file: ImportFile) -> list[Row]:
    """Return the first rows of a file without opening it."""
    return [
        Row(number, cells, Problem.from_json(problem) if problem else None) for number, cells, problem in file.sample
    ]


@transaction.atomic
def _save(run: ImportRun, files: Sequence[ImportFile]) -> ImportRun:
    """Keep what was found, files in the order in which they refer to each other."""
    current = ImportRun.objects.select_for_update().get(pk=run.pk)
    if (current.state, current.job_id) != (ImportState.READING, run.job_id):
        return current
    order = [kind.key for kind in kinds_in_order()]
    # positions are unique at every moment
    current.files.update(position=F("position") + len(files))
    for position, file in enumerate(sorted(files, key=lambda file: order.index(file.kind))):
        file.position = position
        file.save()
    current.state = ImportState.DRAFT
    current.save(update_fields=["state"])
    return current
