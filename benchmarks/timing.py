"""Time that passes and time that is worked: on a busy machine only the second tells of the program."""

import statistics
from collections.abc import Callable
from time import perf_counter, process_time
from typing import TypeVar

from django.conf import settings
from django.test import Client

from setpoint.kernel.models import User

T = TypeVar("T")


def timed(what: str, act: Callable[[], T]) -> T:
    """Do something and print how long it took."""
    begun, worked = perf_counter(), process_time()
    found = act()
    print(f"  {what:24} {perf_counter() - begun:7.2f} s, {process_time() - worked:6.2f} s of one core", flush=True)
    return found


def slow_page(address: str, person: User, *, runs: int, limit_ms: float) -> bool:
    """Ask for a page as somebody, print its server time, and return whether its median is beyond the limit."""
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(person)
    _once(client, address)
    times = [_once(client, address) for _ in range(runs)]
    passed, worked = sorted(each[0] for each in times), sorted(each[1] for each in times)
    wall, late = statistics.median(passed), passed[int(len(passed) * 0.95)]
    print(
        f"{address:28} {person.name:14} median {wall:6.1f} ms, 95th percentile {late:6.1f} ms; "
        f"of which processor {statistics.median(worked):6.1f} ms",
        flush=True,
    )
    return wall >= limit_ms


def _once(client: Client, address: str) -> tuple[float, float]:
    begun, worked = perf_counter(), process_time()
    answer = client.get(address)
    passed = (perf_counter() - begun) * 1000, (process_time() - worked) * 1000
    assert answer.status_code == 200, answer.status_code
    return passed
