"""What processes count as they work; each writes into a file of its own, /metrics adds them up."""

from prometheus_client import Gauge, Histogram

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SECONDS = Histogram(
    "setpoint_request_seconds",
    "Time of requests by view, method and status",
    ("view", "method", "status"),
    buckets=BUCKETS,
)
JOB_SECONDS = Histogram(
    "setpoint_job_seconds",
    "Time of jobs by name and how they ended: done, failed, cancelled, stopped with the worker, lost to another",
    ("job", "ended"),
    buckets=(0.05, 0.25, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0),
)
CLIENTS = Gauge("setpoint_live_clients", "Open streams of live events", multiprocess_mode="livesum")
