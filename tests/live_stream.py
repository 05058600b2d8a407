"""The stream of live events as a browser gets it: a server of ours in a thread, which can be lost and come back."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from asgiref.sync import SyncToAsync
from django.db import connections

from setpoint.platform.live import hub
from setpoint.platform.live.stream import application


@contextmanager
def streaming(port: int) -> Iterator[None]:
    """Serve the connected database's events for a while."""
    patient = hub.LISTEN_SECONDS
    # whoever ends a test does not wait for a call that will not come
    hub.LISTEN_SECONDS = 0.3
    server = uvicorn.Server(uvicorn.Config(application, port=port, log_level="error", timeout_graceful_shutdown=0))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()
        while hub.HUB._thread:
            time.sleep(0.01)
        hub.LISTEN_SECONDS = patient
        # the thread that asked the database lives on: it must not ask the next test in this one's copy
        SyncToAsync.single_thread_executor.submit(connections.close_all).result()
