"""The pages as a browser gets them: a server of ours over a database whose transactions commit."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver

from tests.cast import Cast, make_cast

PASSWORD = "cedar and larch"


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    # a browser opens many connections at once
    request_queue_size = 64

    def process_request_thread(self, *args: Any) -> None:
        """Answer, then let go of the thread's connections: here, for any thread may collect garbage."""
        try:
            super().process_request_thread(*args)
        finally:
            connections.close_all()


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def site(live_db: str, settings: Any) -> Iterator[str]:
    """The address of a running site whose database is empty."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    with served() as address:
        yield address


@contextmanager
def served() -> Iterator[str]:
    """Serve the connected database for a while; yields the address."""
    application = get_wsgi_application()
    # importing every view is no part of a journey's patience
    get_resolver().url_patterns  # noqa: B018

    server = make_server("127.0.0.1", 0, application, server_class=_Server, handler_class=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def company(site: str) -> Cast:
    """Tidewater Sheds behind that address; everybody's password is the same."""
    cast = make_cast()
    for person in (cast.olga, cast.henry, cast.sara, cast.semyon):
        person.set_password(PASSWORD)
        person.save()
    return cast
