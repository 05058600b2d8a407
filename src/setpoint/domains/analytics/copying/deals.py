"""Rows of the copy for some deals: read from the database and from their facts, four queries whatever their number."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pyarrow as pa
from django.db.models import TextField
from django.db.models.functions import Cast

from setpoint.domains.analytics.copying.schema import CREDIT, DEALS, STAYS, TOUCHES
from setpoint.domains.analytics.copying.stays import SECONDS, Happened, stays_of
from setpoint.domains.sales.models import CreditShare, Deal, Stage
from setpoint.domains.sales.queries import worth_on
from setpoint.journal.models import Fact
from setpoint.kernel.clock import company_zone
from setpoint.kernel.models import Company

KINDS = [f"sales.deal_{what}" for what in ("opened", "touched", "moved", "transferred", "won", "lost", "reopened")]
COLUMNS = (
    *("pk", "owner", "pipeline", "stage", "product", "channel", "customer", "customer__territory"),
    *("amount", "currency", "closure__base_amount", "estimated", "opened_at", "touched_at", "closed_at"),
    *("closure__outcome", "closure__reason", "hold__pk"),
)


def rows_of_deals(ids: Sequence[int]) -> dict[str, pa.Table]:
    """Return the rows of these deals by table; one that is gone has none."""
    zone, own = company_zone(), Company.objects.values_list("currency", flat=True).first() or ""
    deals = list(Deal.objects.filter(pk__in=ids).order_by("pk").values_list(*COLUMNS))
    territory = {deal[0]: deal[7] for deal in deals}
    happened = _happened(list(territory))
    positions = dict(Stage.every.values_list("pk", "position"))
    credit = CreditShare.objects.filter(deal__in=list(territory)).order_by("deal", "pk")
    return {
        "deals": table_of(DEALS, (_deal(row, own, zone) for row in deals)),
        "stays": table_of(STAYS, _stays(happened, territory, positions, zone)),
        "touches": table_of(TOUCHES, _touches(happened, territory, zone)),
        "credit": table_of(CREDIT, credit.values_list("deal", "user", "share")),
    }


def _deal(row: tuple[Any, ...], own: str, zone: ZoneInfo) -> tuple[Any, ...]:
    (pk, owner, pipeline, stage, product, channel, customer, territory, amount, currency) = row[:10]
    (base, estimated, opened, touched, closed, outcome, reason, hold) = row[10:]
    cycle = (closed - opened).total_seconds() / SECONDS if closed and opened else None
    if currency == own:
        base = amount
    elif closed and base is None and amount is not None:
        # lost, or won before rates were known: by the rate of its day, where a bank says one
        base = worth_on(amount, currency, own, day_of(closed, zone) or date.min)
    return (
        *(pk, owner, pipeline, stage, product, channel, customer, territory, amount, currency, base, estimated),
        *(day_of(opened, zone), day_of(touched, zone), day_of(closed, zone), outcome or "", reason or "", cycle),
        hold is not None,
    )


def _happened(ids: list[int]) -> dict[int, list[Happened]]:
    rows = (
        Fact.objects.filter(about_kind="sales.deal", about_id__in=ids, kind__in=KINDS)
        .standing()
        .order_by("about_id", "occurred_at", "pk")
        .values_list("about_id", "kind", "occurred_at", Cast("data", TextField()))
    )
    found: dict[int, list[Happened]] = {}
    for pk, facts in groupby(rows.iterator(chunk_size=20_000), key=itemgetter(0)):
        found[pk] = [Happened(kind, at, orjson.loads(data)) for _pk, kind, at, data in facts]
    return found


def _stays(
    happened: dict[int, list[Happened]], territory: dict[int, int | None], positions: dict[int, int], zone: ZoneInfo
) -> Iterator[tuple[Any, ...]]:
    for pk, facts in happened.items():
        for stay in stays_of(facts, positions):
            entered, ended = day_of(stay.entered, zone), day_of(stay.ended, zone)
            yield (pk, *_place(stay.place), territory[pk], entered, ended, stay.days, stay.next, stay.first)


def _touches(
    happened: dict[int, list[Happened]], territory: dict[int, int | None], zone: ZoneInfo
) -> Iterator[tuple[Any, ...]]:
    for pk, facts in happened.items():
        for kind, at, data in facts:
            if kind == "sales.deal_touched":
                day = day_of(at, zone)
                yield (pk, *_place(data), territory[pk], day, data["touch"], data.get("connected", True))


def _place(data: Any) -> tuple[Any, ...]:
    found = (data["owner"], data.get("team"), data["pipeline"], data["stage"], data.get("product"))
    return (*found, data.get("deal_channel", ""))


def day_of(moment: datetime | None, zone: ZoneInfo) -> date | None:
    """Return the company's day of a moment."""
    return None if moment is None else moment.astimezone(zone).date()


def table_of(schema: pa.Schema, rows: Any) -> pa.Table:
    """Return rows of values, in the order of the schema, as a table."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table(
        [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )
