"""Killing parts of a running installation."""

import os
import signal

import pytest

from tests.processes.conftest import Installation

pytestmark = pytest.mark.long


@pytest.mark.parametrize("verb", ["web", "live", "worker", "clock"])
def test_a_killed_process_is_started_again(installation: Installation, verb: str):
    installation.start_and_wait()
    killed = installation.children()[verb]

    os.kill(killed, signal.SIGKILL)

    installation.wait_until(lambda: installation.children().get(verb, killed) != killed)
    installation.wait_until(installation.answers)


def test_a_process_that_dies_twice_at_once_stops_all_with_its_last_words(installation: Installation):
    running, _ = installation.start_and_wait()
    killed = installation.children()["clock"]

    os.kill(killed, signal.SIGKILL)
    installation.wait_until(lambda: installation.children().get("clock", killed) != killed)
    os.kill(installation.children()["clock"], signal.SIGKILL)

    assert running.wait() == 1
    assert "“clock” ended twice within ten seconds: everything is stopped." in running.stdout.read()
    installation.wait_until(lambda: not installation.processes())


def test_nothing_outlives_a_killed_parent_and_the_next_start_goes_on(installation: Installation):
    running, _ = installation.start_and_wait()
    created = installation.command(
        "createadmin", "olga@tidewater.example", "--name", "Olga Owen", said="a long secret\n"
    )
    assert (created.returncode, created.stdout) == (0, "Created: olga@tidewater.example\n")

    running.send_signal(signal.SIGKILL)
    installation.wait_until(lambda: not installation.processes())

    installation.start_and_wait()
    again = installation.command("createadmin", "olga@tidewater.example", said="another secret\n")
    assert (again.returncode, again.stdout) == (0, "Password changed: olga@tidewater.example\n")


def test_a_closed_terminal_ends_it(installation: Installation):
    running, _ = installation.start_and_wait()

    running.send_signal(signal.SIGHUP)

    assert running.wait() == 0
    installation.wait_until(lambda: not installation.processes())
