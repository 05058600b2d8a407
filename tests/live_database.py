"""A database whose transactions really commit: a copy of the migrated template, triggers on, thrown away after."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import setup_databases, teardown_databases
from pytest_django.fixtures import _get_databases_for_setup


@pytest.fixture(scope="session")
def template_database(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The migrated database; pytest-django makes it only where a test of the run is marked django_db."""
    aliases, _ = _get_databases_for_setup(request.session.items)
    if "default" in aliases:
        yield
        return
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture
def live_db(template_database: None, django_db_blocker: Any) -> Iterator[str]:
    """Switch the default connection to a fresh copy; yields the name (file or database) for other processes."""
    with a_copy(django_db_blocker) as live:
        yield live


@contextmanager
def a_copy(blocker: Any) -> Iterator[str]:
    """Let the default connection be a fresh copy of the template for a while; yields its name."""
    with blocker.unblock():
        template = connection.settings_dict["NAME"]
        connections.close_all()
        live = _copy(template)
        connection.settings_dict["NAME"] = live
        try:
            yield live
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = template
            _drop(live)


def _copy(template: str) -> str:
    live = f"{template}_live"
    _drop(live)
    if connection.vendor == "sqlite":
        shutil.copy(template, live)
    else:
        _maintenance(f'CREATE DATABASE "{live}" TEMPLATE "{template}"')
    return live


def _drop(live: str) -> None:
    if connection.vendor == "sqlite":
        for suffix in ("", "-wal", "-shm"):
            Path(f"{live}{suffix}").unlink(missing_ok=True)
    else:
        _maintenance(f'DROP DATABASE IF EXISTS "{live}" WITH (FORCE)')


def _maintenance(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
