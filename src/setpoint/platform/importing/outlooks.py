"""What would become of the rows of an import: counted in a dry run, which is a job, and kept until answers change."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.kernel import jobs
from setpoint.kernel.actors import Actor
from setpoint.platform.importing.agreeing import importer_of, judge, known_of, parser_of
from setpoint.platform.importing.importer import Foreseen
from setpoint.platform.importing.kinds import KINDS
from setpoint.platform.importing.pacing import Tick, silent
from setpoint.platform.importing.parsing import Known, Record, Refusal
from setpoint.platform.importing.problems import Problem
from setpoint.platform.importing.reading import SAMPLED
from setpoint.platform.importing.sources import Row, rows
from setpoint.platform.models import ImportFile, ImportRun, ImportState
from setpoint.platform.permissions import require_import

JOB = "platform.import_check"
_BATCH = 1000


@dataclass
class Outlook:
    """What a run of one file would do; `refusals` are the first of the refused.

    `foreseen`: row → field → what the first rows will say where the file does not say it itself.
    """

    file: ImportFile
    created: int = 0
    matched: int = 0
    refused: int = 0
    marks: Counter[str] = field(default_factory=Counter)
    refusals: list[Refusal] = field(default_factory=list)
    foreseen: dict[int, Mapping[str, Foreseen]] = field(default_factory=dict)


@transaction.atomic
def count_soon(run: ImportRun, *, by: Actor) -> None:
    """Let a dry run count as a job what would become of the rows, unless it is counted or being counted."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    files = list(run.files.all())
    require_import(by, [KINDS[file.kind] for file in files])
    if run.state != ImportState.DRAFT:
        raise ValidationError(_("The import has begun; what was agreed can no longer be changed."))
    if all(file.outlook is not None for file in files):
        return
    if run.job_id is not None:
        # it may be counting by answers that are no longer so
        jobs.cancel(run.job_id)
    run.job = jobs.enqueue(JOB, {"import_id": run.pk}, by=by)
    run.save(update_fields=["job"])


def count(run: ImportRun, *, tick: Tick = silent) -> None:
    """Count, and keep what was counted unless the answers have changed meanwhile."""
    agreed = {file.pk: file.agreement for file in run.files.all()}
    found = dry_run(run, tick=tick)
    with transaction.atomic():
        current = ImportRun.objects.select_for_update().get(pk=run.pk)
        files = list(current.files.all())
        if current.state != ImportState.DRAFT or {file.pk: file.agreement for file in files} != agreed:
            return
        for outlook in found:
            ImportFile.objects.filter(pk=outlook.file.pk).update(outlook=_to_json(outlook))


def counted(run: ImportRun) -> list[Outlook] | None:
    """Return what a dry run has counted, None where that is not known for the present answers."""
    files = list(run.files.all())
    if any(file.outlook is None for file in files):
        return None
    return [_from_json(file) for file in files]


def dry_run(run: ImportRun, *, samples: int = 20, tick: Tick = silent) -> list[Outlook]:
    """Go through all rows of all files and count what would become of them; nothing is written."""
    files = list(run.files.all())
    total, done = sum(file.survey["rows"] for file in files), 0
    known = known_of(run, tick=lambda _done, _total: tick(0, total))
    found = []
    for file in files:
        found.append(_outlook(file, known, samples, _After(tick, done, total)))
        done += file.survey["rows"]
    return found


@dataclass
class _After:
    """Tells how far one file is as how far all are."""

    tick: Tick
    done: int
    total: int

    def more(self, count: int) -> None:
        self.done += count
        self.tick(self.done, self.total)


def _outlook(file: ImportFile, known: Known, samples: int, after: _After) -> Outlook:
    parser = parser_of(file, known)
    importer = importer_of(file, parser.agreement)
    outlook = Outlook(file)
    for batch in _batches(rows(parser.source)):
        outcomes = [judge(parser, importer, row) for row in batch]
        records = [outcome for outcome in outcomes if isinstance(outcome, Record)]
        refusals = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
        there = importer.matched(records)
        if not outlook.created + outlook.matched:
            outlook.foreseen = dict(importer.foresee(records[:SAMPLED], list(file.run.files.all())))
        outlook.matched += len(there)
        outlook.created += len(records) - len(there)
        outlook.refused += len(refusals)
        outlook.refusals += refusals[: samples - len(outlook.refusals)]
        for record in records:
            if record.row not in there:
                outlook.marks.update(importer.marks(record))
        after.more(len(batch))
    return outlook


def _batches(stream: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(stream, _BATCH)):
        yield batch


def _to_json(outlook: Outlook) -> dict[str, object]:
    return {
        "created": outlook.created,
        "matched": outlook.matched,
        "refused": outlook.refused,
        "marks": dict(outlook.marks),
        "refusals": [
            [refusal.row, refusal.cells, [problem.to_json() for problem in refusal.problems]]
            for refusal in outlook.refusals
        ],
        "foreseen": [
            [row, key, None if seen.value is None else str(seen.value), seen.estimated]
            for row, fields in outlook.foreseen.items()
            for key, seen in fields.items()
        ],
    }


def _from_json(file: ImportFile) -> Outlook:
    data: dict[str, Any] = file.outlook or {}
    foreseen: dict[int, dict[str, Foreseen]] = {}
    for row, key, value, estimated in data["foreseen"]:
        foreseen.setdefault(row, {})[key] = Foreseen.read(value, estimated=estimated)
    return Outlook(
        file,
        data["created"],
        data["matched"],
        data["refused"],
        Counter(data["marks"]),
        [
            Refusal(row, cells, [Problem.from_json(item) for item in problems])
            for row, cells, problems in data["refusals"]
        ],
        dict(foreseen),
    )
