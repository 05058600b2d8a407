"""First step of an import: files are taken in, recognised, surveyed, and an agreement is proposed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import machine_now
from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.files import Sheet, discard, folder, known_values, sheet_of, source_of, store
from setpoint.platform.importing.findings import Survey
from setpoint.platform.importing.kinds import KINDS, ImportKind, kinds_in_order
from setpoint.platform.importing.mapping import ColumnMap, recognise, recognise_kind
from setpoint.platform.importing.parsing import Known
from setpoint.platform.importing.problems import FileError
from setpoint.platform.importing.sources import Source, inspect
from setpoint.platform.importing.survey import survey
from setpoint.platform.models import ImportFile, ImportRun, ImportState
from setpoint.platform.permissions import require_import


@dataclass(frozen=True)
class Upload:
    """A file as it came: its name for the user, its bytes, and what he said about it ("" = to be recognised)."""

    name: str
    content: BinaryIO
    kind: str = ""
    encoding: str = ""
    delimiter: str = ""


def upload(uploads: Sequence[Upload], *, by: Actor, otherwise: str = "") -> ImportRun:
    """Take files in as one import in state "being agreed".

    `FileError` where one of them is no table, or of no kind that we know and no kind is named to be taken
    `otherwise`: then nothing is kept.
    A required column that is not recognised is no error yet: the user may show it (`revise`).
    """
    stored = [store(item.content) for item in uploads]
    try:
        sheets = [_recognised(item, folder() / name, otherwise) for item, name in zip(uploads, stored, strict=True)]
        require_import(by, {sheet.kind.key: sheet.kind for sheet in sheets}.values())
        known = known_values(sheets)
        found = [_propose(sheet, known) for sheet in sheets]
        return _save(list(zip(sheets, found, stored, strict=True)), by)
    except BaseException:
        discard(stored)
        raise


def revise(file: ImportFile, *, kind: str = "", columns: ColumnMap | None = None, by: Actor) -> ImportFile:
    """Say what the rows of a file are, or which column says what; the file is surveyed again."""
    chosen = KINDS[kind or file.kind]
    require_import(by, [chosen])
    source = source_of(file)
    sheet = Sheet(source, chosen, recognise(source.header, chosen) if columns is None else columns)
    others = [sheet_of(other) for other in ImportFile.objects.filter(run=file.run_id).exclude(pk=file.pk)]
    found, agreement = _propose(sheet, known_values([*others, sheet]))
    file.kind, file.survey, file.agreement = chosen.key, found.to_json(), agreement.to_json()
    file.save(update_fields=["kind", "survey", "agreement"])
    return file


def abandon(run: ImportRun, *, by: Actor) -> None:
    """Drop an import that was never started, with its files. ValidationError once it was."""
    require_import(by, [KINDS[file.kind] for file in run.files.all()])
    if run.state != ImportState.DRAFT:
        raise ValidationError(_("The import has been started; undo it instead."))
    discard(file.stored for file in run.files.all())
    run.delete()


def _recognised(item: Upload, path: Path, otherwise: str) -> Sheet:
    source = inspect(path, name=item.name, encoding=item.encoding, delimiter=item.delimiter)
    kind = KINDS[item.kind] if item.kind else _kind_of(source, otherwise)
    return Sheet(source, kind, recognise(source.header, kind))


def _kind_of(source: Source, otherwise: str) -> ImportKind:
    kind = recognise_kind(source.header, kinds_in_order()) or KINDS.get(otherwise)
    if kind is None:
        raise FileError(source.name, "file.kind", columns=", ".join(source.header)[:200])
    return kind


def _propose(sheet: Sheet, known: Known) -> tuple[Survey, Agreement]:
    found = survey(sheet.source, sheet.kind, sheet.columns, known, day_first=get_language() != "en")
    agreement = found.agreement(sheet.columns)
    if sheet.kind.importer is not None:
        more = sheet.kind.importer.settings(found, agreement, sheet.source)
        agreement = replace(agreement, settings=more)
    return found, agreement


@transaction.atomic
def _save(files: list[tuple[Sheet, tuple[Survey, Agreement], str]], by: Actor) -> ImportRun:
    run = ImportRun.objects.create(started_by_id=by.user_id, actor_label=by.label, uploaded_at=machine_now())
    order = [kind.key for kind in kinds_in_order()]
    files.sort(key=lambda item: order.index(item[0].kind.key))
    for position, (sheet, (found, agreement), stored) in enumerate(files):
        ImportFile.objects.create(
            run=run,
            position=position,
            kind=sheet.kind.key,
            name=sheet.source.name,
            stored=stored,
            encoding=sheet.source.encoding,
            delimiter=sheet.source.delimiter,
            header=list(sheet.source.header),
            header_row=sheet.source.header_row,
            survey=found.to_json(),
            agreement=agreement.to_json(),
        )
    return run
