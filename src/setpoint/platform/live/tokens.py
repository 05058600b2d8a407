"""The pass with which a browser opens its stream: names a person, signed, for one working day."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.core import signing
from django.utils.crypto import salted_hmac

from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import machine_now
from setpoint.kernel.models import User
from setpoint.kernel.secrets import UnreadableError, seal, unseal

VALID = timedelta(hours=12)
SALT = "setpoint.live"


def issue(user: User, session_key: str | None = None) -> str:
    """Return a pass for a signed-in person; it ends with his password, and with the session it was made in.

    What stands before its first colon is the same for all passes of one session, so that tabs know their stream again.
    """
    within = [seal(session_key)] if session_key else []
    holder = salted_hmac(SALT, f"{user.pk} {user.password} {session_key}").hexdigest()[:16]
    return f"{holder}:{signing.dumps([user.pk, user.get_session_auth_hash()[:16], *within], salt=SALT)}"


def bearer(token: str, *, however_old: bool = False) -> Actor | None:
    """Return who holds the pass; None where it is forged, too old, its session ended, or the person gone."""
    _holder, _sign, signed = token.partition(":")
    try:
        user_id, proof, *within = signing.loads(signed, salt=SALT, max_age=None if however_old else VALID)
        keys = [unseal(key) for key in within]
    except (signing.BadSignature, UnreadableError, ValueError):
        return None
    if keys and not Session.objects.filter(session_key__in=keys, expire_date__gt=machine_now()).exists():
        return None
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or user.get_session_auth_hash()[:16] != proof:
        return None
    return Actor.of(user)
