"""Passwords: one is changed, every session opened with the old one ends."""

from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext_noop

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.facts import fact_type
from setpoint.kernel.models import User
from setpoint.kernel.people import USER
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import Ref


@fact_type("kernel.password_changed", sentence=gettext_noop("{actor} changed the password of {name}"))
@dataclass(frozen=True)
class PasswordChanged:
    """Somebody has another password."""

    name: str


def has_one(user: User) -> bool:
    """Whether the person can sign in by password at all."""
    return bool(user.password) and user.has_usable_password()


@transaction.atomic
def change(user: User, password: str, *, by: Actor) -> None:
    """Give a person a password that a form has found good enough; his sessions end.

    PermissionDenied for another person's without the right to see to his security.
    """
    if by.user_id != user.pk:
        require(by, USER, "secure", owner_id=user.pk)
    user.set_password(password)
    user.save(update_fields=["password"])
    sessions = UserSession.objects.filter(user=user)
    Session.objects.filter(session_key__in=list(sessions.values_list("session_key", flat=True))).delete()
    sessions.delete()
    facts.emit(facts.NewFact(PasswordChanged(user.name), about=Ref(USER, user.pk), by=by, occurred_at=company_now()))
