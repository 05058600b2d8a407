"""Facts brought from a cluster of PostgreSQL that had counted further: followers and seals pass nothing over."""

import pytest
from django.db import connection, transaction

from setpoint.commands.upkeep.journal_checks import numbers
from setpoint.domains.customers.operations import parties
from setpoint.journal.counting import is_behind, keep_ahead
from setpoint.journal.followers import catch_up, step
from setpoint.journal.models import Cursor, Fact, Seal
from setpoint.journal.sealing import seal_up, verify
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.clock import machine_now, set_company_time
from tests.cast import MONDAY
from tests.journal.test_followers import a_follower, note, seen

FURTHER = 10_000_000


@pytest.fixture
def brought(live_db: str) -> None:
    """Two facts of a cluster ten million transactions further: the first was followed there."""
    seen.clear()
    set_company_time(MONDAY, rate=0)
    if connection.vendor == "sqlite":
        # one writer: there is no number that could be another
        _an_organisation("Oak")
        with a_follower(note) as name:
            catch_up([name])
        seal_up()
        seen.clear()
        _an_organisation("Elm")
        return
    with transaction.atomic():
        _an_organisation("Oak")
        _an_organisation("Elm")
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE journal_fact DISABLE TRIGGER USER")
            cursor.execute("UPDATE journal_fact SET tx = tx + %s", [FURTHER])
            cursor.execute("ALTER TABLE journal_fact ENABLE TRIGGER USER")
    oak = Fact.objects.earliest("pk")
    Cursor.objects.create(follower="test", tx=oak.tx, fact_id=oak.pk, moved_at=machine_now())


def _an_organisation(name: str) -> None:
    parties.create(kind="organisation", name=name, by=SYSTEM)


def test_new_facts_are_read_after_the_brought_ones_each_once(brought: None) -> None:
    behind = connection.vendor == "postgresql"
    assert (is_behind(), [each.subject for each in numbers()]) == (behind, ["numbers"] if behind else [])

    assert keep_ahead() is behind
    _an_organisation("Ash")

    with a_follower(note, batch=1) as name:
        assert [step(name), step(name), step(name)] == [1, 1, 0]
    assert seen == ["Elm", "Ash"]
    assert (is_behind(), keep_ahead(), list(numbers())) == (False, False, [])


def test_seals_go_on_over_brought_facts_and_new_ones(brought: None) -> None:
    keep_ahead()
    _an_organisation("Ash")

    seal_up(batch=1)

    assert (verify().facts, verify().broken) == (Fact.objects.count(), None)
    assert Seal.objects.latest("number").last_fact == Fact.objects.latest("pk").pk
