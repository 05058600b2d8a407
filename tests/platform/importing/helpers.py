"""An import done in one go, as the tests need it."""

import io
from dataclasses import replace

from setpoint.kernel.actors import Actor
from setpoint.platform.importing import agreeing, running
from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.findings import Survey
from setpoint.platform.importing.uploads import Upload, upload
from setpoint.platform.models import ImportRun

HEADER = "Opportunity ID,Sales agent,Product,Account,Deal stage,Engage date,Close date,Close value\n"


def files(**contents: str) -> list[Upload]:
    return [Upload(f"{name}.csv", io.BytesIO(text.encode())) for name, text in contents.items()]


def accept_all(run: ImportRun, by: Actor, settings: dict[str, object] | None = None) -> None:
    """Agree to every suggestion, in dollars; `settings` in place of those proposed for deals."""
    for file in run.files.all():
        found, proposed = Survey.from_json(file.survey), Agreement.from_json(file.agreement)
        accepted = found.agreement(proposed.columns, currency="USD", repaired=True)
        chosen = settings if settings and file.kind == "deals" else proposed.settings
        agreeing.agree(file, replace(accepted, settings=chosen), by=by)


def imported(by: Actor, *, settings: dict[str, object] | None = None, **contents: str) -> ImportRun:
    return finished(upload(files(**contents), by=by), by, settings)


def finished(run: ImportRun, by: Actor, settings: dict[str, object] | None = None) -> ImportRun:
    accept_all(run, by, settings)
    running.start(run, by=by)
    run.refresh_from_db()
    running.work(run)
    return ImportRun.objects.get(pk=run.pk)
