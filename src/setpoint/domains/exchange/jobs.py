"""Jobs of the exchange."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from setpoint.domains.exchange import sending
from setpoint.domains.exchange.models import Endpoint
from setpoint.domains.exchange.operations import scheduled_exports
from setpoint.domains.exchange.operations.endpoints import JOB
from setpoint.kernel.jobs import Running, job
from setpoint.platform.lists.models import Export


@job(JOB, lease=timedelta(minutes=2), title=_("Tell a webhook"))
def deliver(run: Running, *, endpoint: int) -> None:
    """Send what waits for an endpoint."""
    row = Endpoint.objects.select_related("owner").filter(pk=endpoint, removed_at=None).first()
    if row is not None:
        sending.deliver(row, go_on=run.progress)


@job(scheduled_exports.JOB, title=_("Write a scheduled export"), cancellable=True)
def export(run: Running, *, export_id: int) -> None:
    """Write the file of a scheduled export and tell its owner."""
    found = Export.objects.select_related("person").filter(pk=export_id).first()
    if found is not None:
        scheduled_exports.write(run, found)
