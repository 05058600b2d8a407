"""What an import knows of the future happens as company time comes to it."""

import time
from datetime import datetime
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, company_zone, follow_machine_time
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import Ref
from setpoint.platform.importing.agreeing import actor_of
from setpoint.platform.importing.kinds import KINDS
from setpoint.platform.importing.pacing import Pace
from setpoint.platform.importing.running import remember_created
from setpoint.platform.models import ImportRun, ImportState, ReleaseItem
from setpoint.platform.permissions import IMPORT
from setpoint.platform.record import ReplayEnded


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
def end(*, by: Actor) -> None:
    """Let company time be the present again. ValidationError while something of an import still lies ahead."""
    require(by, IMPORT, "create", owner_id=by.user_id)
    if next_due() is not None:
        raise ValidationError(_("The import still knows of later days: let time go on to the last of them first."))
    run = ImportRun.objects.filter(state=ImportState.DONE).first()
    if run is None:
        raise ValidationError(_("No import is being replayed."))
    stood = company_now()
    follow_machine_time()
    fact = ReplayEnded(stood.astimezone(company_zone()).date().isoformat())
    facts.emit(facts.NewFact(fact, about=Ref(IMPORT, run.pk), by=by, occurred_at=company_now()))


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
