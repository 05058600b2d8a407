"""By web push (RFC 8030): http-ece encrypts for the device (RFC 8291), py-vapid signs for the service (RFC 8292)."""

import json
from collections.abc import Sequence
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from py_vapid import Vapid02
from requests import RequestException

from setpoint.kernel.clock import machine_now
from setpoint.loop.inform.models import PushDevice
from setpoint.loop.inform.models.wish import When
from setpoint.loop.inform.operations.push_keys import octets_of, private_key
from setpoint.loop.inform.ways import HopelessError, Message, Way, register_way
from setpoint.platform.outgoing import AddressRefusedError, session

# a day: what a device does not learn by then is told by the digest
KEPT_SECONDS = 86_400
PASS_SECONDS = 12 * 3600
GONE = {404, 410}
PASSING = {408, 425, 429}
SERVER = 500
REFUSED = 400
# a push message may take 4096 octets, of which the words take a part
LONGEST = 1000


def targets(user: int) -> Sequence[str]:
    """Return the devices of a person."""
    return [str(pk) for pk in PushDevice.objects.filter(user=user).order_by("pk").values_list("pk", flat=True)]


def send(message: Message, target: str) -> None:
    """Write to the push service of a device. The identity is topic and tag: it replaces what it repeats."""
    device = PushDevice.objects.filter(pk=int(target)).first()
    if device is None:
        raise HopelessError("the device was taken away")
    told = {"title": message.title, "text": message.text[:LONGEST], "url": message.url, "tag": message.identity}
    body = http_ece.encrypt(
        json.dumps(told, ensure_ascii=False).encode(),
        # a key for this message only
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=octets_of(device.p256dh),
        auth_secret=octets_of(device.auth),
        version="aes128gcm",
    )
    try:
        answer = session().post(
            device.endpoint, data=body, headers=_headers(device, message.identity), allow_redirects=False
        )
    except AddressRefusedError as refusal:
        raise HopelessError(str(refusal)) from refusal
    except RequestException as error:
        raise OSError(str(error)) from error
    if answer.status_code in GONE:
        device.delete()
        raise HopelessError("the device no longer listens")
    if answer.status_code in PASSING or answer.status_code >= SERVER:
        raise OSError(f"the push service answered {answer.status_code}")
    if answer.status_code >= REFUSED:
        raise HopelessError(f"the push service answered {answer.status_code}")


def _headers(device: PushDevice, identity: str) -> dict[str, str]:
    parts = urlsplit(device.endpoint)
    claims = {
        "sub": f"mailto:{settings.DEFAULT_FROM_EMAIL.rpartition('<')[2].rstrip('>')}",
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(machine_now().timestamp()) + PASS_SECONDS,
    }
    signed = Vapid02.from_string(private_key()).sign(claims)
    return {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT_SECONDS),
        "Urgency": "normal",
        "Topic": identity,
        **signed,
    }


register_way(
    Way(
        key="push",
        label=_("On your devices"),
        whens=(When.NOW, When.NEVER),
        usual=When.NOW,
        position=3,
        targets=targets,
        send=send,
    )
)
