"""The VAPID key: made once, sealed in the database, the public half for browsers."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import transaction

from setpoint.kernel.clock import machine_now
from setpoint.loop.inform.models import PushKey


def public_key() -> str:
    """Return the public half as browsers want it: base64url of the uncompressed point."""
    return _key().public


def private_key() -> str:
    """Return the private half, base64url of its number."""
    return str(_key().private)


def octets_of(text: str) -> bytes:
    """Return what base64url without padding stands for."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@transaction.atomic
def _key() -> PushKey:
    found = PushKey.objects.first()
    if found is not None:
        return found
    made = ec.generate_private_key(ec.SECP256R1())
    point = made.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    number = made.private_numbers().private_value.to_bytes(32, "big")
    values = {"private": _text(number), "public": _text(point), "made_at": machine_now()}
    # another process may have been quicker: its key counts
    return PushKey.objects.get_or_create(pk=1, defaults=values)[0]


def _text(octets: bytes) -> str:
    return urlsafe_b64encode(octets).rstrip(b"=").decode()
