"""Rows of the copy for some leads: read from the database, and from the facts of their first answers."""

from collections.abc import Sequence

import orjson
import pyarrow as pa
from django.db.models import TextField
from django.db.models.functions import Cast

from setpoint.domains.analytics.copying.deals import day_of, table_of
from setpoint.domains.analytics.copying.schema import LEAD_TOUCHES, LEADS
from setpoint.domains.sales.models import Lead
from setpoint.journal.models import Fact
from setpoint.kernel.clock import company_zone

COLUMNS = (
    *("pk", "owner", "source", "state", "product", "territory", "campaign", "received_at", "ended_at"),
    *("ending__outcome", "ending__reason"),
)


def rows_of_leads(ids: Sequence[int]) -> dict[str, pa.Table]:
    """Return the rows of these leads; one that is gone has none. Two queries."""
    zone = company_zone()
    touches = Fact.objects.filter(about_kind="sales.lead", about_id__in=ids, kind="sales.lead_touched").standing()
    answered: dict[int, tuple[int, bool | None]] = {}
    touched = []
    told = touches.order_by("-occurred_at", "-pk").values_list("about_id", "occurred_at", Cast("data", TextField()))
    for pk, at, text in told:
        data = orjson.loads(text)
        touched.append((pk, data["owner"], day_of(at, zone), data["touch"], data.get("connected", True)))
        if data.get("response_seconds") is not None:
            answered[pk] = (data["response_seconds"], data.get("in_norm"))
    rows = [
        (
            *row[:7],
            day_of(row[7], zone),
            day_of(row[8], zone),
            row[9] or "",
            row[10] or "",
            *answered.get(row[0], (None, None)),
        )
        for row in Lead.objects.filter(pk__in=ids).order_by("pk").values_list(*COLUMNS)
    ]
    return {"leads": table_of(LEADS, rows), "lead_touches": table_of(LEAD_TOUCHES, touched)}
