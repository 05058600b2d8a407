"""Telling people, and what they have seen."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from setpoint.kernel.clock import company_now
from setpoint.kernel.deputies import standing_in_today
from setpoint.kernel.models import User
from setpoint.loop.inform.kinds import ABSENT, NewNotice
from setpoint.loop.inform.models import Notice
from setpoint.loop.inform.models.wish import When
from setpoint.loop.inform.operations import deliveries
from setpoint.loop.inform.permissions import KIND
from setpoint.loop.inform.wishes import Wishes
from setpoint.platform.live.announcing import announce_later


@transaction.atomic
def tell_many(news: Sequence[NewNotice]) -> list[Notice]:
    """Store notices; what joins an unseen one of its group raises its count and takes its place in time.

    Deputies are told what the absent are. People who no longer work here are told nothing.
    Constant number of queries but for joined notices.
    """
    news = [*news, *_for_deputies(news)]
    working = set(User.objects.filter(pk__in={new.user for new in news}, is_active=True).values_list("pk", flat=True))
    unseen = Notice.objects.select_for_update().filter(user__in=working, seen_at__isnull=True)
    known = {(row.user_id, row.kind, row.group): row for row in unseen}
    touched: dict[tuple[int, str, str], Notice] = {}
    for new in news:
        if new.user not in working:
            continue
        key = (new.user, new.kind, new.group)
        row = touched.get(key) or known.get(key)
        if row is None:
            row = Notice(user_id=new.user, kind=new.kind, group=new.group, count=0)
        row.count += 1
        row.ref_kind, row.ref_id = new.ref
        row.data, row.created_at = dict(new.data), new.at
        touched[key] = row
    wishes = Wishes.of(working)
    fresh = [row for row in touched.values() if row.pk is None]
    for row in fresh:
        row.is_silent = wishes.when(row.user_id, row.kind, "application") == When.NEVER
    Notice.objects.bulk_create(fresh)
    kept = [row for row in touched.values() if row in known.values()]
    Notice.objects.bulk_update(kept, ["count", "ref_kind", "ref_id", "data", "created_at"])
    # what joins a notice that nobody has seen was delivered with it
    deliveries.prepare(fresh, wishes)
    announce_later((KIND, row.pk) for row in touched.values())
    return list(touched.values())


def _for_deputies(news: Sequence[NewNotice]) -> list[NewNotice]:
    """Return what deputies are told, with the names of those they stand in for; nothing that they are told anyway."""
    deputies = defaultdict[int, list[tuple[int, str]]](list)
    for absent, deputy, name in standing_in_today({new.user for new in news}):
        deputies[absent].append((deputy, name))
    told = {_of_whom(new, new.user) for new in news}
    found: dict[tuple[Any, ...], NewNotice] = {}
    for new in news if deputies else ():
        for deputy, name in deputies.get(new.user, ()):
            if (key := _of_whom(new, deputy)) in told:
                continue
            names = [*(found[key].data[ABSENT] if key in found else ()), name]
            found[key] = replace(new, user=deputy, data={**new.data, ABSENT: sorted(names)})
    return list(found.values())


def _of_whom(new: NewNotice, user: int) -> tuple[Any, ...]:
    return (user, new.kind, new.group, new.ref)


@transaction.atomic
def mark_seen(user: User, notices: Collection[int] | None = None) -> int:
    """Mark a person's own notices (all by default) as seen; return how many were not."""
    rows = Notice.objects.filter(user=user, seen_at__isnull=True)
    if notices is not None:
        rows = rows.filter(pk__in=notices)
    seen = rows.update(seen_at=company_now())
    if seen:
        newest = Notice.objects.filter(user=user).order_by("-pk").values_list("pk", flat=True)[:1]
        announce_later((KIND, pk) for pk in newest)
    return seen
