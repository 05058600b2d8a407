"""Signing in: who came in how and from where, and who did not."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_noop

from setpoint.kernel import facts, throttle
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.facts import fact_type
from setpoint.kernel.models import User
from setpoint.kernel.people import USER
from setpoint.kernel.refs import COMPANY, Ref

WAYS = {
    "password": gettext_noop("by password"),
    "code": gettext_noop("by password and a code"),
    "key": gettext_noop("by password and a passkey"),
    "passkey": gettext_noop("by passkey"),
    "provider": gettext_noop("by single sign-on"),
    "letter": gettext_noop("by a link from a letter"),
    "cast": gettext_noop("as one of the cast"),
    "founding": gettext_noop("when setting the company up"),
}
LONGEST_DEVICE = 200


@dataclass(frozen=True)
class Origin:
    """From where somebody asks: network address and the browser's own description."""

    address: str = ""
    device: str = ""


@fact_type("kernel.signed_in", sentence=gettext_noop("{actor} signed in {way} from {address}"), translated=("way",))
@dataclass(frozen=True)
class SignedIn:
    """Somebody came in; `way` is a text of WAYS."""

    way: str
    address: str
    device: str


@fact_type("kernel.sign_in_failed", sentence=gettext_noop("Somebody failed to sign in as {name} from {address}"))
@dataclass(frozen=True)
class SignInFailed:
    """Password or code was wrong. `name` is of the staff, empty where nobody has that address of mail."""

    name: str
    address: str
    device: str


@fact_type("kernel.signed_out", sentence=gettext_noop("{actor} signed out"))
@dataclass(frozen=True)
class SignedOut:
    """Somebody ended his session himself."""

    address: str


@transaction.atomic
def succeed(user: User, *, way: str, origin: Origin, by: Actor) -> None:
    """Write down that a person came in, and forget his failures. `way` is a key of WAYS."""
    throttle.succeeded(user.email)
    _emit(SignedIn(WAYS[way], origin.address, origin.device[:LONGEST_DEVICE]), user, by)


@transaction.atomic
def fail(email: str, *, origin: Origin, by: Actor = SYSTEM) -> None:
    """Count a failure and write it down; an address of mail that nobody has is not kept."""
    throttle.failed(email, origin.address)
    user = User.objects.filter(email=email).first()
    failed = SignInFailed(user.name if user else "", origin.address, origin.device[:LONGEST_DEVICE])
    _emit(failed, user, by)


@transaction.atomic
def leave(user: User, *, origin: Origin, by: Actor) -> None:
    """Write down that a person ended his session."""
    _emit(SignedOut(origin.address), user, by)


def _emit(payload: object, user: User | None, by: Actor) -> None:
    about = Ref(USER, user.pk) if user else COMPANY
    facts.emit(facts.NewFact(payload, about=about, by=by, occurred_at=company_now()))
