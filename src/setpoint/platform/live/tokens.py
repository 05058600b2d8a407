"""The pass with which a browser opens its stream: names a person, signed, for one working day."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.core import signing

from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import machine_now
from setpoint.kernel.models import User
from setpoint.kernel.secrets import UnreadableError, seal, unseal

VALID = timedelta(hours=12)
SALT = "setpoint.live"


def issue(user: User, session_key: str | None = None) -> str:
    """Return a pass for a signed-in person; it ends with his password, and with the session it was made in."""
    within = [seal(session_key)] if session_key else []
    return signing.dumps([user.pk, user.get_session_auth_hash()[:16], *within], salt=SALT)


def bearer(token: str) -> Actor | None:
    """Return who holds the pass; None where it is forged, too old, its session ended, or the person gone."""
    try:
        user_id, proof, *within = signing.loads(token, salt=SALT, max_age=VALID)
        keys = [unseal(key) for key in within]
    except (signing.BadSignature, UnreadableError, ValueError):
        return None
    if keys and not Session.objects.filter(session_key__in=keys, expire_date__gt=machine_now()).exists():
        return None
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or user.get_session_auth_hash()[:16] != proof:
        return None
    return Actor.of(user)
