"""By which ways people are told: what they chose, one identity through every failure, quiet hours, devices."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import machine_now
from setpoint.kernel.models import User
from setpoint.kernel.refs import Ref
from setpoint.loop.inform.kinds import NewNotice
from setpoint.loop.inform.models import Delivery, DeliveryState, Mail, Notice, PushDevice, PushKey
from setpoint.loop.inform.models.wish import When
from setpoint.loop.inform.operations import deliveries, notices, wishes
from setpoint.loop.inform.operations.wishes import Rhythm
from setpoint.loop.inform.queries import latest, unread_count
from setpoint.loop.inform.ways import WAYS, Message, Way, register_way
from tests.cast import MONDAY, Cast
from tests.push_service import PushService, push_service

KIND = "sales.received"


@pytest.fixture
def sara(cast: Cast) -> User:
    """Sara can sign in, so letters reach her."""
    cast.sara.set_password("cedar and larch")
    cast.sara.save()
    return cast.sara


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    """A push service on this machine, which the server may call."""
    settings.OUTGOING_ALLOWED = ["127.0.0.1/32"]
    with push_service() as running:
        yield running


@pytest.fixture
def device(sara: User, service: PushService) -> PushDevice:
    """Sara's browser shows notices."""
    return wishes.add_device(sara, **service.subscription(), label="Firefox", by=Actor.of(sara))


def tell(user: User, *, group: str = "Henry Hale") -> Notice:
    new = NewNotice(user.pk, KIND, Ref("sales.deal", 7), MONDAY, group, {"actor": "Henry Hale"})
    (row,) = notices.tell_many([new])
    return row


def choose(user: User, when: str, way: str, rhythm: Rhythm | None = None) -> None:
    wishes.choose(user, {(KIND, way): when}, rhythm or Rhythm(), by=Actor.of(user))


def test_usually_the_bell_rings_and_the_letter_waits_for_the_digest(sara: User) -> None:
    tell(sara)
    assert (unread_count(sara), Delivery.objects.count()) == (1, 0)


def test_who_wants_a_letter_at_once_gets_one_with_the_identity_of_its_delivery(sara: User) -> None:
    choose(sara, When.NOW, "email")
    notice = tell(sara)
    assert deliveries.deliver_due() == 1
    mail, delivery = Mail.objects.get(), Delivery.objects.get()
    assert (mail.to, mail.message_id.partition("@")[0]) == (sara.email, f"<{delivery.identity}")
    assert "Henry Hale gave you a deal" in mail.text
    assert f"/notices/{notice.pk}" in mail.text
    assert delivery.state == DeliveryState.SENT


def test_a_sender_killed_after_the_letter_was_posted_posts_no_second_one(sara: User) -> None:
    choose(sara, When.NOW, "email")
    tell(sara)
    deliveries.deliver_due()
    Delivery.objects.update(state=DeliveryState.SENDING, next_attempt_at=machine_now())
    assert (deliveries.deliver_due(), Mail.objects.count()) == (1, 1)


def test_what_joins_an_unseen_notice_is_not_delivered_again(sara: User) -> None:
    choose(sara, When.NOW, "email")
    tell(sara)
    assert (tell(sara).count, Delivery.objects.count()) == (2, 1)


def test_what_was_seen_before_it_left_does_not_leave(sara: User) -> None:
    choose(sara, When.NOW, "email")
    notices.mark_seen(sara, [tell(sara).pk])
    assert (deliveries.deliver_due(), Delivery.objects.get().state, Mail.objects.count()) == (0, "seen", 0)


def test_the_bell_is_silent_of_what_is_not_wanted_there(sara: User) -> None:
    choose(sara, When.NEVER, "application")
    tell(sara)
    assert (unread_count(sara), latest(sara)) == (0, [])


def test_quiet_hours_hold_letters_back_until_they_end(sara: User, monkeypatch: pytest.MonkeyPatch) -> None:
    night = machine_now().replace(hour=23, minute=10)
    monkeypatch.setattr(deliveries, "machine_now", lambda: night)
    choose(sara, When.NOW, "email", Rhythm(quiet_from=time(22), quiet_until=time(7)))
    tell(sara)
    morning = datetime.combine(night.date() + timedelta(days=1), time(7), night.tzinfo)
    assert Delivery.objects.get().next_attempt_at == morning


def test_a_device_is_written_to_in_a_way_that_only_it_can_read(device: PushDevice, service: PushService) -> None:
    notice = tell(device.user)
    assert deliveries.deliver_due() == 1
    identity = Delivery.objects.get().identity
    assert service.shown == {
        identity: {
            "title": "Tidewater Sheds: Somebody gave me a deal",
            "text": "Henry Hale gave you a deal",
            "url": f"http://localhost:8080/notices/{notice.pk}",
            "tag": identity,
        }
    }
    assert (service.headers[0]["Topic"], service.headers[0]["TTL"]) == (identity, "86400")


def test_a_repeat_takes_the_place_of_what_it_repeats(device: PushDevice, service: PushService) -> None:
    tell(device.user)
    deliveries.deliver_due()
    Delivery.objects.update(state=DeliveryState.SENDING, next_attempt_at=machine_now())  # killed on the wire
    deliveries.deliver_due()
    assert (service.received, len(service.shown)) == (2, 1)


@pytest.mark.parametrize(
    ("status", "state", "devices"),
    [(503, "waiting", 1), (429, "waiting", 1), (413, "refused", 1), (410, "refused", 0), (404, "refused", 0)],
)
def test_a_service_that_is_busy_is_tried_again_and_one_that_refuses_is_not(
    device: PushDevice, service: PushService, status: int, state: str, devices: int
) -> None:
    service.status = status
    tell(device.user)
    assert deliveries.deliver_due() == 0
    assert (Delivery.objects.get().state, PushDevice.objects.count()) == (state, devices)


def test_a_private_address_is_never_written_to(device: PushDevice, service: PushService, settings: Any) -> None:
    settings.OUTGOING_ALLOWED = []
    tell(device.user)
    assert (deliveries.deliver_due(), service.received) == (0, 0)
    delivery = Delivery.objects.get()
    assert delivery.state == DeliveryState.REFUSED
    assert "no public address" in delivery.error


def test_address_and_keys_of_a_device_and_our_key_lie_sealed(device: PushDevice) -> None:
    tell(device.user)
    deliveries.deliver_due()
    stored = PushDevice.objects.extra(select={"raw": "endpoint"}).values("raw").get()["raw"]
    assert "127.0.0.1" not in stored
    raw = PushKey.objects.extra(select={"raw": "private"}).values("raw").get()["raw"]
    assert raw != PushKey.objects.get().private


def test_a_messenger_is_one_more_way(sara: User) -> None:
    sent: list[tuple[Message, str]] = []
    way = Way(
        key="pigeon",
        label="Pigeon",
        whens=(When.NOW, When.NEVER),
        usual=When.NOW,
        position=9,
        targets=lambda _user: ["loft 3"],
        send=lambda message, target: sent.append((message, target)),
    )
    register_way(way)
    try:
        tell(sara)
        deliveries.deliver_due()
    finally:
        del WAYS["pigeon"]
    assert [(message.text, target) for message, target in sent] == [("Henry Hale gave you a deal", "loft 3")]


def test_wishes_are_ones_own_and_known_ones(sara: User, cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        wishes.choose(sara, {}, Rhythm(hour=9), by=Actor.of(cast.henry))
    with pytest.raises(ValidationError):
        choose(sara, When.DIGEST, "push")
    with pytest.raises(ValidationError):
        choose(sara, When.NOW, "email", Rhythm(quiet_from=time(22)))
