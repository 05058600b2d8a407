"""An import in one call, without questions: what the command line does."""

from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from setpoint.journal.followers import catch_up
from setpoint.kernel import jobs
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import machine_now
from setpoint.kernel.models import Job, JobState
from setpoint.platform.importing import agreeing, running
from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.choices import Choice
from setpoint.platform.importing.dates import DateStyle
from setpoint.platform.importing.findings import Survey
from setpoint.platform.importing.numbers import DecimalMark
from setpoint.platform.importing.outlooks import Outlook, dry_run
from setpoint.platform.importing.pacing import Tick, silent
from setpoint.platform.importing.problems import FileError
from setpoint.platform.importing.refusals import refused_file
from setpoint.platform.importing.uploads import Upload, abandon, upload
from setpoint.platform.models import ImportFile, ImportRun, ImportState

# a worker takes the import over when the command has been silent for so long
LEASE = timedelta(seconds=60)


@dataclass(frozen=True)
class Answers:
    """What a person would be asked: None leaves a question open, and an open question stops the import."""

    currency: str = ""
    dates: DateStyle | None = None
    decimals: DecimalMark | None = None
    repairs: bool = False


def run_import_from_command(
    what: str,
    paths: Sequence[Path],
    *,
    by: Actor,
    answers: Answers,
    dry: bool = False,
    replay_from: datetime | None = None,
    refused: Path | None = None,
    tick: Tick = silent,
) -> dict[str, Any]:
    """Import files and let the figures catch up; return what became of them, as JSON.

    A file whose columns do not tell what it is, is taken for `what` (a key of `KINDS`). `refused` is the
    folder for files of refused rows. `FileError` or ValidationError where nothing was imported.
    """
    run = _uploaded(what, paths, by)
    try:
        for file in run.files.all():
            _agree(file, answers, by)
        if dry:
            found = [_outlook(outlook) for outlook in dry_run(run)]
            abandon(run, by=by)
            return {"state": "dry run", "files": found}
        run = running.start(run, by=by, replay_from=replay_from, job_in=LEASE)
    except (FileError, ValidationError):
        abandon(run, by=by)
        raise
    _work(run, tick)
    catch_up()
    run.refresh_from_db()
    if run.state == ImportState.DONE and refused is not None:
        _save_refused(run, refused)
    return {
        "import": run.pk,
        "state": run.state,
        "files": [_result(file) for file in run.files.all()],
        "waiting": run.waiting.count(),
    }


def _uploaded(what: str, paths: Sequence[Path], by: Actor) -> ImportRun:
    with ExitStack() as stack:
        try:
            contents = [stack.enter_context(path.open("rb")) for path in paths]
        except OSError as error:
            name = Path(str(error.filename)).name
            raise FileError(name, "file.unreadable", reason=error.strerror or "") from error
        return upload(
            [Upload(path.name, content) for path, content in zip(paths, contents, strict=True)], by=by, otherwise=what
        )


def _work(run: ImportRun, tick: Tick) -> None:
    """Work here, and keep the job of the same import from the workers as long as this goes on."""
    job = Job.objects.filter(pk=run.job_id or 0, state=JobState.WAITING)

    def hold(done: int, total: int) -> None:
        job.update(run_at=machine_now() + LEASE)
        tick(done, total)

    with suppress(running.HaltedError):
        running.work(run, tick=hold)
    for row in job:
        jobs.cancel(row.pk)


def _agree(file: ImportFile, answers: Answers, by: Actor) -> None:
    found, proposed = Survey.from_json(file.survey), Agreement.from_json(file.agreement)
    given = {DateStyle: answers.dates, DecimalMark: answers.decimals}
    answered = [choice.field for choice in found.questions if given[type(choice.style)]]
    accepted = found.agreement(proposed.columns, currency=answers.currency, repaired=answers.repairs)
    agreement = replace(
        accepted,
        dates={**accepted.dates, **{key: answers.dates for key in answered if answers.dates and key in accepted.dates}},
        marks={
            **accepted.marks,
            **{key: answers.decimals for key in answered if answers.decimals and key in accepted.marks},
        },
        settings=proposed.settings,
        answered=tuple(answered),
    )
    agreeing.agree(file, agreement, by=by)
    still_open = [choice for choice in found.questions if choice.field not in answered]
    if still_open:
        raise ValidationError([_question(file, choice) for choice in still_open])


def _question(file: ImportFile, choice: Choice) -> str:
    column = file.header[Agreement.from_json(file.agreement).columns[choice.field]]
    text, readings = choice.examples[0] if choice.examples else ("", {})
    ways = ", ".join(f"{way}: {value}" for way, value in sorted(readings.items()))
    return _("%(file)s: the column “%(column)s” can be read in two ways. “%(text)s” is either of %(ways)s.") % {
        "file": file.name,
        "column": column,
        "text": text,
        "ways": ways,
    }


def _outlook(outlook: Outlook) -> dict[str, Any]:
    counts = {name: getattr(outlook, name) for name in ("created", "matched", "refused")}
    problems = [problem.to_json() for refusal in outlook.refusals for problem in refusal.problems]
    return _described(outlook.file) | counts | {"marks": dict(outlook.marks), "problems": problems}


def _result(file: ImportFile) -> dict[str, Any]:
    counts = {name: getattr(file, name) for name in ("created", "matched", "refused")}
    first = file.refusals.order_by("row")[:20]
    return (
        _described(file) | counts | {"marks": file.marks, "problems": [item for row in first for item in row.problems]}
    )


def _described(file: ImportFile) -> dict[str, Any]:
    found, agreement = Survey.from_json(file.survey), Agreement.from_json(file.agreement)
    repairs = [
        {
            "field": repair.field,
            "from": repair.found,
            "to": repair.replacement,
            "count": repair.count,
            "accepted": repair.found in agreement.repairs.get(repair.field, {}),
        }
        for repair in found.repairs
    ]
    return {"name": file.name, "kind": file.kind, "rows": found.rows, "repairs": repairs}


def _save_refused(run: ImportRun, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for file in run.files.filter(refused__gt=0):
        with (target / f"{Path(file.name).stem}.refused.csv").open("w", encoding="utf-8", newline="") as out:
            out.writelines(refused_file(file))
