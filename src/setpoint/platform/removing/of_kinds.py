"""Removing a kind of record of an administrator: its records are hidden with it, and there again after an undo."""

from collections.abc import Sequence

from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.permissions import require
from setpoint.platform.objects.models import ObjectKind, ObjectRecord
from setpoint.platform.objects.permissions import KIND
from setpoint.platform.removing.registry import Removable, register


@register
class OfKind(Removable):
    """Kinds of record."""

    what = "kind"

    def require(self, by: Actor) -> None:
        require(by, KIND, "delete")

    def name(self, thing: int) -> str:
        kind = ObjectKind.objects.filter(pk=thing, removed_at__isnull=True).first()
        if kind is None:
            raise LookupError(f"kind {thing}")
        return str(kind)

    def count(self, thing: int) -> int:
        return ObjectRecord.objects.filter(kind=thing).count()

    def targets(self, thing: int) -> list[tuple[int, str]]:
        del thing
        return []

    def take_away(self, thing: int, *, by: Actor) -> None:
        del by
        ObjectKind.objects.filter(pk=thing).update(removed_at=company_now())

    def bring_back(self, thing: int, *, by: Actor) -> None:
        del by
        ObjectKind.objects.filter(pk=thing).update(removed_at=None)

    def records(self, thing: int, after: int, limit: int) -> Sequence[int]:
        del thing, after, limit
        return []

    def move(self, thing: int, goes_to: int, records: Sequence[int], *, by: Actor) -> Sequence[int]:
        del thing, goes_to, by
        return records

    def move_back(self, thing: int, goes_to: int, records: Sequence[int], *, by: Actor) -> None:
        """Nothing was moved."""
