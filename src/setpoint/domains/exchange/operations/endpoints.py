"""Making, changing, silencing and removing endpoints."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.exchange.models import Delivery, DeliveryState, Endpoint, Silence
from setpoint.domains.exchange.permissions import ENDPOINT
from setpoint.domains.exchange.record import (
    EndpointChanged,
    EndpointMade,
    EndpointRemoved,
    EndpointResumed,
    EndpointSilenced,
    Redelivered,
)
from setpoint.kernel import facts
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import company_now, machine_now
from setpoint.kernel.facts import FACT_TYPES
from setpoint.kernel.jobs import enqueue
from setpoint.kernel.models import User
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import Ref

JOB = "exchange.deliver"
SIGN_OF_SECRET = "whsec_"  # noqa: S105 - how Standard Webhooks marks a secret


@transaction.atomic
def make(*, name: str, url: str, kinds: Sequence[str], owner: User, by: Actor) -> Endpoint:
    """Return a new endpoint with a secret of its own. ValidationError names what is wrong."""
    require(by, ENDPOINT, "create", owner_id=owner.pk)
    row = Endpoint(
        name=name.strip(),
        url=url.strip(),
        kinds=sorted(set(kinds)),
        secret=SIGN_OF_SECRET + secrets.token_urlsafe(32),
        owner=owner,
        made_at=machine_now(),
    )
    _check(row)
    row.save(force_insert=True)
    _tell(row, EndpointMade(row.name, row.url, row.kinds), by)
    return row


@transaction.atomic
def change(endpoint: Endpoint, values: Mapping[str, Any], *, by: Actor) -> Endpoint:
    """Change name, url or kinds, or give a new secret ("secret": any value); what is as it was writes nothing."""
    require(by, ENDPOINT, "change", owner_id=endpoint.owner_id)
    row = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    if unknown := set(values) - {"name", "url", "kinds", "secret"}:
        raise ValidationError({key: _("This cannot be changed.") for key in unknown})
    given = dict(values)
    if "secret" in given:
        given["secret"] = SIGN_OF_SECRET + secrets.token_urlsafe(32)
    changed = [key for key, value in given.items() if getattr(row, key) != value]
    for key in changed:
        setattr(row, key, given[key])
    if changed:
        _check(row)
        row.save(update_fields=changed)
        _tell(row, EndpointChanged(row.name, ", ".join(sorted(changed))), by)
    return row


@transaction.atomic
def remove(endpoint: Endpoint, *, by: Actor) -> None:
    """Send nothing there any more; what waits is given up."""
    require(by, ENDPOINT, "delete", owner_id=endpoint.owner_id)
    if Endpoint.objects.filter(pk=endpoint.pk, removed_at=None).update(removed_at=machine_now()):
        open_ones = Delivery.objects.filter(endpoint=endpoint, state__in=(DeliveryState.WAITING, DeliveryState.SENDING))
        open_ones.update(state=DeliveryState.FAILED)
        _tell(endpoint, EndpointRemoved(endpoint.name), by)


@transaction.atomic
def silence(endpoint: Endpoint, why: str) -> None:
    """Let an endpoint that fails rest; deliveries wait."""
    _row, made = Silence.objects.get_or_create(endpoint=endpoint, defaults={"why": why[:300], "since": machine_now()})
    if made:
        _tell(endpoint, EndpointSilenced(endpoint.name, why[:300]), SYSTEM)


@transaction.atomic
def resume(endpoint: Endpoint, *, by: Actor) -> None:
    """Let an endpoint be told again of all that has waited; one that is not quiet stays as it is."""
    require(by, ENDPOINT, "change", owner_id=endpoint.owner_id)
    if not Silence.objects.filter(endpoint=endpoint).delete()[0]:
        return
    Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.WAITING).update(due_at=machine_now())
    enqueue(JOB, {"endpoint": endpoint.pk})
    _tell(endpoint, EndpointResumed(endpoint.name), by)


@transaction.atomic
def redeliver(delivery: Delivery, *, by: Actor) -> None:
    """Send a delivery again, under its identity. ValidationError while it is on its way."""
    require(by, ENDPOINT, "change", owner_id=delivery.endpoint.owner_id)
    ended = Delivery.objects.filter(pk=delivery.pk, state__in=(DeliveryState.DELIVERED, DeliveryState.FAILED))
    if not ended.update(state=DeliveryState.WAITING, attempts=0, due_at=machine_now()):
        raise ValidationError(_("It is on its way already."))
    enqueue(JOB, {"endpoint": delivery.endpoint_id})
    _tell(delivery.endpoint, Redelivered(delivery.endpoint.name, delivery.identity), by)


def _check(row: Endpoint) -> None:
    row.full_clean(exclude=["secret", "removed_at"])
    address = urlsplit(row.url)
    if address.scheme not in {"http", "https"} or address.username or address.password:
        raise ValidationError({"url": _("Write an address that begins with https:// or http://, without a password.")})
    if unknown := [kind for kind in row.kinds if kind not in FACT_TYPES]:
        told = _("There is no fact “%(name)s”.") % {"name": str(unknown[0])[:60]}
        raise ValidationError({"kinds": told})


def _tell(row: Endpoint, payload: object, by: Actor) -> None:
    facts.emit(facts.NewFact(payload, about=Ref(ENDPOINT, row.pk), by=by, occurred_at=company_now()))
