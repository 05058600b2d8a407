"""The pass with which a browser opens its stream: names a person, signed, for one working day."""

from datetime import timedelta

from django.core import signing

from setpoint.kernel.actors import Actor
from setpoint.kernel.models import User

VALID = timedelta(hours=12)
SALT = "setpoint.live"


def issue(user: User) -> str:
    """Return a pass for a signed-in person; it ends with his password."""
    return signing.dumps([user.pk, user.get_session_auth_hash()[:16]], salt=SALT)


def bearer(token: str) -> Actor | None:
    """Return who holds the pass; None where it is forged, too old, or the person gone."""
    try:
        user_id, proof = signing.loads(token, salt=SALT, max_age=VALID)
    except (signing.BadSignature, ValueError):
        return None
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or user.get_session_auth_hash()[:16] != proof:
        return None
    return Actor.of(user)
