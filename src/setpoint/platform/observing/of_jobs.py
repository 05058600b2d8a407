"""Times of jobs, counted by the worker that did them."""

from setpoint.kernel.jobs import MEASURERS
from setpoint.platform.observing.counting import JOB_SECONDS


def measure(job: str, ended: str, seconds: float) -> None:
    """Count a job that was in hand."""
    JOB_SECONDS.labels(job, ended).observe(seconds)


MEASURERS.append(measure)
