"""Time that passes and time that is worked: on a busy machine only the second tells of the program."""

import os
import statistics
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

from django.conf import settings
from django.db import connection
from django.test import Client

from setpoint.kernel.models import User

T = TypeVar("T")


def worked() -> float:
    """Return the seconds of processor that this process, and the PostgreSQL process that serves it, have taken."""
    if connection.vendor == "sqlite":
        return process_time()
    connection.ensure_connection()
    fields = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    return process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def timed(what: str, act: Callable[[], T]) -> T:
    """Do something and print how long it took."""
    begun, before = perf_counter(), worked()
    found = act()
    print(f"  {what:24} {perf_counter() - begun:7.2f} s, {worked() - before:6.2f} s of one core", flush=True)
    return found


def slow_page(address: str, person: User, *, runs: int, limit_ms: float) -> bool:
    """Ask for a page as somebody, print its server time, and return whether its median is beyond the limit."""
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(person)
    _once(client, address)
    times = [_once(client, address) for _ in range(runs)]
    passed, work = sorted(each[0] for each in times), sorted(each[1] for each in times)
    wall, late = statistics.median(passed), passed[int(len(passed) * 0.95)]
    print(
        f"{address:28} {person.name:14} median {wall:6.1f} ms, 95th percentile {late:6.1f} ms; "
        f"of which processor {statistics.median(work):6.1f} ms",
        flush=True,
    )
    return wall >= limit_ms


def _once(client: Client, address: str) -> tuple[float, float]:
    begun, before = perf_counter(), worked()
    answer = client.get(address)
    passed = (perf_counter() - begun) * 1000, (worked() - before) * 1000
    assert answer.status_code == 200, answer.status_code
    return passed
