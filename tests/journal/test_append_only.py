"""The database itself keeps the journal."""

import pytest
from django.db import DatabaseError, transaction

from setpoint.domains.customers.operations import parties
from setpoint.journal.forgetting import forget
from setpoint.journal.models import Fact, PersonalValue
from setpoint.journal.reading import tell
from setpoint.kernel.actors import SYSTEM
from tests.cast import Cast


def test_a_fact_cannot_be_changed(cast: Cast) -> None:
    before = Fact.objects.order_by("pk").values_list("kind", flat=True).first()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Fact.objects.update(kind="other")
    assert Fact.objects.order_by("pk").values_list("kind", flat=True).first() == before


def test_a_fact_cannot_be_deleted(cast: Cast) -> None:
    count = Fact.objects.count()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Fact.objects.all()._raw_delete("default")
    assert Fact.objects.count() == count


def test_personal_values_stand_beside_the_fact(cast: Cast) -> None:
    fact = Fact.objects.get(kind="customers.created", about_id=cast.ivan.pk)
    assert "name" not in fact.data
    assert set(fact.personal) == {"name", "email"}
    assert tell([fact])[0].sentence == "Setpoint added Ivan Petrov"


def test_personal_values_cannot_go_without_forgetting_the_person(cast: Cast) -> None:
    with pytest.raises(DatabaseError, match="forgotten"), transaction.atomic():
        PersonalValue.objects.filter(person_id=cast.ivan.pk).delete()
    assert PersonalValue.objects.filter(person_id=cast.ivan.pk).count() == 2


def test_forgetting_leaves_the_fact_and_says_erased(cast: Cast) -> None:
    forget(cast.ivan.pk, by=SYSTEM)
    fact = Fact.objects.get(kind="customers.created", about_id=cast.ivan.pk)
    assert tell([fact])[0].sentence == "Setpoint added erased"
    assert not PersonalValue.objects.filter(person_id=cast.ivan.pk).exists()
    cast.ivan.refresh_from_db()
    assert (cast.ivan.name, cast.ivan.email) == ("-", "")


def test_a_fact_of_an_organisation_keeps_its_name(cast: Cast) -> None:
    fact = Fact.objects.get(kind="customers.created", about_id=cast.oak.pk)
    assert fact.data["name"] == "Oak & Sons"
    parties.change(cast.oak, {"sector": "building"}, by=SYSTEM)
    assert Fact.objects.get(kind="customers.changed").changes == {"sector": ["", "building"]}
