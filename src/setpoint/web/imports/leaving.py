"""What an undo has left behind, in words and with the way to it."""

from collections import defaultdict
from typing import Any

from django.db.models import Count
from django.urls import reverse

from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import visible_to
from setpoint.platform.models import ImportRun, LeftBecause
from setpoint.web.audit.words import records

SHOWN = 100
_PAGES = {"sales.deal": "deal", "customers.party": "customer"}


def left_by(run: ImportRun, by: Actor) -> dict[str, Any]:
    """Return the counts by reason, and the first records with their names; a query for each kind of record."""
    counts = dict(run.left.values_list("because").annotate(count=Count("pk")))
    rows = list(run.left.order_by("pk")[:SHOWN])
    numbers: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        numbers[row.kind].append(row.number)
    names = {
        (kind, record.pk): str(record)
        for kind, ids in numbers.items()
        for record in visible_to(by, kind).filter(pk__in=ids)
    }
    kinds = records()
    return {
        "left": [(LeftBecause(key).label, counts[key]) for key in LeftBecause.values if key in counts],
        "left_records": [
            {
                "label": names.get((row.kind, row.number), f"№ {row.number}"),
                "because": f"{kinds.get(row.kind, '')} · {row.get_because_display()}",
                "url": reverse(_PAGES[row.kind], args=[row.number])
                if row.kind in _PAGES and (row.kind, row.number) in names
                else "",
            }
            for row in rows
        ],
    }
