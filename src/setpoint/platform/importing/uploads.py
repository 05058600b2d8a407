"""First step of an import: files are taken in, and read as a job; the user may correct what we recognised."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from setpoint.kernel import jobs
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import machine_now
from setpoint.platform.importing.files import discard, store
from setpoint.platform.importing.kinds import KINDS
from setpoint.platform.importing.mapping import ColumnMap, recognise
from setpoint.platform.importing.reading import columns_only, read
from setpoint.platform.models import ImportFile, ImportRun, ImportState
from setpoint.platform.permissions import require_import

JOB = "platform.import"


@dataclass(frozen=True)
class Upload:
    """A file as it came: its name for the user, its bytes, and what he said about it ("" = to be recognised)."""

    name: str
    content: BinaryIO
    kind: str = ""
    encoding: str = ""
    delimiter: str = ""


def receive(uploads: Sequence[Upload], *, by: Actor) -> ImportRun:
    """Keep files as one import and let them be read as a job; the import is then to be agreed on, or refused."""
    with transaction.atomic():
        run = _keep(uploads, by)
        read_soon(run, by=by)
    return run


def upload(uploads: Sequence[Upload], *, by: Actor, otherwise: str = "") -> ImportRun:
    """Take files in and read them at once: an import to be agreed on.

    `FileError` where one of them is no table, or of no kind that we know and no kind is named to be taken
    `otherwise`: then nothing is kept.
    A required column that is not recognised is no error yet: the user may show it (`revise`).
    """
    run = _keep(uploads, by)
    try:
        return read(run, by=by, otherwise=otherwise)
    except BaseException:
        discard(file.stored for file in run.files.all())
        run.delete()
        raise


@transaction.atomic
def revise(file: ImportFile, *, kind: str = "", columns: ColumnMap | None = None, by: Actor) -> ImportFile:
    """Say what the rows of a file are, or which column says what; the file is surveyed again, as a job."""
    run = ImportRun.objects.select_for_update().get(pk=file.run_id)
    chosen = KINDS[kind or file.kind]
    require_import(by, [chosen])
    if run.state not in (ImportState.DRAFT, ImportState.READING):
        raise ValidationError(_("The import has begun; what was agreed can no longer be changed."))
    agreed = columns_only(recognise(file.header, chosen) if columns is None else columns)
    file.kind, file.survey, file.agreement = chosen.key, {}, agreed.to_json()
    file.save(update_fields=["kind", "survey", "agreement"])
    run.files.update(outlook=None)
    read_soon(run, by=by)
    return file


def read_soon(run: ImportRun, *, by: Actor) -> None:
    """Let what is not yet read of an import be read as a job, in the language of now."""
    run.state = ImportState.READING
    run.job = jobs.enqueue(JOB, {"import_id": run.pk, "language": get_language()}, by=by)
    run.save(update_fields=["state", "job"])


def abandon(run: ImportRun, *, by: Actor) -> None:
    """Drop an import that was never started, with its files. ValidationError once it was."""
    discard(_dropped(run, by))


@transaction.atomic
def _dropped(run: ImportRun, by: Actor) -> list[str]:
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    require_import(by, [KINDS[file.kind] for file in run.files.all() if file.kind])
    if run.state not in (ImportState.READING, ImportState.DRAFT, ImportState.REFUSED):
        raise ValidationError(_("The import has been started; undo it instead."))
    if run.job_id is not None:
        jobs.cancel(run.job_id)
    stored = [file.stored for file in run.files.all()]
    run.delete()
    return stored


def _keep(uploads: Sequence[Upload], by: Actor) -> ImportRun:
    require_import(by, [KINDS[item.kind] for item in uploads if item.kind])
    stored: list[str] = []
    try:
        # one by one, so that those before a refused one are known
        stored.extend(map(_stored, uploads))
        return _noted(uploads, stored, by)
    except BaseException:
        discard(stored)
        raise


def _stored(item: Upload) -> str:
    try:
        return store(item.content)
    except ValidationError as refusal:
        raise ValidationError(f"{item.name}: {' '.join(refusal.messages)}") from None


@transaction.atomic
def _noted(uploads: Sequence[Upload], stored: Sequence[str], by: Actor) -> ImportRun:
    run = ImportRun.objects.create(
        started_by_id=by.user_id, actor_label=by.label, uploaded_at=machine_now(), state=ImportState.READING
    )
    for position, (item, name) in enumerate(zip(uploads, stored, strict=True)):
        ImportFile.objects.create(
            run=run,
            position=position,
            kind=item.kind,
            name=item.name,
            stored=name,
            encoding=item.encoding,
            delimiter=item.delimiter,
            header=[],
            header_row=0,
            survey={},
            agreement={},
        )
    return run
