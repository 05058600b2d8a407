"""Changing how one is told, and by which devices."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, machine_now
from setpoint.kernel.facts import fact_type
from setpoint.kernel.models import User
from setpoint.kernel.people import USER
from setpoint.kernel.refs import Ref
from setpoint.loop.inform.kinds import NOTICES
from setpoint.loop.inform.models import PushDevice, Subscription
from setpoint.loop.inform.models.wish import Wish
from setpoint.loop.inform.operations.digests import DEFAULT_HOUR
from setpoint.loop.inform.ways import WAYS
from setpoint.loop.inform.wishes import Wishes

LAST_HOUR = 23
MOST_DEVICES = 10


@fact_type("inform.wishes_changed", sentence=gettext_noop("{actor} changed how {name} is told of things"))
@dataclass(frozen=True)
class WishesChanged:
    """Ways, digest or quiet hours of a person; old and new stand in the fact's changes."""

    name: str


@fact_type("inform.device_added", sentence=gettext_noop("{actor} lets a device show notices: {device}"))
@dataclass(frozen=True)
class DeviceAdded:
    """A browser is told by web push."""

    device: str


@fact_type("inform.device_removed", sentence=gettext_noop("{actor} no longer lets a device show notices: {device}"))
@dataclass(frozen=True)
class DeviceRemoved:
    """A browser is told no more."""

    device: str


@dataclass(frozen=True)
class Rhythm:
    """Whether and at which hour a person gets the digest, and when devices and letters are quiet."""

    digest: bool = True
    hour: int = DEFAULT_HOUR
    quiet_from: time | None = None
    quiet_until: time | None = None


@transaction.atomic
def choose(user: User, whens: Mapping[tuple[str, str], str], rhythm: Rhythm, *, by: Actor) -> None:
    """Set one's own wishes, each kind and way with its when, and the rhythm. What is as it was writes no fact.

    ValidationError for what is not to be chosen; PermissionDenied for another person's.
    """
    _own(user, by)
    row = Subscription.objects.select_for_update().filter(user=user).first()
    _check(whens, rhythm)
    known = Wishes.of([user.pk])
    changes: dict[str, list[object]] = {
        f"{kind} {way}": [known.when(user.pk, kind, way), when]
        for (kind, way), when in whens.items()
        if known.when(user.pk, kind, way) != when
    }
    before = _rhythm(row)
    for name in ("digest", "hour", "quiet_from", "quiet_until"):
        old, new = getattr(before, name), getattr(rhythm, name)
        if old != new:
            changes[name] = [_plain(old), _plain(new)]
    if not changes:
        return
    for (kind, way), when in whens.items():
        Wish.objects.update_or_create(user=user, kind=kind, way=way, defaults={"when": when})
    Subscription.objects.update_or_create(user=user, defaults=vars(rhythm))
    told = WishesChanged(user.name)
    facts.emit(facts.NewFact(told, about=Ref(USER, user.pk), by=by, occurred_at=company_now(), changes=changes))


@transaction.atomic
def add_device(user: User, *, endpoint: str, p256dh: str, auth: str, label: str, by: Actor) -> PushDevice:
    """Let a browser show one's notices; one known already becomes this person's.

    ValidationError for an address that no push service has, or too many devices.
    """
    _own(user, by)
    if urlsplit(endpoint).scheme != "https" and not settings.OUTGOING_ALLOWED:
        raise ValidationError(_("A push service is reached over https."))
    if not (p256dh and auth and urlsplit(endpoint).netloc):
        raise ValidationError(_("The browser gave no address to write to."))
    if PushDevice.objects.filter(user=user).count() >= MOST_DEVICES:
        raise ValidationError(_("Take another device away first."))
    device, _is_new = PushDevice.objects.update_or_create(
        fingerprint=hashlib.sha256(endpoint.encode()).hexdigest(),
        defaults={
            "user": user,
            "endpoint": endpoint,
            "p256dh": p256dh,
            "auth": auth,
            "label": label[:200],
            "added_at": machine_now(),
        },
    )
    _tell(DeviceAdded(device.label), user, by)
    return device


@transaction.atomic
def remove_device(device: PushDevice, *, by: Actor) -> None:
    """Tell a device no more. PermissionDenied for another person's."""
    user = User.objects.get(pk=device.user_id)
    _own(user, by)
    _tell(DeviceRemoved(device.label), user, by)
    device.delete()


def rhythm_of(user: User) -> Rhythm:
    """Return the rhythm of a person."""
    return _rhythm(Subscription.objects.filter(user=user).first())


def _rhythm(row: Subscription | None) -> Rhythm:
    return Rhythm() if row is None else Rhythm(row.digest, row.hour, row.quiet_from, row.quiet_until)


def _check(whens: Mapping[tuple[str, str], str], rhythm: Rhythm) -> None:
    wrong = [
        f"{kind} {way}"
        for (kind, way), when in whens.items()
        if kind not in NOTICES or way not in WAYS or when not in WAYS[way].whens
    ]
    if wrong:
        raise ValidationError(_("There is no such choice."))
    if not 0 <= rhythm.hour <= LAST_HOUR:
        raise ValidationError({"hour": _("There is no such hour.")})
    if (rhythm.quiet_from is None) != (rhythm.quiet_until is None):
        raise ValidationError({"quiet_until": _("Quiet hours have a beginning and an end.")})


def _plain(value: object) -> object:
    return f"{value:%H:%M}" if isinstance(value, time) else value


def _own(user: User, by: Actor) -> None:
    if by.is_person and by.user_id != user.pk:
        raise PermissionDenied


def _tell(payload: object, user: User, by: Actor) -> None:
    facts.emit(facts.NewFact(payload, about=Ref(USER, user.pk), by=by, occurred_at=company_now()))
