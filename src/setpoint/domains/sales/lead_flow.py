"""Leads as a flow: received, answered, moved, and won where they become deals or contacts."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np
import orjson
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from setpoint.domains.catalog.models import Product
from setpoint.domains.sales.events import Events, open_items, spells_of
from setpoint.domains.sales.flow import capacity_of, index_in, people_of
from setpoint.domains.sales.models import Lead, LeadSource, LeadState
from setpoint.domains.sales.permissions import LEAD
from setpoint.journal.models import Fact
from setpoint.kernel.clock import company_zone
from setpoint.loop.plan.flow import UNKNOWN, Flow, Stages

KEY = "sales.leads"
HISTORY = timedelta(days=400)
POOL = 0
"""Owner of leads that nobody has; no user has this number."""
KINDS = {
    "sales.lead_received": Events.OPENED,
    "sales.lead_touched": Events.TOUCHED,
    "sales.lead_moved": Events.MOVED,
    "sales.lead_offered": Events.MOVED,
    "sales.lead_accepted": Events.MOVED,
    "sales.lead_sent_back": Events.MOVED,
    "sales.lead_reopened": Events.REOPENED,
    "sales.lead_resumed": Events.REOPENED,
    "sales.lead_converted": Events.WON,
    "sales.lead_rejected": Events.LOST,
    # with marketing it is nobody's work for a while
    "sales.lead_nurtured": Events.LOST,
    "sales.lead_assigned": Events.REASSIGNED,
    "sales.lead_pooled": Events.REASSIGNED,
}
Row = tuple[int, str, datetime, dict[str, Any]]


def load_leads(as_of: datetime) -> Flow:
    """Return the flow of leads as known at `as_of`: nothing that happened later shows. A handful of queries."""
    zone = company_zone()
    day = as_of.astimezone(zone).date().toordinal()
    states = list(LeadState.objects.order_by("position"))
    rows = _rows(as_of)
    owners, team, active, teams, parent = people_of({row[3]["owner"] or POOL for row in rows})
    names = dict(LeadSource.objects.values_list("pk", "key"))
    channels = sorted(names.values())
    prices = dict(Product.objects.values_list("pk", "list_price"))
    events = _events(rows, np.array([state.pk for state in states], dtype=np.int64), owners, (names, channels), prices)
    return Flow(
        key=KEY,
        ref_kind=LEAD,
        day=day,
        stages=Stages(
            id=np.array([state.pk for state in states], dtype=np.int64),
            name=[state.name for state in states],
            effort=np.array([state.effort for state in states], dtype=np.float64),
            norm_days=np.array([state.norm_days for state in states], dtype=np.int64),
        ),
        owners=owners,
        team=team,
        teams=teams,
        team_parent=parent,
        active=active,
        products=np.array(sorted(prices), dtype=np.int64),
        channels=channels,
        items=open_items(events),
        spells=spells_of(events, day),
        capacity=capacity_of(events, owners, np.append(teams, UNKNOWN)[team], day),
    )


def _rows(as_of: datetime) -> list[Row]:
    recent = Lead.objects.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=as_of - HISTORY))
    found = (
        Fact.objects.filter(kind__in=KINDS, about_kind=LEAD, occurred_at__lte=as_of, about_id__in=recent.values("pk"))
        .standing()
        .order_by("about_id", "occurred_at", "pk")
        .values_list("about_id", "kind", "occurred_at", Cast("data", TextField()))
    )
    return [(lead, kind, at, orjson.loads(data)) for lead, kind, at, data in found.iterator(chunk_size=20_000)]


def _events(
    rows: list[Row],
    states: np.ndarray[tuple[int], np.dtype[np.int64]],
    owners: np.ndarray[tuple[int], np.dtype[np.int64]],
    sources: tuple[dict[int, str], list[str]],
    prices: dict[int, int],
) -> Events:
    zone, (names, channels) = company_zone(), sources
    data = [row[3] for row in rows]
    # a state that is no more counts as the first
    stage_at = {int(pk): index for index, pk in enumerate(states)}
    place = {channel: index for index, channel in enumerate(channels)}
    kind = np.array([KINDS[row[1]] for row in rows], dtype=np.int64)
    return Events(
        item=np.array([row[0] for row in rows], dtype=np.int64),
        kind=kind,
        day=np.array([row[2].astimezone(zone).toordinal() for row in rows], dtype=np.int64),
        stage=np.array([stage_at.get(row["state"], 0) for row in data], dtype=np.int64),
        owner=np.searchsorted(owners, np.array([row["owner"] or POOL for row in data], dtype=np.int64)),
        product=index_in(np.array(sorted(prices), dtype=np.int64), [row["product"] for row in data]),
        channel=np.array([place.get(names.get(row["source"], ""), UNKNOWN) for row in data], dtype=np.int64),
        amount=np.array([prices.get(row["product"] or 0, np.nan) for row in data], dtype=np.float64),
        says_amount=kind == Events.OPENED,
        dated=np.ones(len(rows), dtype=np.bool_),
        known=np.ones(len(rows), dtype=np.bool_),
        connected=np.array([row.get("connected", True) for row in data], dtype=np.bool_),
    )
