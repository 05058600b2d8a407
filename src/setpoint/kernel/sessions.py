"""The sessions of a person: on which devices he is signed in, and ending them."""

from collections.abc import Iterable
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, machine_now
from setpoint.kernel.facts import fact_type
from setpoint.kernel.models import User
from setpoint.kernel.people import USER
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import Ref
from setpoint.kernel.throttle import forget_old


@fact_type(
    "kernel.session_revoked", sentence=gettext_noop("{actor} signed {name} out of a device with the address {address}")
)
@dataclass(frozen=True)
class SessionRevoked:
    """A session was ended from elsewhere."""

    name: str
    address: str
    device: str


def sessions_of(user: User) -> QuerySet[UserSession]:
    """Return the living sessions of a person, the one seen last first."""
    living = Session.objects.filter(expire_date__gt=machine_now()).values("session_key")
    found: QuerySet[UserSession] = UserSession.objects.filter(user=user, session_key__in=living)
    return found.order_by("-last_seen_at", "-pk")


@transaction.atomic
def revoke(session: UserSession, *, by: Actor) -> None:
    """End one session. PermissionDenied for another person's without the right to see to his security."""
    _may(session.user_id, by)
    _end([session], by)


@transaction.atomic
def revoke_all(user: User, *, by: Actor, keep: str | None = None) -> int:
    """End the sessions of a person, but the one with the key `keep`; return how many. PermissionDenied as above."""
    _may(user.pk, by)
    ended = list(sessions_of(user).exclude(session_key=keep or ""))
    _end(ended, by)
    return len(ended)


def clear_ended() -> None:
    """Drop what is over: sessions, what was remembered of them, attempts that no longer count."""
    Session.objects.filter(expire_date__lte=machine_now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    forget_old()


def _may(user_id: int, by: Actor) -> None:
    if by.user_id != user_id:
        require(by, USER, "secure", owner_id=user_id)


def _end(sessions: Iterable[UserSession], by: Actor) -> None:
    ended = list(sessions)
    facts.emit_many(
        [
            facts.NewFact(
                SessionRevoked(session.user.name, session.ip, session.user_agent),
                about=Ref(USER, session.user_id),
                by=by,
                occurred_at=company_now(),
            )
            for session in ended
        ]
    )
    Session.objects.filter(session_key__in=[session.session_key for session in ended]).delete()
    UserSession.objects.filter(pk__in=[session.pk for session in ended]).delete()
