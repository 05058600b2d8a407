"""A person forgotten is in no data file of the database."""

from pathlib import Path

import pytest
from django.db import connection, connections

from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.operations import deals
from setpoint.journal.forgetting import forget, scrub
from setpoint.journal.models import Forgetting
from setpoint.kernel.actors import SYSTEM
from tests.cast import make_cast

NAME = "Zygmunt Quxfeldt"


def data_files(live: str) -> list[Path]:
    """Return every file in which the database keeps rows."""
    if connection.vendor == "sqlite":
        return [path for suffix in ("", "-wal", "-shm") if (path := Path(live + suffix)).exists()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = %s", [live])
        directory, oid = cursor.fetchone()
    return [path for path in Path(directory, "base", str(oid)).iterdir() if path.is_file()]


def files_naming(live: str, name: str) -> list[str]:
    return [path.name for path in data_files(live) if name.encode() in path.read_bytes()]


@pytest.mark.long
def test_after_scrubbing_the_name_is_in_no_data_file(live_db):
    cast = make_cast()
    person = parties.create(kind="person", name=NAME, email="zygmunt@quxfeldt.example", by=SYSTEM)
    deals.create(
        name=f"Shed for {NAME}",
        pipeline=cast.pipeline,
        stage=cast.stages[0],
        owner=cast.sara,
        customer=person,
        currency="USD",
        by=SYSTEM,
    )
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint" if connection.vendor == "sqlite" else "CHECKPOINT")
    assert files_naming(live_db, NAME)

    forget(person.pk, by=SYSTEM)
    scrub()
    connections.close_all()

    assert files_naming(live_db, NAME) == []
    assert Forgetting.objects.get().scrubbed_at is not None
