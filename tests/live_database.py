"""A database whose transactions really commit: a copy of the migrated template, triggers on, thrown away after."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections


@pytest.fixture
def live_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Switch the default connection to a fresh copy; yields the name (file or database) for other processes."""
    with django_db_blocker.unblock():
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
