"""Jobs of the exchange."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from setpoint.domains.exchange import sending
from setpoint.domains.exchange.models import Endpoint
from setpoint.domains.exchange.operations.endpoints import JOB
from setpoint.kernel.jobs import Running, job


@job(JOB, lease=timedelta(minutes=2), title=_("Tell a webhook"))
def deliver(run: Running, *, endpoint: int) -> None:
    """Send what waits for an endpoint."""
    row = Endpoint.objects.select_related("owner").filter(pk=endpoint, removed_at=None).first()
    if row is not None:
        sending.deliver(row, go_on=run.progress)
