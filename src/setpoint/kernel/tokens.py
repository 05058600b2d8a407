"""Tokens of the API: a program acts for a person, within scopes, until it expires or is revoked.

A scope is "kind:action" as in a grant, "*" for every kind or action. It narrows what the person may, never widens it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, machine_now
from setpoint.kernel.facts import fact_type
from setpoint.kernel.keys import digest_of, make_key
from setpoint.kernel.models import ApiToken, User
from setpoint.kernel.people import USER
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import Ref

PREFIX = "sp_"
SHOWN = 9
LONGEST = timedelta(days=366)
# the last use is told to the minute: not every request writes
USE_TOLD_EVERY = timedelta(minutes=1)


@fact_type("kernel.token_made", sentence=gettext_noop("{actor} made the token {label} ({prefix}…)"))
@dataclass(frozen=True)
class TokenMade:
    """A program may act for a person; `expires_on` is an ISO moment."""

    label: str
    prefix: str
    scopes: list[str]
    expires_on: str


@fact_type("kernel.token_revoked", sentence=gettext_noop("{actor} revoked the token {label} ({prefix}…) of {name}"))
@dataclass(frozen=True)
class TokenRevoked:
    """A token opens nothing any more."""

    name: str
    label: str
    prefix: str


@transaction.atomic
def make(user: User, *, name: str, scopes: Iterable[str], expires_at: datetime, by: Actor) -> tuple[ApiToken, str]:
    """Return the row and the token itself, which is never seen again.

    ValidationError names what is wrong with name, scopes or the end (within a year). Only the person makes his own.
    """
    if by.is_person and (by.user_id != user.pk or by.scopes is not None):
        raise PermissionDenied(_("Everybody makes his tokens himself, on the page of his security."))
    now, wanted = machine_now(), sorted(set(scopes))
    if not name.strip():
        raise ValidationError({"name": _("Say what the token is for.")})
    if not wanted or not all(_is_scope(scope) for scope in wanted):
        raise ValidationError({"scopes": _("Choose what the program may do.")})
    if not now < expires_at <= now + LONGEST:
        raise ValidationError({"expires_at": _("A token lives a year at most.")})
    token = make_key(PREFIX)
    row = ApiToken.objects.create(
        user=user,
        name=name.strip()[:80],
        prefix=token[:SHOWN],
        digest=digest_of(token),
        scopes=wanted,
        made_at=now,
        expires_at=expires_at,
    )
    _emit(TokenMade(row.name, row.prefix, wanted, expires_at.isoformat()), user, by)
    return row, token


@transaction.atomic
def revoke(token: ApiToken, *, by: Actor) -> None:
    """Let a token open nothing any more; again is no change. PermissionDenied for another's without the right."""
    if by.user_id != token.user_id:
        require(by, USER, "secure", owner_id=token.user_id)
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=machine_now()):
        _emit(TokenRevoked(token.user.name, token.name, token.prefix), token.user, by)


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """Return the tokens that open something, the newest first."""
    return _living().filter(user=user).order_by("-pk")


def actor_of(token: str) -> Actor | None:
    """Return who acts by this token, within its scopes; None where it is unknown, revoked, expired, its owner gone."""
    row = _living().filter(digest=digest_of(token)).select_related("user").first()
    if row is None:
        return None
    now = machine_now()
    unsaid = Q(last_used_at=None) | Q(last_used_at__lt=now - USE_TOLD_EVERY)
    if row.last_used_at is None or row.last_used_at < now - USE_TOLD_EVERY:
        ApiToken.objects.filter(unsaid, pk=row.pk).update(last_used_at=now)
    return replace(Actor.of(row.user, door="api"), scopes=frozenset(row.scopes))


def _living() -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(revoked_at=None, expires_at__gt=machine_now(), user__is_active=True)


def _is_scope(text: str) -> bool:
    kind, colon, action = text.partition(":")
    return bool(kind and colon and action and ":" not in action)


def _emit(payload: object, user: User, by: Actor) -> None:
    facts.emit(facts.NewFact(payload, about=Ref(USER, user.pk), by=by, occurred_at=company_now()))
