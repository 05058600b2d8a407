"""Whether what happened in a window came out of an import: then nobody could have acted otherwise."""

from collections.abc import Collection

from setpoint.journal.models import Fact
from setpoint.loop.act.levers import Applied
from setpoint.loop.verify.models import Why
from setpoint.platform.importing.replay import next_due

# a lever moves records in a replay too
NOT_LIVED = ("import", "lever")


def told_by_an_import(applied: Applied, kinds: Collection[str], unit_kind: str, units: Collection[int]) -> Why | None:
    """Return why the window of a correction tells nothing, None where people lived it.

    A replay: an import alone wrote what happened to records of these kinds. An import into a company at work
    spoils the window only where it wrote of the units themselves; where units are people, whose work is counted
    over all their records, any import of such records does.
    """
    window = Fact.objects.filter(
        occurred_at__gt=applied.executed_at, occurred_at__lte=applied.ends_at, about_kind__in=kinds
    )
    imported = window.filter(door="import")
    if not imported.exists():
        return None
    if not window.exclude(door__in=NOT_LIVED).exists():
        return Why.REPLAY
    if unit_kind in kinds and not imported.filter(about_id__in=units).exists():
        return None
    return Why.IMPORT


def is_replaying() -> bool:
    """Whether an import still knows what will happen."""
    return next_due() is not None
