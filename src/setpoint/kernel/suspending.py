"""Suspending somebody: he cannot come in, his sessions end at once. And the end of access that had a last day."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from setpoint.kernel import facts, sessions
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import company_now, company_today
from setpoint.kernel.facts import fact_type
from setpoint.kernel.models import Suspension, User
from setpoint.kernel.people import USER
from setpoint.kernel.permissions import forget_rights, require
from setpoint.kernel.refs import Ref
from setpoint.kernel.role_changes import administrators


@fact_type("kernel.user_suspended", sentence=gettext_noop("{actor} suspended {name}: {reason}"))
@dataclass(frozen=True)
class UserSuspended:
    """Somebody may not come in."""

    name: str
    reason: str


@fact_type("kernel.user_resumed", sentence=gettext_noop("{actor} let {name} in again"))
@dataclass(frozen=True)
class UserResumed:
    """A suspension ended."""

    name: str


@fact_type("kernel.access_ended", sentence=gettext_noop("The access of {name} ended with {last_day}"))
@dataclass(frozen=True)
class AccessEnded:
    """The last day of somebody's access is over, ISO."""

    name: str
    last_day: str


@transaction.atomic
def suspend(user: User, *, by: Actor, reason: str = "") -> None:
    """Let somebody in no more, and end his sessions. ValidationError for oneself and the last administrator."""
    require(by, USER, "secure", owner_id=user.pk)
    user = User.objects.select_for_update().get(pk=user.pk)
    if by.user_id == user.pk:
        raise ValidationError(_("Nobody suspends himself."))
    if not user.is_active:
        raise ValidationError(_("%(name)s cannot come in already.") % {"name": user.name})
    _shut(user, by, reason)
    if not administrators():
        raise ValidationError(_("Nobody could change rights any more. Give the right to another person first."))
    _tell(UserSuspended(user.name, reason), user, by)


@transaction.atomic
def resume(user: User, *, by: Actor) -> None:
    """Let somebody in again who was suspended."""
    require(by, USER, "secure", owner_id=user.pk)
    user = User.objects.select_for_update().get(pk=user.pk)
    if not Suspension.objects.filter(user=user).exists():
        raise ValidationError(_("%(name)s is not suspended.") % {"name": user.name})
    if user.access_until is not None and user.access_until < company_today():
        raise ValidationError(_("The access of %(name)s is over: set another last day first.") % {"name": user.name})
    Suspension.objects.filter(user=user).delete()
    user.is_active = True
    user.save(update_fields=["is_active"])
    forget_rights(by)
    _tell(UserResumed(user.name), user, by)


def end_what_is_over() -> None:
    """Do so by the clock."""
    end_access(by=SYSTEM)


@transaction.atomic
def end_access(*, by: Actor) -> int:
    """Suspend everybody whose last day of access is over, with the end of his sessions; return how many."""
    over = User.objects.select_for_update().filter(Q(access_until__lt=company_today()), is_active=True)
    people = list(over)
    for user in people:
        last_day = user.access_until.isoformat() if user.access_until else ""
        _shut(user, by, "")
        _tell(AccessEnded(user.name, last_day), user, by)
    return len(people)


def _shut(user: User, by: Actor, reason: str) -> None:
    user.is_active = False
    user.save(update_fields=["is_active"])
    Suspension.objects.create(user=user, reason=reason.strip(), since=company_now(), by_id=by.user_id)
    sessions.revoke_all(user, by=by)
    forget_rights(by)


def _tell(payload: object, user: User, by: Actor) -> None:
    facts.emit(facts.NewFact(payload, about=Ref(USER, user.pk), by=by, occurred_at=company_now()))
