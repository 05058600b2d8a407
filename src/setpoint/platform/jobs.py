"""Jobs of the platform."""

from setpoint.kernel.jobs import Running, job
from setpoint.platform.importing.replay import release_due
from setpoint.platform.importing.running import JOB, work
from setpoint.platform.importing.undoing import work_back
from setpoint.platform.models import ImportRun, ImportState


@job(JOB)
def import_rows(run: Running, import_id: int) -> None:
    """Go on with an import, or with taking it back."""
    found = ImportRun.objects.get(pk=import_id)
    if found.state == ImportState.RUNNING:
        work(found, tick=run.progress)
    elif found.state == ImportState.UNDOING:
        work_back(found, tick=run.progress)


@job("platform.release")
def release(_run: Running) -> None:
    """Let happen what imports have queued up to now."""
    release_due()
