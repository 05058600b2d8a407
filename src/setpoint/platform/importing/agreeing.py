"""Second step of an import: the user answers, accepts repairs, looks at a preview and at a dry run."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.files import known_values, sheet_of, source_of
from setpoint.platform.importing.findings import Survey
from setpoint.platform.importing.importer import Importer
from setpoint.platform.importing.kinds import KINDS
from setpoint.platform.importing.mapping import missing, require_columns
from setpoint.platform.importing.parsing import Known, Parser, Record, Refusal
from setpoint.platform.importing.problems import Problem
from setpoint.platform.importing.sources import Row, rows
from setpoint.platform.models import ImportFile, ImportRun, ImportState
from setpoint.platform.permissions import require_import

_BATCH = 1000
CURRENCY = "currency"


@dataclass
class Outlook:
    """What a run of one file would do; `refusals` are the first of the refused."""

    file: ImportFile
    created: int = 0
    matched: int = 0
    refused: int = 0
    marks: Counter[str] = field(default_factory=Counter)
    refusals: list[Refusal] = field(default_factory=list)


def agree(file: ImportFile, agreement: Agreement, *, by: Actor) -> ImportFile:
    """Keep what the user has decided about a file that is not running yet. ValidationError otherwise."""
    require_import(by, [KINDS[file.kind]])
    if file.run.state != ImportState.DRAFT:
        raise ValidationError(_("The import has begun; what was agreed can no longer be changed."))
    file.agreement = agreement.to_json()
    file.save(update_fields=["agreement"])
    return file


def questions(file: ImportFile) -> list[str]:
    """List what must be decided before the file can run: fields, and "currency"."""
    found, agreement = Survey.from_json(file.survey), Agreement.from_json(file.agreement)
    asked = missing(agreement.columns, KINDS[file.kind])
    asked += [choice.field for choice in found.questions if choice.field not in agreement.answered]
    return asked + ([CURRENCY] if found.asks_currency and not agreement.currency else [])


def importer_of(file: ImportFile, agreement: Agreement) -> Importer:
    """Return the domain's half for a file, working as the person who started the import."""
    by = actor_of(file.run)
    importer = KINDS[file.kind].importer
    if importer is None:
        raise RuntimeError(f"import kind {file.kind} has no importer")
    return importer(agreement, by=by, run=file.run_id)


def actor_of(run: ImportRun) -> Actor:
    """Return the actor of everything that an import writes."""
    return Actor("import", run.started_by_id, run.actor_label, "import")


def parser_of(file: ImportFile, known: Known) -> Parser:
    """Return the reader of a file's rows under its agreement; `FileError` where a required column has no place."""
    agreement, kind = Agreement.from_json(file.agreement), KINDS[file.kind]
    require_columns(agreement.columns, kind, file.name)
    return Parser(source_of(file), kind, agreement, known)


def known_of(run: ImportRun) -> Known:
    """Return the lists that the files of a run may refer to."""
    return known_values([sheet_of(file) for file in run.files.all()])


def judge(parser: Parser, importer: Importer, row: Row) -> Record | Refusal:
    """Parse a row and let the domain look at it as a whole."""
    outcome = parser.parse(row)
    if isinstance(outcome, Refusal):
        return outcome
    problem = importer.check(outcome)
    if problem is None:
        return outcome
    return Refusal(row.number, row.cells, [Problem(problem.code, problem.params, row.number, problem.column)])


def preview(file: ImportFile, *, count: int = 10) -> list[Record | Refusal]:
    """Return the first rows as they will be."""
    parser = parser_of(file, known_of(file.run))
    importer = importer_of(file, parser.agreement)
    return [judge(parser, importer, row) for row in islice(rows(parser.source), count)]


def dry_run(run: ImportRun, *, samples: int = 20) -> list[Outlook]:
    """Go through all rows of all files and count what would become of them; nothing is written."""
    known = known_of(run)
    return [_outlook(file, known, samples) for file in run.files.all()]


def _outlook(file: ImportFile, known: Known, samples: int) -> Outlook:
    parser = parser_of(file, known)
    importer = importer_of(file, parser.agreement)
    outlook = Outlook(file)
    for batch in _batches(rows(parser.source)):
        outcomes = [judge(parser, importer, row) for row in batch]
        records = [outcome for outcome in outcomes if isinstance(outcome, Record)]
        refusals = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
        there = importer.matched(records)
        outlook.matched += len(there)
        outlook.created += len(records) - len(there)
        outlook.refused += len(refusals)
        outlook.refusals += refusals[: samples - len(outlook.refusals)]
        for record in records:
            if record.row not in there:
                outlook.marks.update(importer.marks(record))
    return outlook


def _batches(stream: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(stream, _BATCH)):
        yield batch
