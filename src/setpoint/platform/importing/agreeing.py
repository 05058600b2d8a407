"""Second step of an import: the user answers, accepts repairs and looks at a preview."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.files import known_values, sheet_of, source_of
from setpoint.platform.importing.findings import Survey
from setpoint.platform.importing.importer import Importer
from setpoint.platform.importing.kinds import KINDS
from setpoint.platform.importing.layouts import LAYOUTS, prefixes_of
from setpoint.platform.importing.mapping import missing, require_columns
from setpoint.platform.importing.pacing import Tick, silent
from setpoint.platform.importing.parsing import Known, Parser, Record, Refusal
from setpoint.platform.importing.problems import Problem
from setpoint.platform.importing.reading import sample_of
from setpoint.platform.importing.sources import Row
from setpoint.platform.models import ImportFile, ImportRun, ImportState
from setpoint.platform.permissions import require_import

CURRENCY = "currency"


def agree(file: ImportFile, agreement: Agreement, *, by: Actor) -> ImportFile:
    """Keep what the user has decided about a file that is not running yet. ValidationError otherwise."""
    require_import(by, [KINDS[file.kind]])
    if file.run.state != ImportState.DRAFT:
        raise ValidationError(_("The import has begun; what was agreed can no longer be changed."))
    if agreement.to_json() != file.agreement:
        file.agreement = agreement.to_json()
        file.save(update_fields=["agreement"])
        ImportFile.objects.filter(run=file.run_id).update(outlook=None)
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
    layout = LAYOUTS.get(file.layout)
    shared = layout is not None and layout.shared()
    return Parser(source_of(file), kind, agreement, known, shared, prefixes_of(layout, kind))


def known_of(run: ImportRun, *, tick: Tick = silent) -> Known:
    """Return the lists that the files of a run may refer to."""
    return known_values([sheet_of(file) for file in run.files.all()], tick=tick)


def judge(parser: Parser, importer: Importer, row: Row) -> Record | Refusal | None:
    """Parse a row and let the domain look at it as a whole; None where it says nothing of this kind."""
    outcome = parser.parse(row)
    if outcome is None or isinstance(outcome, Refusal):
        return outcome
    problem = importer.check(outcome)
    if problem is None:
        return outcome
    return Refusal(row.number, row.cells, [Problem(problem.code, problem.params, row.number, problem.column)])


def preview(file: ImportFile, *, count: int = 10) -> list[Record | Refusal]:
    """Return the first rows as they will be; whether what they refer to is known, only a dry run tells."""
    parser = parser_of(file, {})
    importer = importer_of(file, parser.agreement)
    judged = (judge(parser, importer, row) for row in sample_of(file))
    return [outcome for outcome in judged if outcome is not None][:count]
