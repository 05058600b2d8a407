"""A worker process is killed (SIGKILL) before every single statement it makes; nothing is lost or done twice."""

import os
import signal

import pytest
from django.db import connection, connections, transaction

from setpoint.kernel import jobs
from setpoint.kernel.jobs import Running, enqueue, job
from setpoint.kernel.jobs_worker import run_next, take_back
from setpoint.kernel.models import Job, JobState, Team

CHUNKS = 3


@pytest.fixture
def building(monkeypatch):
    monkeypatch.setattr(jobs, "JOBS", {})
    monkeypatch.setattr("setpoint.kernel.jobs_worker.JOBS", jobs.JOBS)

    @job("test.build", attempts=100)
    def build(run: Running) -> None:
        for number in range(run.done, CHUNKS):
            with transaction.atomic():
                Team.objects.create(name=f"chunk {number}")
                run.progress(number + 1, CHUNKS)


def killed_before(statement: int) -> bool:
    """Run the job in a process of its own which dies before its n-th statement; False when it did not get so far."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        left = statement

        def die(execute, sql, params, many, context):
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(die):
            run_next("bench")
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def test_a_worker_killed_before_any_statement_loses_nothing_and_repeats_nothing(live_db, building):
    statement = 0
    killed = True
    while killed:
        statement += 1
        Team.objects.all().delete()
        Job.objects.all().delete()
        enqueue("test.build")
        killed = killed_before(statement)
        take_back("bench")
        run_next("bench")
        assert Job.objects.values_list("state", "done").get() == (JobState.DONE, CHUNKS), statement
        assert sorted(Team.objects.values_list("name", flat=True)) == ["chunk 0", "chunk 1", "chunk 2"], statement
    # the look, the claim, three chunks, the end: each is more than one statement
    assert statement > 10


def test_two_workers_share_the_work_and_nobody_does_a_job_twice(live_db, monkeypatch):
    monkeypatch.setattr(jobs, "JOBS", {})
    monkeypatch.setattr("setpoint.kernel.jobs_worker.JOBS", jobs.JOBS)
    job("test.team")(lambda _run, number: Team.objects.create(name=f"team {number}"))
    for number in range(60):
        enqueue("test.team", {"number": number})
    connections.close_all()
    pids = []
    for name in ("left", "right"):
        pid = os.fork()
        if pid == 0:
            while run_next(name):
                pass
            os._exit(0)
        pids.append(pid)
    assert [os.waitpid(pid, 0)[1] for pid in pids] == [0, 0]
    assert Team.objects.count() == 60
    assert set(Job.objects.values_list("state", "attempts")) == {(JobState.DONE, 1)}
