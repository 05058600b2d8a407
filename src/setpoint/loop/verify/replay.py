"""Whether what happened in a window came out of an import: then nobody could have acted otherwise."""

from setpoint.journal.models import Fact
from setpoint.loop.act.levers import Applied
from setpoint.loop.act.proposal import Change


def is_replayed(applied: Applied, changes: list[Change]) -> bool:
    """Whether records of the kinds that the correction changes were written by an import in its window."""
    kinds = {change.kind for change in changes}
    window = Fact.objects.filter(occurred_at__gt=applied.executed_at, occurred_at__lte=applied.ends_at)
    return window.filter(about_kind__in=kinds, door="import").exists()
