"""Sending deliveries: state first, then the wire, then the outcome. Signed as Standard Webhooks 1.0 says.

`webhook-signature: v1,<base64 of HMAC-SHA256 over id.timestamp.body>`.
A receiver refuses timestamps older than a few minutes, so that nobody can play a request again.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from time import perf_counter

import orjson
import requests
from django.db import transaction

from setpoint.domains.exchange.limits import ATTEMPTS, PATIENCE
from setpoint.domains.exchange.models import Attempt, Delivery, DeliveryState, Endpoint, Silence
from setpoint.domains.exchange.operations.endpoints import JOB, SIGN_OF_SECRET, silence
from setpoint.domains.exchange.queries import OPEN, body_of, due
from setpoint.kernel.clock import machine_now
from setpoint.kernel.jobs import enqueue
from setpoint.kernel.limits.reading import most_of
from setpoint.platform.outgoing import AddressRefusedError, session

LEASE = timedelta(minutes=2)
FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(hours=8)
BATCH = 100
GONE = 410


def deliver(endpoint: Endpoint, *, go_on: Callable[[int], None]) -> int:
    """Send what is due to an endpoint until nothing is; `go_on(done)` after each. Return how many were delivered."""
    delivered = done = 0
    with session() as wire:
        while rows := list(due(endpoint.pk).select_related("endpoint__owner")[:BATCH]):
            for row in rows:
                if Silence.objects.filter(endpoint=endpoint).exists() or not _claim(row):
                    return delivered
                delivered += _send(row, wire)
                done += 1
                go_on(done)
    _come_again(endpoint)
    return delivered


def signature(secret: str, identity: str, moment: datetime, body: bytes) -> str:
    """Return the value of `webhook-signature`."""
    signed = f"{identity}.{int(moment.timestamp())}.".encode() + body
    mac = hmac.new(secret.removeprefix(SIGN_OF_SECRET).encode(), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(mac).decode()}"


def _claim(row: Delivery) -> bool:
    now = machine_now()
    taken = Delivery.objects.filter(pk=row.pk, state__in=OPEN, due_at__lte=now)
    row.attempts += 1
    return bool(taken.update(state=DeliveryState.SENDING, attempts=row.attempts, due_at=now + LEASE))


def _send(row: Delivery, wire: requests.Session) -> bool:
    now, started = machine_now(), perf_counter()
    body = orjson.dumps(body_of(row))
    headers = {
        "content-type": "application/json",
        "user-agent": "Setpoint",
        "webhook-id": row.identity,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature(row.endpoint.secret, row.identity, now, body),
    }
    status, answer, hopeless = None, "", False
    try:
        # a redirect would carry the body where nobody agreed to
        came = wire.post(row.endpoint.url, data=body, headers=headers, allow_redirects=False, stream=True)
        status, answer = came.status_code, came.raw.read(500, decode_content=True).decode(errors="replace")
        came.close()
    except AddressRefusedError as error:
        answer, hopeless = str(error), True
    except (requests.RequestException, OSError) as error:
        answer = f"{error.__class__.__name__}: {error}"
    took = int((perf_counter() - started) * 1000)
    _settle(row, Attempt(delivery=row, at=now, status=status, answer=answer[:500], milliseconds=took), hopeless)
    return row.state == DeliveryState.DELIVERED


@transaction.atomic
def _settle(row: Delivery, tried: Attempt, hopeless: bool) -> None:  # noqa: FBT001 - how the try ended
    tried.answer = tried.answer.replace("\x00", "")
    tried.save()
    now = machine_now()
    if tried.status is not None and 200 <= tried.status < 300:  # noqa: PLR2004 - success
        row.state, row.delivered_at = DeliveryState.DELIVERED, now
    elif hopeless or tried.status == GONE or row.attempts >= most_of(ATTEMPTS):
        row.state = DeliveryState.FAILED
    else:
        row.state = DeliveryState.WAITING
        row.due_at = now + min(FIRST_RETRY * 3 ** min(row.attempts - 1, 9), LONGEST_RETRY)
    row.save(update_fields=["state", "due_at", "delivered_at"])
    if row.state == DeliveryState.FAILED and (hopeless or tried.status == GONE or _is_dead(row.endpoint)):
        silence(row.endpoint, f"{tried.status or ''} {tried.answer}".strip()[:300])


def _is_dead(endpoint: Endpoint) -> bool:
    patience = most_of(PATIENCE)
    ended = Delivery.objects.filter(endpoint=endpoint, state__in=(DeliveryState.DELIVERED, DeliveryState.FAILED))
    last = list(ended.order_by("-pk").values_list("state", flat=True)[:patience])
    return len(last) == patience and DeliveryState.DELIVERED not in last


def _come_again(endpoint: Endpoint) -> None:
    """Ask for a job at the moment at which the next try is due."""
    waiting = Delivery.objects.filter(endpoint=endpoint, state__in=OPEN).order_by("due_at")
    moment = waiting.values_list("due_at", flat=True).first()
    if moment is not None:
        enqueue(JOB, {"endpoint": endpoint.pk}, run_at=moment, key=f"{endpoint.pk}@{moment:%H%M%S%f}")
