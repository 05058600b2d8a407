"""/metrics: figures of all processes for Prometheus, to this machine and to whoever has the token."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from setpoint.kernel import jobs
from setpoint.kernel.jobs import enqueue
from setpoint.kernel.jobs_worker import run_next
from setpoint.platform.observing.page import figures
from tests.cast import Cast
from tests.web.conftest import signed_in

SOURCE = Path(__file__).parents[3] / "src"
ELSEWHERE = "192.0.2.7"
TOKEN = "cedar-and-larch-and-oak"


def told(name: str) -> dict[str, float]:
    """Return the figures of that name by their labels."""
    lines = [line for line in figures().decode().splitlines() if re.match(rf"{name}[ {{]", line)]
    return {line.rpartition(" ")[0].removeprefix(name): float(line.rpartition(" ")[2]) for line in lines}


def test_they_tell_of_database_jobs_and_followers(db: None) -> None:
    enqueue("x")
    assert told("setpoint_database_up") == {"": 1.0}
    assert told("setpoint_jobs")['{state="waiting"}'] == 1.0
    assert told("setpoint_follower_lag_facts")['{follower="live"}'] == 0.0
    assert told("setpoint_database_bytes")[""] > 100_000


def test_times_of_requests_are_counted_by_view(cast: Cast) -> None:
    label = '{method="GET",status="200",view="customer"}'
    before = told("setpoint_request_seconds_count").get(label, 0)
    signed_in(cast.sara).get(f"/customers/{cast.ivan.pk}")
    # other workers of the same run count into the same folder
    assert told("setpoint_request_seconds_count")[label] >= before + 1
    assert "Ivan" not in figures().decode()


def test_times_of_jobs_are_counted_by_how_they_ended(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, work in (("test.good", lambda _run: None), ("test.bad", lambda _run: 1 // 0)):
        monkeypatch.setitem(jobs.JOBS, name, jobs.Declared(name, work, attempts=1, lease=jobs.LEASE))
        enqueue(name)
    ends = ['{ended="done",job="test.good"}', '{ended="failed",job="test.bad"}']
    before = [told("setpoint_job_seconds_count").get(end, 0) for end in ends]

    while run_next("test"):
        pass

    assert [told("setpoint_job_seconds_count")[end] for end in ends] == [count + 1 for count in before]


def test_figures_of_all_processes_are_added_while_they_live(db: None, settings, tmp_path) -> None:
    settings.METRICS = tmp_path
    code = "from setpoint.platform.observing.counting import CLIENTS; CLIENTS.inc(3); print('in', flush=True); input()"
    environment = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PYTHONPATH": str(SOURCE)}
    others = [
        subprocess.Popen([sys.executable, "-c", code], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _one in range(2)
    ]
    for other in others:
        assert other.stdout.readline() == b"in\n"

    assert told("setpoint_live_clients")[""] == 6
    for other in others:
        other.kill()
        other.communicate()
    assert told("setpoint_live_clients") == {}


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
        ({"REMOTE_ADDR": ELSEWHERE}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": ELSEWHERE}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": f"for={ELSEWHERE}"}, 404),
        ({"REMOTE_ADDR": ELSEWHERE, "HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}, 200),
        ({"REMOTE_ADDR": ELSEWHERE, "HTTP_AUTHORIZATION": "Bearer guess"}, 404),
        ({"REMOTE_ADDR": ELSEWHERE, "HTTP_AUTHORIZATION": "Bearer "}, 404),
    ],
)
def test_who_may_read_them(db: None, settings, asked: dict[str, str], status: int) -> None:
    settings.METRICS_TOKEN = TOKEN
    assert Client().get("/metrics", **asked).status_code == status


def test_without_a_token_nobody_comes_from_elsewhere(db: None, settings) -> None:
    assert settings.METRICS_TOKEN == ""
    assert Client().get("/metrics", REMOTE_ADDR=ELSEWHERE, HTTP_AUTHORIZATION="Bearer ").status_code == 404
