"""Work for later: sealing what has been written."""

from django.utils.translation import gettext_lazy as _

from setpoint.journal.sealing import seal_up
from setpoint.kernel.jobs import Running, job


@job("journal.seal", title=_("Seal what has been written down"))
def seal(run: Running) -> None:
    """Seal in batches, each of which renews the lease."""
    seal_up(tick=run.progress)
