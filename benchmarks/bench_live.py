"""Times of a page while 200 people listen to live events and something happens all the time, and without them.

`python benchmarks/bench_live.py [--clients 200] [--runs 50]` on SQLite, or with DATABASE_URL on PostgreSQL. It
prints the server time of a page while nobody listens and while all do, and how long an event takes to reach the last of
them. It fails where the median of the page grows by more than a fifth, or an event takes more than a second.

Measured on two cores with SQLite, 200 who listen: the list of deals 36.8 ms alone and 35.9 ms together; an event
reaches the last of them in 0.67 s, 95th percentile 0.77 s.
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from contextlib import ExitStack

import installation
from companies import open_deals
from django.conf import settings
from django.db import connections
from django.test import Client
from timing import _once

from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deals
from setpoint.journal.followers import catch_up
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.models import User
from setpoint.platform.live.tokens import issue
from tests.cast import make_cast

EVENTS = 20


def listen(port: int, token: str) -> socket.socket:
    """Open a stream and read its first line."""
    wire = socket.create_connection(("127.0.0.1", port), timeout=30)
    wire.sendall(f"GET /live/events?token={token} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    while b"retry" not in wire.recv(4096):
        pass
    return wire


def page_times(client: Client, runs: int) -> list[float]:
    """Return the server times of the list of deals, in milliseconds."""
    _once(client, "/deals")
    return [_once(client, "/deals")[0] for _ in range(runs)]


def main() -> int:
    """Measure; return how many limits were broken."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--clients", type=int, default=200)
    asked.add_argument("--runs", type=int, default=50)
    options = asked.parse_args()
    settings.ALLOWED_HOSTS = ["testserver"]
    cast = make_cast()
    open_deals(cast, [cast.sara, cast.semyon, cast.nora], 1000)
    catch_up(["live"])
    people = User.objects.bulk_create(
        User(name=f"Person {number}", email=f"p{number}@tidewater.example", role=cast.olga.role)
        for number in range(options.clients)
    )
    tokens = [issue(person) for person in people]
    client = Client()
    client.force_login(cast.olga)
    alone = statistics.median(page_times(client, options.runs))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # a process of its own, as `setpoint run` has one; it finds the home by the environment
    path = os.environ | {"PYTHONPATH": str(installation.ROOT / "src")}
    program = [
        sys.executable,
        "-m",
        "uvicorn",
        "setpoint.asgi:application",
        "--port",
        str(port),
        "--log-level",
        "error",
    ]
    server = subprocess.Popen(program, env=path)  # noqa: S603 - our own program
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    with ExitStack() as held:
        wires = [held.enter_context(listen(port, token)) for token in tokens]
        waited = [event(wires) for _ in range(EVENTS)]
        stop = threading.Event()
        threading.Thread(target=change_all_the_time, args=(stop,), daemon=True).start()
        together = statistics.median(page_times(client, options.runs))
        stop.set()
    server.terminate()
    last = sorted(waited)[int(len(waited) * 0.95)]
    print(f"/deals: median {alone:.1f} ms with nobody, {together:.1f} ms with {options.clients} who listen")
    print(f"an event reaches the last of them in {statistics.median(waited):.2f} s, 95th percentile {last:.2f} s")
    return (together > 1.2 * alone) + (last > 1)


def event(wires: list[socket.socket]) -> float:
    """Change a deal and return how long it takes until everybody has heard of it, in seconds."""
    deal = Deal.objects.order_by("?").first()
    assert deal
    deals.touch_many([deals.Touch(deal.pk, "note", deal.opened_at, text="Hello")], by=SYSTEM)
    catch_up(["live"])
    begun = time.perf_counter()
    for wire in wires:
        while b"data: " not in wire.recv(4096):
            pass
    return time.perf_counter() - begun


def change_all_the_time(stop: threading.Event) -> None:
    """Change a deal twice a second."""
    while not stop.wait(0.5):
        deal = Deal.objects.order_by("?").first()
        assert deal
        deals.touch_many([deals.Touch(deal.pk, "note", deal.opened_at, text="Hello")], by=SYSTEM)
        catch_up(["live"])
    connections.close_all()


if __name__ == "__main__":
    sys.exit(main())
