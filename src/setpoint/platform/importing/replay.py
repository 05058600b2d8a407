"""What an import knows of the future happens as company time comes to it."""

import time
from datetime import datetime
from itertools import groupby

from django.db import transaction

from setpoint.kernel.clock import company_now
from setpoint.platform.importing.agreeing import actor_of
from setpoint.platform.importing.kinds import KINDS
from setpoint.platform.importing.pacing import Pace
from setpoint.platform.importing.running import remember_created
from setpoint.platform.models import ImportRun, ReleaseItem


def release_due(*, until: datetime | None = None) -> int:
    """Let everything happen that is due at company time `until` (now by default), in order; return how much.

    In chunks, each its own transaction: killed between two, the next call goes on. To be called
    whenever company time has moved, before a turn of the loop.
    """
    moment = until or company_now()
    pace, total = Pace(size=200), 0
    while True:
        begun = time.perf_counter()
        count = _release_chunk(moment, pace.size)
        if not count:
            return total
        total += count
        pace.learn(time.perf_counter() - begun)


def next_due() -> datetime | None:
    """Return the moment of company time at which something happens next, None where nothing waits."""
    return ReleaseItem.objects.order_by("due_at", "pk").values_list("due_at", flat=True).first()


@transaction.atomic
def _release_chunk(moment: datetime, size: int) -> int:
    due = ReleaseItem.objects.filter(due_at__lte=moment).order_by("due_at", "pk")
    items = list(due.select_for_update()[:size])
    runs = {run.pk: run for run in ImportRun.objects.filter(pk__in={item.run_id for item in items})}
    for (run_id, kind), group in groupby(items, key=lambda item: (item.run_id, item.kind)):
        importer = KINDS[kind].importer
        if importer is not None:
            payloads = [item.payload for item in group]
            remember_created(run_id, importer.release(payloads, by=actor_of(runs[run_id])))
    ReleaseItem.objects.filter(pk__in=[item.pk for item in items]).delete()
    return len(items)
