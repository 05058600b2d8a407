"""What the database tells at each look: jobs, followers, its size."""

from collections.abc import Iterator

from django.db import DatabaseError, connection
from django.db.models import Count
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from setpoint.journal.followers import FOLLOWERS, behind
from setpoint.kernel.models import Job, JobState

# facts: beyond so many one knows enough
FAR_BEHIND = 10_000


class OfDatabase(Collector):
    """Asks the database when it is collected; where that does not answer, `setpoint_database_up` alone is told."""

    def collect(self) -> Iterator[Metric]:
        """Yield the figures."""
        try:
            found = [_jobs(), _followers(), _size()]
        except DatabaseError:
            found = []
        yield GaugeMetricFamily("setpoint_database_up", "Whether the database answers", value=float(bool(found)))
        yield from found


def _jobs() -> Metric:
    told = GaugeMetricFamily("setpoint_jobs", "Jobs by state", labels=["state"])
    counted = dict(Job.objects.order_by().values_list("state").annotate(Count("pk")))
    for state in JobState.values:
        told.add_metric([state], counted.get(state, 0))
    return told


def _followers() -> Metric:
    text = f"Facts that a follower of the journal has not read, {FAR_BEHIND} at most"
    told = GaugeMetricFamily("setpoint_follower_lag_facts", text, labels=["follower"])
    for name in sorted(FOLLOWERS):
        told.add_metric([name], behind(name, most=FAR_BEHIND))
    return told


def _size() -> Metric:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        (size,) = cursor.fetchone()
    return GaugeMetricFamily("setpoint_database_bytes", "Size of the database", value=float(size))
