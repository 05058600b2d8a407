"""Work for later: digests, and the outbox."""

from setpoint.kernel.clock import company_now
from setpoint.kernel.jobs import Running, job
from setpoint.loop.inform.operations import digests, mails


@job("inform.digest")
def digest(running: Running) -> None:
    """Make the digests that are due."""
    made = digests.make_due(company_now())
    running.progress(len(made), len(made))


@job("inform.deliver")
def deliver(running: Running) -> None:
    """Send what waits in the outbox."""
    sent = mails.deliver_due()
    running.progress(sent, sent)
