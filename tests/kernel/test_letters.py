"""Links that let somebody choose a password: once, not for long, and only for whom they were made."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from setpoint.journal.models import Fact
from setpoint.kernel import letters
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import machine_now
from setpoint.kernel.models import EntryLetter, User
from tests.cast import Cast

PASSWORD = "oak and willow"


@pytest.fixture
def sara(cast: Cast) -> User:
    """Sara has been taken in and cannot sign in yet."""
    cast.sara.set_unusable_password()
    cast.sara.save()
    return cast.sara


def invite(cast: Cast, user: User) -> str:
    return letters.invite(user, by=Actor.of(cast.olga))


def test_an_invitation_is_good_once(cast: Cast, sara: User) -> None:
    key = invite(cast, sara)
    letter = letters.find(key)
    assert letter is not None
    assert letters.accept(letter, PASSWORD, by=Actor.of(sara)) == sara
    assert User.objects.get(pk=sara.pk).check_password(PASSWORD)
    assert letters.find(key) is None
    with pytest.raises(ValidationError, match="used up"):
        letters.accept(letter, "another password", by=Actor.of(sara))
    assert User.objects.get(pk=sara.pk).check_password(PASSWORD)
    assert list(Fact.objects.filter(about_id=sara.pk).order_by("pk").values_list("kind", "actor_label")) == [
        ("kernel.person_invited", "Olga Owen"),
        ("kernel.invitation_accepted", "Sara Stone"),
        ("kernel.password_changed", "Sara Stone"),
    ]


def test_the_key_itself_is_kept_nowhere(cast: Cast, sara: User) -> None:
    key = invite(cast, sara)
    letter = EntryLetter.objects.get()
    assert len(letter.digest) == 64
    assert key not in str(list(EntryLetter.objects.values()) + list(Fact.objects.values()))


def test_an_invitation_expires_after_seven_days(cast: Cast, sara: User) -> None:
    key = invite(cast, sara)
    EntryLetter.objects.update(expires_at=machine_now() + timedelta(seconds=1))
    assert letters.find(key) is not None
    EntryLetter.objects.update(expires_at=machine_now())
    assert letters.find(key) is None


def test_a_second_invitation_replaces_the_first(cast: Cast, sara: User) -> None:
    first, second = invite(cast, sara), invite(cast, sara)
    assert letters.find(first) is None
    assert letters.find(second) is not None


def test_a_withdrawn_invitation_leads_nowhere(cast: Cast, sara: User) -> None:
    key = invite(cast, sara)
    letters.withdraw(sara, by=Actor.of(cast.olga))
    assert letters.find(key) is None
    with pytest.raises(ValidationError, match="no open invitation"):
        letters.withdraw(sara, by=Actor.of(cast.olga))


def test_who_has_left_does_not_come_by_an_old_letter(cast: Cast, sara: User) -> None:
    key = invite(cast, sara)
    User.objects.filter(pk=sara.pk).update(is_active=False)
    assert letters.find(key) is None


def test_a_head_does_not_invite(cast: Cast, sara: User) -> None:
    before = Fact.objects.count()
    with pytest.raises(PermissionDenied):
        letters.invite(sara, by=Actor.of(cast.henry))
    assert (EntryLetter.objects.count(), Fact.objects.count()) == (0, before)


def test_who_comes_in_already_is_not_invited(cast: Cast) -> None:
    cast.semyon.set_password(PASSWORD)
    cast.semyon.save()
    with pytest.raises(ValidationError):
        invite(cast, cast.semyon)
    assert EntryLetter.objects.count() == 0


def test_a_new_password_is_not_for_who_never_had_one(cast: Cast, sara: User) -> None:
    with pytest.raises(ValidationError):
        letters.forgotten(sara)
    assert EntryLetter.objects.count() == 0
