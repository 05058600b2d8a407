"""What a person may learn of the latest events. No record is named that he does not see."""

from collections.abc import Iterable
from dataclasses import dataclass

from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import is_registered, remembering, visible_to
from setpoint.platform.models import LiveEvent

# more changes of one kind at a time are told as "the kind has changed"
NAMED_AT_MOST = 100
# said in place of records: anything may have changed
EVERYTHING = "*"


@dataclass(frozen=True)
class Batch:
    """Changed records by kind, up to event number `last`."""

    last: int
    changed: dict[str, frozenset[int]]


def latest() -> int:
    """Return the number of the newest event, 0 without any."""
    return LiveEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def is_lost(last: int) -> bool:
    """Whether events after number `last` have been dropped already."""
    first = LiveEvent.objects.order_by("pk").values_list("pk", flat=True).first()
    return latest() > last if first is None else first > last + 1


def since(last: int) -> Batch:
    """Return what happened after event number `last`."""
    changed: dict[str, set[int]] = {}
    for pk, kind, record_id in (
        LiveEvent.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "kind", "record_id")
    ):
        changed.setdefault(kind, set()).add(record_id)
        last = pk
    return Batch(last, {kind: frozenset(ids) for kind, ids in changed.items()})


def told_to(actor: Actor, batch: Batch) -> list[str]:
    """Return `kind:id` for what the actor sees, `kind` alone for a crowd of it, sorted; a query per kind."""
    # rights are asked once for all kinds, and anew for the next batch
    return sorted(_told(remembering(actor), batch.changed))


def _told(actor: Actor, changed: dict[str, frozenset[int]]) -> Iterable[str]:
    for kind, ids in changed.items():
        if not is_registered(kind):
            continue
        if len(ids) > NAMED_AT_MOST:
            yield kind
        else:
            yield from (
                f"{kind}:{pk}" for pk in visible_to(actor, kind).filter(pk__in=ids).values_list("pk", flat=True)
            )
