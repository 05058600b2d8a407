"""Work for later: digests, and the outbox."""

from django.utils.translation import gettext_lazy as _

from setpoint.kernel.clock import company_now
from setpoint.kernel.jobs import Running, job
from setpoint.loop.inform.operations import deliveries, digests, mails


@job("inform.digest", title=_("Make the digests that are due"))
def digest(running: Running) -> None:
    """Make the digests that are due."""
    made = digests.make_due(company_now())
    running.progress(len(made), len(made))


@job("inform.deliver", title=_("Send letters"))
def deliver(running: Running) -> None:
    """Send what waits in the outbox."""
    sent = mails.deliver_due()
    running.progress(sent, sent)


@job(deliveries.JOB, title=_("Send notices to letters and devices"))
def tell(running: Running) -> None:
    """Send what waits in the outbox of notices."""
    sent = deliveries.deliver_due()
    running.progress(sent, sent)
