"""Deals as a flow: facts read in one query, folded into spells and open items by arrays."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import orjson
from django.db.models import Case, Q, TextField, When
from django.db.models.functions import Cast

from setpoint.analysis.arrays import Ints
from setpoint.domains.sales.events import Events, open_items, spells_of
from setpoint.domains.sales.models import Deal, Hold, Stage
from setpoint.domains.sales.permissions import KIND
from setpoint.domains.sales.rates import factors, own_currency
from setpoint.journal.models import Fact
from setpoint.kernel.calendars import days_off
from setpoint.kernel.clock import company_zone
from setpoint.kernel.models import Absence, Team, User
from setpoint.loop.plan.flow import UNKNOWN, Capacity, Flow, OpenItems, Stages

HISTORY = timedelta(days=400)
AHEAD = 130
PERCENTILE = 85
BUSY_DAYS = 5

KINDS = {
    "sales.deal_opened": Events.OPENED,
    "sales.deal_touched": Events.TOUCHED,
    "sales.deal_moved": Events.MOVED,
    "sales.deal_transferred": Events.TRANSFERRED,
    "sales.deal_reopened": Events.REOPENED,
    "sales.deal_won": Events.WON,
    "sales.deal_lost": Events.LOST,
    "sales.deal_reassigned": Events.REASSIGNED,
    "sales.deal_changed": Events.CHANGED,
}


def load_deals(as_of: datetime) -> Flow:
    """Return the flow of deals as known at `as_of`: nothing that happened later shows. A handful of queries."""
    zone = company_zone()
    day = as_of.astimezone(zone).date().toordinal()
    stages = list(Stage.every.order_by("pipeline__position", "pipeline", "position"))
    stage_ids = np.array([stage.pk for stage in stages], dtype=np.int64)
    rows = _rows(as_of)
    owners, team, active, teams, parent = people_of({row["owner"] for _, _, _, row in rows})
    products = np.unique(np.array([r["product"] for *_, r in rows if r["product"] is not None], dtype=np.int64))
    channels = sorted({row["deal_channel"] for *_, row in rows} - {""})
    events = in_own_currency(_events(rows, stage_ids, owners, products, channels, zone), as_of)
    return Flow(
        key="sales.deals",
        ref_kind=KIND,
        day=day,
        stages=Stages(
            id=stage_ids,
            name=[stage.name for stage in stages],
            effort=np.array([stage.effort for stage in stages], dtype=np.float64),
            norm_days=np.array([stage.norm_days for stage in stages], dtype=np.int64),
            pipeline=np.array([stage.pipeline_id for stage in stages], dtype=np.int64),
        ),
        owners=owners,
        team=team,
        teams=teams,
        team_parent=parent,
        active=active,
        products=products,
        channels=channels,
        items=_with_holds(open_items(events), as_of, date.fromordinal(day)),
        spells=spells_of(events, day),
        capacity=capacity_of(events, owners, np.append(teams, UNKNOWN)[team], day),
    )


def _with_holds(items: OpenItems, as_of: datetime, day: date) -> OpenItems:
    """Mark what was put on hold until a later day: control and levers are silent about it."""
    held = list(Hold.objects.filter(since__lte=as_of, until__gt=day).values_list("deal_id", flat=True))
    return replace(items, waiting=np.isin(items.ref, held)) if held else items


Row = tuple[int, str, datetime, dict[str, Any]]


def _rows(as_of: datetime) -> list[Row]:
    """(deal, kind, time, payload with the new amount) of the facts of deals open in the history, in order of time."""
    recent = Deal.objects.filter(Q(closed_at__isnull=True) | Q(closed_at__gte=as_of - HISTORY))
    # only a change says what changed, and reading is most of the work
    changes = Case(When(kind="sales.deal_changed", then=Cast("changes", TextField())))
    found = (
        Fact.objects.filter(kind__in=KINDS, about_kind=KIND, occurred_at__lte=as_of, about_id__in=recent.values("pk"))
        .standing()
        .order_by("about_id", "occurred_at", "pk")
        .values_list("about_id", "kind", "occurred_at", Cast("data", TextField()), changes)
    )
    rows = list(found.iterator(chunk_size=20_000))
    payloads = orjson.loads("[" + ",".join(row[3] for row in rows) + "]")
    for row, payload in zip(rows, payloads, strict=True):
        if row[1] == "sales.deal_changed":
            changed = orjson.loads(row[4])
            payload.pop("amount", None)
            if "amount" in changed:
                payload["amount"] = changed["amount"][1]
    return [(row[0], row[1], row[2], payload) for row, payload in zip(rows, payloads, strict=True)]


def _events(rows: list[Row], stages: Ints, owners: Ints, products: Ints, channels: list[str], zone: ZoneInfo) -> Events:
    place = {channel: index for index, channel in enumerate(channels)}
    data = [row[3] for row in rows]
    stage_at = {int(pk): index for index, pk in enumerate(stages)}
    amounts = [row.get("amount", UNKNOWN) for row in data]
    return Events(
        item=np.array([row[0] for row in rows], dtype=np.int64),
        kind=np.array([KINDS[row[1]] for row in rows], dtype=np.int64),
        day=np.array([row[2].astimezone(zone).toordinal() for row in rows], dtype=np.int64),
        stage=np.array([stage_at[row["stage"]] for row in data], dtype=np.int64),
        owner=np.searchsorted(owners, np.array([row["owner"] for row in data], dtype=np.int64)),
        product=index_in(products, [row["product"] for row in data]),
        channel=np.array([place.get(row["deal_channel"], UNKNOWN) for row in data], dtype=np.int64),
        amount=np.array([np.nan if amount is None else amount for amount in amounts], dtype=np.float64),
        says_amount=np.array(["amount" in row for row in data], dtype=np.bool_),
        known=np.array([row.get("history", True) for row in data], dtype=np.bool_),
        dated=np.array([row.get("dated", True) for row in data], dtype=np.bool_),
        connected=np.array([row.get("connected", True) for row in data], dtype=np.bool_),
    )


def in_own_currency(events: Events, as_of: datetime) -> Events:
    """Return the events with amounts in the company's currency at the latest rate; unknown where no bank says."""
    own = own_currency()
    foreign = dict(Deal.objects.exclude(currency=own).values_list("pk", "currency"))
    if not foreign:
        return events
    worth = factors(foreign.values(), own, as_of.date())
    each = {pk: worth.get(currency, np.nan) for pk, currency in foreign.items()}
    return replace(events, amount=events.amount * np.array([each.get(int(item), 1.0) for item in events.item]))


def index_in(known: Ints, values: list[int | None]) -> Ints:
    """Return where each value stands among the known ones, UNKNOWN for none."""
    found = np.array([UNKNOWN if value is None else value for value in values], dtype=np.int64)
    return np.where(found == UNKNOWN, UNKNOWN, np.searchsorted(known, found))


def people_of(named: set[int]) -> tuple[Ints, Ints, Any, Ints, Ints]:
    """Owners, their teams, whether they still work here; teams with a parent before its children, their parents."""
    parents = dict(Team.objects.order_by("pk").values_list("pk", "parent_id"))
    order: list[int] = []
    while layer := [pk for pk, parent in parents.items() if pk not in order and (parent is None or parent in order)]:
        order += layer
    at = {pk: index for index, pk in enumerate(order)}
    people = {row[0]: row for row in User.objects.values_list("pk", "team_id", "is_active") if row[0] in named}
    owners = np.array(sorted(named), dtype=np.int64)
    rows = [people.get(int(pk), (int(pk), None, False)) for pk in owners]
    return (
        owners,
        np.array([at.get(row[1] or UNKNOWN, UNKNOWN) for row in rows], dtype=np.int64),
        np.array([row[2] for row in rows], dtype=np.bool_),
        np.array(order, dtype=np.int64),
        np.array([at.get(parents[pk] or UNKNOWN, UNKNOWN) for pk in order], dtype=np.int64),
    )


def capacity_of(events: Events, owners: Ints, teams: Ints, day: int) -> Capacity:
    """Return what each owner can do: his usual touches, his days away and those on which nobody works."""
    recent = (events.kind == Events.TOUCHED) & (events.day > day - AHEAD)
    pairs, touches = np.unique(np.stack([events.owner[recent], events.day[recent]]), axis=1, return_counts=True)
    usual = float(np.percentile(touches, PERCENTILE)) if len(touches) else 0.0
    own = [touches[pairs[0] == index] for index in range(len(owners))]
    absent = np.zeros((len(owners), AHEAD), dtype=np.bool_)
    first = day
    at = {int(pk): index for index, pk in enumerate(owners)}
    for user, start, end in Absence.objects.values_list("user_id", "first_day", "last_day"):
        if user in at:
            absent[at[user], max(0, start.toordinal() - first) : max(0, end.toordinal() - first + 1)] = True
    # the company's own days off are days off of the whole flow
    off = days_off(sorted({int(team) for team in teams} - {UNKNOWN}), date.fromordinal(first), AHEAD)
    for index, team in enumerate(teams):
        absent[index] |= np.array(off.get(int(team), False), dtype=np.bool_)
    return Capacity(
        touches_per_day=np.array(
            [np.percentile(days, PERCENTILE) if len(days) >= BUSY_DAYS else usual for days in own], dtype=np.float64
        ),
        first=first,
        absent=absent,
    )
