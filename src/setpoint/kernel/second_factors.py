"""The second factor of a person: an app that shows codes, passkeys, recovery codes for the day they are lost."""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from setpoint.kernel import facts, sessions
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.facts import fact_type
from setpoint.kernel.models import Role, User
from setpoint.kernel.people import USER
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import Ref

ROLE = "kernel.role"
APP = gettext_noop("an app that shows codes")
PASSKEY = gettext_noop("a passkey")
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@fact_type(
    "kernel.second_factor_added",
    sentence=gettext_noop("{actor} added a second factor for {name}: {factor} {label}"),
    translated=("factor",),
)
@dataclass(frozen=True)
class SecondFactorAdded:
    """Somebody signs in with a second factor from now on; `label` is what he calls it."""

    name: str
    factor: str
    label: str


@fact_type(
    "kernel.second_factor_removed",
    sentence=gettext_noop("{actor} removed a second factor of {name}: {factor} {label}"),
    translated=("factor",),
)
@dataclass(frozen=True)
class SecondFactorRemoved:
    """A second factor counts no longer."""

    name: str
    factor: str
    label: str


@fact_type("kernel.passkey_renamed", sentence=gettext_noop("{actor} renamed the passkey {before} to {label}"))
@dataclass(frozen=True)
class PasskeyRenamed:
    """A passkey is called something else."""

    before: str
    label: str


@fact_type("kernel.recovery_codes_made", sentence=gettext_noop("{actor} made new recovery codes for {name}"))
@dataclass(frozen=True)
class RecoveryCodesMade:
    """The recovery codes from before are worth nothing."""

    name: str


@fact_type(
    "kernel.second_factor_reset",
    sentence=gettext_noop("{actor} took every second factor of {name} away, so that a new one can be set up"),
)
@dataclass(frozen=True)
class SecondFactorReset:
    """Somebody had lost his second factor."""

    name: str


@fact_type(
    "kernel.second_factor_required",
    sentence=gettext_noop("{actor} requires a second factor of everybody who is {role}"),
)
@dataclass(frozen=True)
class SecondFactorRequired:
    """A role may do nothing without a second factor; `role` is its key."""

    role: str


@fact_type(
    "kernel.second_factor_released",
    sentence=gettext_noop("{actor} leaves the second factor to everybody who is {role}"),
)
@dataclass(frozen=True)
class SecondFactorReleased:
    """A role may do without; `role` is its key."""

    role: str


def has_one(user: User) -> bool:
    """Whether a second factor is asked of this person when he signs in."""
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


def passkeys_of(user: User) -> list[Authenticator]:
    """Return the passkeys of a person, in the order in which they were added."""
    return list(Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).order_by("pk"))


@transaction.atomic
def add_app(user: User, *, secret: str, by: Actor) -> Authenticator:
    """Add the app that has proved to know `secret` (base32); the first factor brings recovery codes."""
    _own(user, by)
    added: Authenticator = TOTP.activate(user, secret).instance
    RecoveryCodes.activate(user)
    _emit(SecondFactorAdded(user.name, APP, ""), user, by)
    return added


@transaction.atomic
def add_passkey(user: User, *, label: str, credential: dict[str, Any], by: Actor) -> Authenticator:
    """Add a passkey whose answer a form has verified; the first factor brings recovery codes."""
    _own(user, by)
    added: Authenticator = WebAuthn.add(user, label, credential).instance
    RecoveryCodes.activate(user)
    _emit(SecondFactorAdded(user.name, PASSKEY, label), user, by)
    return added


@transaction.atomic
def rename_passkey(passkey: Authenticator, *, label: str, by: Actor) -> None:
    """Call a passkey something else."""
    _own(passkey.user, by)
    before = passkey.data["name"]
    passkey.data["name"] = label
    passkey.save(update_fields=["data"])
    _emit(PasskeyRenamed(before, label), passkey.user, by)


@transaction.atomic
def remove(factor: Authenticator, *, by: Actor) -> None:
    """Take a factor away; recovery codes go with the last one. ValidationError where his role requires one."""
    user = User.objects.select_for_update(of=("self",)).select_related("role").get(pk=factor.user_id)
    _own(user, by)
    others = Authenticator.objects.filter(user=user, type__in=FACTORS).exclude(pk=factor.pk)
    if not others.exists():
        if user.role and user.role.second_factor_required:
            raise ValidationError(_("Your role requires a second factor: add another one before you remove this one."))
        Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    kind, label = (APP, "") if factor.type == Authenticator.Type.TOTP else (PASSKEY, factor.data["name"])
    factor.delete()
    _emit(SecondFactorRemoved(user.name, kind, label), user, by)


@transaction.atomic
def make_recovery_codes(user: User, *, by: Actor) -> list[str]:
    """Make ten new recovery codes; the old ones are worth nothing. ValidationError where there is no factor."""
    _own(user, by)
    if not has_one(User.objects.select_for_update().get(pk=user.pk)):
        raise ValidationError(_("Recovery codes stand in for a second factor: add one first."))
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(user).get_unused_codes()
    _emit(RecoveryCodesMade(user.name), user, by)
    return codes


@transaction.atomic
def reset(user: User, *, by: Actor) -> None:
    """Take every factor of a colleague away and end his sessions. PermissionDenied without the right to do so."""
    require(by, USER, "secure", owner_id=user.pk)
    Authenticator.objects.filter(user=user).delete()
    sessions.revoke_all(user, by=by)
    _emit(SecondFactorReset(user.name), user, by)


@transaction.atomic
def require_of(role: Role, *, by: Actor) -> None:
    """Let nobody of a role do anything before he has a second factor."""
    _set(role, required=True, by=by)


@transaction.atomic
def release(role: Role, *, by: Actor) -> None:
    """Leave the second factor to the people of a role."""
    _set(role, required=False, by=by)


def _set(role: Role, *, required: bool, by: Actor) -> None:
    require(by, ROLE, "change")
    if not Role.objects.filter(pk=role.pk, second_factor_required=not required).update(second_factor_required=required):
        return
    role.second_factor_required = required
    payload = SecondFactorRequired(role.key) if required else SecondFactorReleased(role.key)
    facts.emit(facts.NewFact(payload, about=Ref(ROLE, role.pk), by=by, occurred_at=company_now()))


def _own(user: User, by: Actor) -> None:
    """Let nobody set up another person's factor: he could come in as that person."""
    if by.is_person and by.user_id != user.pk:
        raise PermissionDenied(_("Everybody sets up his second factor himself."))


def _emit(payload: object, user: User, by: Actor) -> None:
    facts.emit(facts.NewFact(payload, about=Ref(USER, user.pk), by=by, occurred_at=company_now()))
