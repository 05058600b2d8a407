"""The outbox of notices. State first, then the wire, then the outcome; each delivery keeps its identity for ever."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from setpoint.kernel.clock import company_zone, machine_now
from setpoint.kernel.jobs import enqueue
from setpoint.kernel.models import Company, User
from setpoint.loop.inform.address import site
from setpoint.loop.inform.kinds import NOTICES
from setpoint.loop.inform.models import Delivery, DeliveryState, Notice, Subscription
from setpoint.loop.inform.models.wish import When
from setpoint.loop.inform.ways import WAYS, HopelessError, Message
from setpoint.loop.inform.wishes import Wishes

JOB = "inform.tell"
LEASE = timedelta(minutes=5)
FIRST_RETRY = timedelta(seconds=30)
ATTEMPTS = 10
BATCH = 100
OPEN = (DeliveryState.WAITING, DeliveryState.SENDING)


@transaction.atomic
def prepare(notices: Sequence[Notice], wishes: Wishes) -> list[Delivery]:
    """Put new notices into the outbox, by every way that is wanted at once; they leave by a job.

    In the quiet hours of a person they wait for the end of these.
    """
    now = machine_now()
    quiet = _quiet_until({notice.user_id for notice in notices}, now)
    ways = [way for way in WAYS.values() if way.send is not None]
    targets = {(way.key, user): way.targets(user) for way in ways for user in {n.user_id for n in notices}}
    made = [
        Delivery(
            notice=notice,
            way=way.key,
            target=target,
            identity=secrets.token_hex(16),
            created_at=now,
            next_attempt_at=quiet.get(notice.user_id, now),
        )
        for notice in notices
        for way in ways
        if wishes.when(notice.user_id, notice.kind, way.key) == When.NOW
        for target in targets[way.key, notice.user_id]
    ]
    Delivery.objects.bulk_create(made)
    for moment in sorted({one.next_attempt_at for one in made}):
        enqueue(JOB, run_at=moment, key="" if moment > now else "outbox")
    return made


def deliver_due() -> int:
    """Send what is due, and what another sender left in the middle; return how much went out."""
    due = Delivery.objects.filter(state__in=OPEN, next_attempt_at__lte=machine_now()).order_by("next_attempt_at")
    sent = 0
    for pk in list(due.values_list("pk", flat=True)[:BATCH]):
        delivery = _claim(pk)
        if delivery is not None:
            sent += _send(delivery)
    return sent


@transaction.atomic
def _claim(pk: int) -> Delivery | None:
    """Mark a delivery as being sent before it leaves; None where somebody else was quicker or it was seen already."""
    now = machine_now()
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("notice")
    row = rows.filter(pk=pk, state__in=OPEN, next_attempt_at__lte=now).first()
    if row is None:
        return None
    if row.notice.seen_at is not None and row.attempts == 0:
        row.state = DeliveryState.SEEN
        row.save(update_fields=["state"])
        return None
    row.state, row.attempts, row.next_attempt_at = DeliveryState.SENDING, row.attempts + 1, now + LEASE
    row.save(update_fields=["state", "attempts", "next_attempt_at"])
    return row


def _send(row: Delivery) -> bool:
    try:
        _go(row)
    except HopelessError as error:
        row.state, row.error = DeliveryState.REFUSED, str(error)[:500]
    except OSError as error:
        row.error = str(error)[:500]
        given_up = row.attempts >= ATTEMPTS
        row.state = DeliveryState.REFUSED if given_up else DeliveryState.WAITING
        row.next_attempt_at = machine_now() + FIRST_RETRY * 2 ** (row.attempts - 1)
    else:
        row.state, row.sent_at, row.error = DeliveryState.SENT, machine_now(), ""
    with transaction.atomic():
        row.save(update_fields=["state", "error", "next_attempt_at", "sent_at"])
        if row.state == DeliveryState.WAITING:
            enqueue(JOB, run_at=row.next_attempt_at, key=f"{row.pk}:{row.attempts}")
    return row.state == DeliveryState.SENT


def _go(row: Delivery) -> None:
    way = WAYS.get(row.way)
    if way is None or way.send is None or row.notice.kind not in NOTICES:
        raise HopelessError("nobody goes this way any more")
    way.send(_message(row), row.target)


def _message(row: Delivery) -> Message:
    notice = row.notice
    person = User.objects.get(pk=notice.user_id)
    with override(person.language):
        text = NOTICES[notice.kind].words(notice.data, notice.count)
        title = _("{company}: {kind}").format(
            company=Company.objects.values_list("name", flat=True).get(), kind=NOTICES[notice.kind].label
        )
    return Message(row.identity, person.pk, title, text, f"{site()}/notices/{notice.pk}")


def _quiet_until(users: set[int], now: datetime) -> Mapping[int, datetime]:
    rows = Subscription.objects.filter(user__in=users, quiet_from__isnull=False, quiet_until__isnull=False)
    zone = company_zone()
    found = {}
    for row in rows:
        local = now.astimezone(zone)
        begin, end = row.quiet_from, row.quiet_until
        if begin is None or end is None or begin == end:
            continue
        over_night = begin > end
        clock = local.time()
        if (clock >= begin or clock < end) if over_night else begin <= clock < end:
            later = timedelta(days=1) if over_night and clock >= begin else timedelta()
            found[row.user_id] = datetime.combine(local.date() + later, end, zone)
    return found
