"""Rows leave as files: short ones at once, long ones as a job."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from setpoint.kernel import facts, jobs
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, machine_now
from setpoint.kernel.jobs import Running
from setpoint.kernel.people import USER
from setpoint.kernel.refs import Ref
from setpoint.platform.lists.asking import question
from setpoint.platform.lists.exporting import CSV, csv_text, head, lines, table_text, write_csv, write_xlsx
from setpoint.platform.lists.kinds import ListKind, columns_of, list_of
from setpoint.platform.lists.models import Export
from setpoint.platform.lists.record import ListExported
from setpoint.platform.lists.whole import EVERYTHING, WHOLE, whole_lines

JOB = "lists.export"


def require_export(kind: ListKind, by: Actor) -> None:
    """Raise PermissionDenied unless the actor may export rows of a kind."""
    if not kind.allows(by, "export"):
        raise PermissionDenied(_("You have no right to do this. Ask your administrator or the head of your team."))


@transaction.atomic
def told(
    kind: str,
    *,
    ending: str,
    rows: int,
    columns: Sequence[str],
    asked: Mapping[str, str],
    by: Actor,
) -> None:
    """Record that rows left as a file."""
    require_export(list_of(kind), by)
    payload = ListExported(kind, ending.upper(), rows, list(columns), dict(asked))
    facts.emit(facts.NewFact(payload, about=Ref(USER, by.user_id or 0), by=by, occurred_at=company_now()))


@transaction.atomic
def begin(
    kind: str,
    *,
    ending: str,
    columns: Sequence[str],
    asked: Mapping[str, str],
    by: Actor,
    scheduled: int | None = None,
    job: str = JOB,
) -> Export:
    """Let a long file be written as a job; it is there for whoever asked, and goes when he asks for the next.

    One that is `scheduled`, by the `job` of that, stays beside others.
    """
    require_export(list_of(kind), by)
    if by.user_id is None:
        raise PermissionDenied
    if scheduled is None:
        discard(Export.objects.filter(person=by.user_id, scheduled=None).exclude(stored=""))
    export = Export.objects.create(
        kind=kind,
        format=ending,
        person_id=by.user_id,
        asked=dict(asked),
        columns=list(columns),
        language=get_language() or "en",
        begun_at=machine_now(),
        scheduled=scheduled,
    )
    export.job = jobs.enqueue(job, {"export_id": export.pk}, by=by)
    export.save(update_fields=["job"])
    return export


def work(run: Running, export: Export) -> None:
    """Write the file of an export, and tell of it when it is complete."""
    by = Actor.of(export.person)
    kind = list_of(export.kind)
    require_export(kind, by)
    every = columns_of(kind, by)
    shown = [every[key] for key in export.columns if key in every]
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{uuid4().hex}.{export.format}"
    path = folder() / name
    with override(export.language), kept_whole(path):
        asked = question(kind, every, export.asked, by, action="export")
        total = asked.search.fitting.count()
        run.progress(0, total)
        whole = WHOLE[export.kind] if export.columns == [EVERYTHING] else None
        if whole is not None:
            names, cells = whole.head(export.language, by), whole_lines(asked, whole, export.language)
            if export.format == CSV:
                rows = write_csv(path, table_text(names, cells), run.progress)
            else:
                rows = write_xlsx(path, names, cells, run.progress)
        elif export.format == CSV:
            rows = write_csv(path, csv_text(asked, shown, every, export.language), run.progress)
        else:
            rows = write_xlsx(path, head(shown), lines(asked, shown, every, export.language), run.progress)
    with transaction.atomic():
        told(export.kind, ending=export.format, rows=rows, columns=export.columns, asked=export.asked, by=by)
        Export.objects.filter(pk=export.pk).update(stored=name, rows=rows)
        run.progress(max(total, rows), total)


@contextmanager
def kept_whole(path: Path) -> Iterator[None]:
    """Leave no half of a file."""
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def discard(exports: Iterable[Export]) -> None:
    """Take files away, and what is known of them."""
    for export in exports:
        if export.stored:
            (folder() / export.stored).unlink(missing_ok=True)
        export.delete()


def folder() -> Path:
    """Return the folder of files that wait to be fetched."""
    return Path(settings.HOME) / "exports"
