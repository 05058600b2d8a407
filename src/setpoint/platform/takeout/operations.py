"""An archive of everything: begun, written as a job, fetched, dropped."""

from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.kernel import facts, jobs
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, machine_now
from setpoint.kernel.jobs import Running
from setpoint.kernel.models import JobState
from setpoint.kernel.people import USER
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import Ref
from setpoint.platform.takeout.models import Takeout
from setpoint.platform.takeout.permissions import KIND
from setpoint.platform.takeout.record import EverythingExported
from setpoint.platform.takeout.writing import Written, write

JOB = "takeout.write"
_AT_WORK = (JobState.WAITING, JobState.RUNNING)


def folder() -> Path:
    """Return the folder of archives that wait to be fetched."""
    return Path(settings.HOME) / "exports"


@transaction.atomic
def begin(*, by: Actor) -> Takeout:
    """Let an archive be written as a job; the one before it goes. ValidationError while one is being written."""
    require(by, KIND, "export")
    if by.user_id is None:
        raise ValidationError(_("Sign in first, or use the command `setpoint export`."))
    if Takeout.objects.filter(stored="", job__state__in=_AT_WORK).exists():
        raise ValidationError(_("An archive is being written already: wait until it is there."))
    for before in Takeout.objects.all():
        discard(before)
    made = Takeout.objects.create(person_id=by.user_id, begun_at=machine_now())
    made.job = jobs.enqueue(JOB, {"takeout_id": made.pk}, by=by)
    made.save(update_fields=["job"])
    return made


def work(run: Running, takeout: Takeout) -> None:
    """Write an archive, and tell of it when it is whole; begun again where the worker died."""
    by = Actor.of(takeout.person)
    require(by, KIND, "export")
    name = f"{uuid4().hex}.zip"
    made = write(folder() / name, tick=run.progress)
    with transaction.atomic():
        _tell(made, by)
        takeout.stored, takeout.finished_at = name, machine_now()
        takeout.rows, takeout.files, takeout.size = sum(made.rows.values()), made.files, made.size
        takeout.save()


def write_now(target: Path, *, by: Actor) -> Written:
    """Write an archive to a place of its own and tell of it, for a command."""
    require(by, KIND, "export")
    made = write(target)
    with transaction.atomic():
        _tell(made, by)
    return made


def discard(takeout: Takeout) -> None:
    """Take an archive away."""
    if takeout.stored:
        (folder() / takeout.stored).unlink(missing_ok=True)
    takeout.delete()


def _tell(made: Written, by: Actor) -> None:
    payload = EverythingExported(sum(made.rows.values()), made.files)
    facts.emit(facts.NewFact(payload, about=Ref(USER, by.user_id or 0), by=by, occurred_at=company_now()))
