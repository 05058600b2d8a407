"""People, teams and absences come with their facts."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from setpoint.journal.models import Fact
from setpoint.journal.reading import tell
from setpoint.kernel import people
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.models import Absence, Team, User
from setpoint.kernel.permissions import visible_to


def test_a_user_without_a_password_cannot_sign_in(cast):
    (rita,) = people.create_users([User(name="Rita Rowe", email="Rita@Tidewater.example", team=cast.north)], by=SYSTEM)
    assert (rita.email, rita.has_usable_password()) == ("rita@tidewater.example", False)
    fact = Fact.objects.get(kind="kernel.user_created", about_id=rita.pk)
    assert tell([fact])[0].sentence == "Setpoint added Rita Rowe to the staff"


def test_a_seller_cannot_add_people(cast):
    count = User.objects.count()
    with pytest.raises(PermissionDenied):
        people.create_users([User(name="Rita Rowe", email="rita@tidewater.example")], by=Actor.of(cast.sara))
    assert User.objects.count() == count


def test_a_new_head_answers_for_his_team(cast):
    people.set_head(cast.north, cast.sara, by=SYSTEM)
    assert Team.objects.get(pk=cast.north.pk).head == cast.sara
    assert Fact.objects.get(kind="kernel.team_headed").data == {"name": "Sara Stone", "head": cast.sara.pk}


def test_the_head_of_sales_records_an_absence_below_him(cast):
    henry = Actor.of(cast.henry)
    people.record_absence(cast.sara, first_day=date(2026, 3, 9), last_day=date(2026, 3, 20), by=henry)
    assert Absence.objects.get().user == cast.sara
    assert Fact.objects.get(kind="kernel.absence_recorded").data["last_day"] == "2026-03-20"


def test_an_absence_that_ends_before_it_begins_is_refused(cast):
    with pytest.raises(ValidationError) as refused:
        people.record_absence(cast.sara, first_day=date(2026, 3, 9), last_day=date(2026, 3, 8), by=SYSTEM)
    assert refused.value.message_dict == {"last_day": ["The last day is before the first."]}
    assert not Absence.objects.exists()


def test_a_seller_sees_the_facts_about_himself_only(cast):
    assert list(visible_to(Actor.of(cast.sara), "kernel.user")) == [cast.sara]
    assert set(visible_to(Actor.of(cast.henry), "kernel.user")) == {cast.henry, cast.sara, cast.semyon, cast.nora}
