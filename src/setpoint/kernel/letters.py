"""Invitations, and new passwords for those who forgot theirs: a link that works once and not for long."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from setpoint.kernel import facts, passwords
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import company_now, machine_now
from setpoint.kernel.facts import fact_type
from setpoint.kernel.keys import digest_of, make_key
from setpoint.kernel.models import EntryLetter, Purpose, User
from setpoint.kernel.people import USER
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import Ref

VALID = {Purpose.INVITATION: timedelta(days=7), Purpose.PASSWORD: timedelta(hours=1)}


@fact_type("kernel.person_invited", sentence=gettext_noop("{actor} invited {name}"))
@dataclass(frozen=True)
class PersonInvited:
    """Somebody may set a password and come in."""

    name: str


@fact_type("kernel.invitation_withdrawn", sentence=gettext_noop("{actor} withdrew the invitation of {name}"))
@dataclass(frozen=True)
class InvitationWithdrawn:
    """An invitation leads nowhere any more."""

    name: str


@fact_type("kernel.invitation_accepted", sentence=gettext_noop("{actor} accepted the invitation"))
@dataclass(frozen=True)
class InvitationAccepted:
    """The invited person has come."""


@fact_type(
    "kernel.password_forgotten",
    sentence=gettext_noop("Somebody said that {name} forgot the password; a letter went out"),
)
@dataclass(frozen=True)
class PasswordForgotten:
    """A letter with a link to a new password was asked for."""

    name: str


@transaction.atomic
def invite(user: User, *, by: Actor) -> str:
    """Return the key of a new invitation; the one before leads nowhere.

    ValidationError for somebody who comes in already or is no longer here. PermissionDenied without the right.
    """
    require(by, USER, "create")
    if passwords.has_one(user) or not user.is_active:
        raise ValidationError(_("Only who cannot sign in yet is invited."))
    return _write(user, Purpose.INVITATION, PersonInvited(user.name), by)


@transaction.atomic
def withdraw(user: User, *, by: Actor) -> None:
    """Let the open invitation of a person lead nowhere. ValidationError where there is none."""
    require(by, USER, "create")
    if not open_letters().filter(user=user, purpose=Purpose.INVITATION).update(ended_at=machine_now()):
        raise ValidationError(_("There is no open invitation."))
    _emit(InvitationWithdrawn(user.name), user, by)


@transaction.atomic
def forgotten(user: User, *, by: Actor = SYSTEM) -> str:
    """Return the key of a letter to somebody who signs in by password and forgot it. ValidationError otherwise."""
    if not passwords.has_one(user) or not user.is_active:
        raise ValidationError(_("This person does not sign in by password."))
    return _write(user, Purpose.PASSWORD, PasswordForgotten(user.name), by)


def find(key: str) -> EntryLetter | None:
    """Return the letter with this key while it is good."""
    return open_letters().filter(digest=digest_of(key)).select_related("user").first()


@transaction.atomic
def accept(letter: EntryLetter, password: str, *, by: Actor) -> User:
    """Set the password that a form has found good enough. ValidationError where the link was used meanwhile."""
    if not open_letters().filter(pk=letter.pk).update(ended_at=machine_now()):
        raise ValidationError(_("This link is used up. Ask for a new one."))
    user = letter.user
    if letter.purpose == Purpose.INVITATION:
        _emit(InvitationAccepted(), user, by)
    passwords.change(user, password, by=by)
    return user


def asked_lately(user: User) -> int:
    """Return how many letters to a new password went to a person within the time that one is good."""
    since = machine_now() - VALID[Purpose.PASSWORD]
    return EntryLetter.objects.filter(user=user, purpose=Purpose.PASSWORD, made_at__gt=since).count()


def open_letters() -> QuerySet[EntryLetter]:
    """Return the letters whose link works."""
    return EntryLetter.objects.filter(ended_at=None, expires_at__gt=machine_now(), user__is_active=True)


def _write(user: User, purpose: Purpose, fact: object, by: Actor) -> str:
    key, now = make_key(), machine_now()
    EntryLetter.objects.filter(user=user, ended_at=None).update(ended_at=now)
    EntryLetter.objects.create(
        user=user, purpose=purpose, digest=digest_of(key), made_at=now, expires_at=now + VALID[purpose]
    )
    _emit(fact, user, by)
    return key


def _emit(payload: object, user: User, by: Actor) -> None:
    facts.emit(facts.NewFact(payload, about=Ref(USER, user.pk), by=by, occurred_at=company_now()))
