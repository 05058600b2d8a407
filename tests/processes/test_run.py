"""`setpoint run`: everything starts with one command and ends with one key."""

import signal

import pytest

from tests.processes.conftest import Installation

pytestmark = pytest.mark.long


def test_it_answers_refuses_a_second_one_and_leaves_nothing_behind(installation: Installation):
    running, address = installation.start_and_wait()

    assert address == f"http://localhost:{installation.port}"
    assert installation.answer() < 500
    assert set(installation.children()) == {"web", "live", "worker", "clock"}

    second = installation.command("run", "--port", "1")
    assert second.returncode == 1
    assert f"running on {installation.home} already (process {running.pid}, {address})" in second.stderr

    running.send_signal(signal.SIGINT)
    rest = running.stdout.read()
    assert (running.wait(), rest) == (0, "Stopped.\n")
    installation.wait_until(lambda: not installation.processes())


def test_a_port_that_is_taken_is_named_with_the_way_out(installation: Installation, tmp_path):
    other = Installation(tmp_path / "other")
    other.port = installation.port
    installation.start_and_wait()
    try:
        refused = other.command("run")
    finally:
        other.end()

    assert refused.returncode == 1
    assert f"Port {other.port} is taken. Choose another: --port or SETPOINT_PORT." in refused.stderr
    assert other.processes() == set()


def test_a_wrong_variable_stops_the_start_and_names_itself(installation: Installation, monkeypatch):
    monkeypatch.setenv("SETPOINT_WEB_THREADS", "many")

    refused = installation.command("run")

    assert refused.returncode == 1
    assert refused.stderr.startswith("SETPOINT_WEB_THREADS: ")
