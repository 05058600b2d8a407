"""Jobs of the platform."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.jobs import Running, job
from setpoint.platform.importing import outlooks
from setpoint.platform.importing.pacing import Seldom
from setpoint.platform.importing.reading import read_for_its_owner
from setpoint.platform.importing.replay import release_due
from setpoint.platform.importing.running import HaltedError, InterruptedByOtherError, stop, work
from setpoint.platform.importing.undoing import work_back
from setpoint.platform.importing.uploads import JOB, abandon
from setpoint.platform.models import ImportRun, ImportState
from setpoint.platform.sealing import rotation
from setpoint.platform.sealing.columns import reseal_chunks
from setpoint.platform.search.following import LATER
from setpoint.platform.search.later import index_later
from setpoint.platform.search.rebuilding import JOB as REBUILD
from setpoint.platform.search.rebuilding import run_job


def end_import(import_id: int, *, by: Actor, language: str = "") -> None:
    """Drop an import that is being read, stop one whose rows come in. ValidationError where it is being taken back."""
    del language
    run = ImportRun.objects.get(pk=import_id)
    if run.state == ImportState.READING:
        abandon(run, by=by)
    elif run.state == ImportState.UNDOING:
        raise ValidationError(gettext("An import that is being taken back goes all the way."))
    else:
        stop(run, by=by)


@job(JOB, title=_("Import rows, read files, take an import back"), cancel=end_import)
def import_rows(run: Running, import_id: int, language: str = "") -> None:
    """Go on with an import: with reading its files, with its rows, or with taking it back."""
    found = ImportRun.objects.filter(pk=import_id).first()
    if found is None:
        return
    if found.state == ImportState.READING:
        with override(language or None):
            read_for_its_owner(found, tick=Seldom(run.progress))
    elif found.state == ImportState.RUNNING:
        try:
            work(found, tick=run.progress)
        except (HaltedError, InterruptedByOtherError):
            return
    elif found.state == ImportState.UNDOING:
        work_back(found, tick=run.progress)


@job(outlooks.JOB, title=_("Count what an import would do"), cancellable=True)
def check_rows(run: Running, import_id: int) -> None:
    """Count what would become of the rows of an import."""
    found = ImportRun.objects.filter(pk=import_id, state=ImportState.DRAFT).first()
    if found is not None:
        outlooks.count(found, tick=Seldom(run.progress))


@job("platform.release", title=_("Let happen what a replayed import holds back"))
def release(_run: Running) -> None:
    """Let happen what imports have queued up to now."""
    release_due()


@job(LATER, title=_("Index records for the search"))
def index(run: Running, **payload: Any) -> None:
    """Index records that had to wait."""
    index_later(run, **payload)


@job(REBUILD, title=_("Build the index of the search anew"), cancellable=True)
def rebuild(run: Running, **payload: Any) -> None:
    """Go on with building the index of search anew."""
    run_job(run, **payload)


@job(rotation.RESEAL, title=_("Seal secrets with the newest key"), cancellable=True)
def reseal(run: Running, fingerprint: str) -> None:
    """Seal by the newest key what older ones have sealed; drop these an hour later."""
    _reseal_all(run)
    rotation.drop_later(fingerprint)


@job(rotation.DROP, title=_("Drop keys that are no longer needed"))
def drop_keys(run: Running, fingerprint: str) -> None:
    """Look once more for what was sealed meanwhile, then drop the older keys."""
    _reseal_all(run)
    rotation.drop_older(fingerprint)


def _reseal_all(run: Running) -> None:
    for number, _changed in enumerate(reseal_chunks(), run.done + 1):
        run.progress(number)
