"""Seals: a chain over what was written, which survives forgetting and names the first batch that was touched."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from setpoint.domains.customers.operations import parties
from setpoint.journal.forgetting import forget
from setpoint.journal.models import Fact, PersonalValue, Seal
from setpoint.journal.sealing import Broken, seal_up, verify
from setpoint.kernel.actors import SYSTEM
from tests.cast import Cast


@pytest.fixture
def sealed(cast: Cast) -> Cast:
    """Everything that happened until now is sealed, three facts to a seal."""
    seal_up(batch=3)
    return cast


@pytest.fixture
def force(db: None) -> Callable[..., None]:
    """Somebody with the database in his hands: takes the triggers away and does as he likes."""

    def forced(statement: str, *values: object) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'journal_%'")
                for (name,) in cursor.fetchall():
                    cursor.execute(f"DROP TRIGGER {name}")
            else:
                cursor.execute("ALTER TABLE journal_fact DISABLE TRIGGER USER")
                cursor.execute("ALTER TABLE journal_personalvalue DISABLE TRIGGER USER")
                cursor.execute("ALTER TABLE journal_seal DISABLE TRIGGER USER")
            cursor.execute(statement, values)

    return forced


def test_every_fact_is_sealed_once_and_the_chain_holds(sealed: Cast) -> None:
    facts = Fact.objects.count()
    found = verify()
    assert (found.seals, found.facts, found.broken) == (-(-facts // 3), facts, None)
    assert found.digest == Seal.objects.latest("number").digest
    assert seal_up() == 0


def test_what_happens_later_goes_into_the_next_seal(sealed: Cast) -> None:
    before = verify()
    parties.create(kind="person", name="Ada", by=SYSTEM)
    assert (seal_up(), verify().facts) == (1, before.facts + 1)


def test_seals_hold_when_a_person_is_forgotten(sealed: Cast) -> None:
    assert PersonalValue.objects.filter(person_id=sealed.ivan.pk).exists()
    forget(sealed.ivan.pk, by=SYSTEM)
    assert not PersonalValue.objects.filter(person_id=sealed.ivan.pk).exists()
    assert verify().broken is None


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE journal_fact SET actor_label = 'Somebody else' WHERE id = %s", "facts"),
        ("UPDATE journal_fact SET data = '{}' WHERE id = %s", "facts"),
        ("DELETE FROM journal_fact WHERE id = %s", "facts"),
        ("UPDATE journal_personalvalue SET value = '\"Ivan the Terrible\"' WHERE fact_id = %s", "personal"),
        ("DELETE FROM journal_personalvalue WHERE fact_id = %s", "personal"),
    ],
)
def test_the_first_batch_that_was_touched_is_named(
    sealed: Cast, force: Callable[..., None], statement: str, why: str
) -> None:
    fact = Fact.objects.get(kind="customers.created", about_id=sealed.ivan.pk)
    number = -(-Fact.objects.filter(pk__lte=fact.pk).count() // 3)
    force(statement, fact.pk)
    assert verify().broken == Broken(number, why)


def test_a_seal_made_anew_breaks_the_next_one_and_a_missing_one_is_missed(
    sealed: Cast, force: Callable[..., None]
) -> None:
    force("DELETE FROM journal_seal WHERE number = %s", 1)
    assert verify().broken == Broken(2, "number")


def test_the_database_keeps_seals_as_they_are(sealed: Cast) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Seal.objects.update(digest="0" * 64)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Seal.objects.all()._raw_delete("default")
    assert verify().broken is None
