"""/healthz and /readyz: asked by a balancer that knows no name, no password and no company."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from setpoint.platform.health import readiness

STRANGER = {"HTTP_HOST": "10.1.2.3:8080"}


def test_a_process_that_lives_says_so_without_asking_the_database() -> None:
    # this test may not touch the database: a query would fail it
    answer = Client().get("/healthz", **STRANGER)
    assert (answer.status_code, answer.json()) == (200, {"alive": True})
    assert answer["Cache-Control"] == "no-store"


def test_an_installation_without_a_company_is_ready(db: None) -> None:
    answer = Client().get("/readyz", **STRANGER)
    assert (answer.status_code, answer.json()) == (200, {"database": True, "migrations": True})


def test_it_is_not_ready_while_a_change_of_the_database_waits(db: None) -> None:
    MigrationRecorder(connection).record_unapplied("kernel", "0001_initial")
    answer = Client().get("/readyz", **STRANGER)
    assert (answer.status_code, answer.json()) == (503, {"database": True, "migrations": False})


def test_asking_costs_two_queries(db: None, django_assert_num_queries) -> None:
    readiness()
    with django_assert_num_queries(2):
        readiness()


def test_a_process_whose_database_is_gone_lives_and_is_not_ready(
    template_database: None, django_db_blocker, tmp_path
) -> None:
    with django_db_blocker.unblock():
        name = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = str(tmp_path / "gone" / "away") if connection.vendor == "sqlite" else "gone"
        try:
            answer = Client().get("/readyz", **STRANGER)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = name
    assert (answer.status_code, answer.json()) == (503, {"database": False, "migrations": False})


@pytest.mark.parametrize("path", ["/healthz/", "/readyz2", "/health"])
def test_no_other_address_answers_a_stranger(db: None, path: str) -> None:
    assert Client().get(path, **STRANGER).status_code == 400
