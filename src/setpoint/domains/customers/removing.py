"""Removing a territory: its customers and its people go to another one."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import parties
from setpoint.kernel import placing
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.models import Territory, User
from setpoint.kernel.permissions import forget_rights, require
from setpoint.kernel.trees import paths_of
from setpoint.kernel.trees_changed import TERRITORY
from setpoint.platform.removing.registry import Removable, register


@register
class OfTerritory(Removable):
    """Territories. A row is numbered 2n for the customer n, 2n + 1 for the person n."""

    what = "territory"

    def require(self, by: Actor) -> None:
        require(by, TERRITORY, "delete")

    def name(self, thing: int) -> str:
        found = Territory.objects.filter(pk=thing, removed_at__isnull=True).first()
        if found is None:
            raise LookupError(f"territory {thing}")
        return found.name

    def count(self, thing: int) -> int:
        return _customers(thing).count() + _people(thing).count()

    def targets(self, thing: int) -> list[tuple[int, str]]:
        return [(int(pk), path) for pk, path in paths_of(Territory) if int(pk) != thing]

    def may_hide(self, thing: int) -> bool:
        # whoever reaches the territory would reach what nobody can name
        del thing
        return False

    def take_away(self, thing: int, *, by: Actor) -> None:
        if Territory.objects.filter(parent=thing, removed_at__isnull=True).exists():
            raise ValidationError(_("Other territories lie below it: move or remove them first."))
        Territory.objects.filter(pk=thing).update(removed_at=company_now())
        forget_rights(by)

    def bring_back(self, thing: int, *, by: Actor) -> None:
        Territory.objects.filter(pk=thing).update(removed_at=None)
        forget_rights(by)

    def records(self, thing: int, after: int, limit: int) -> Sequence[int]:
        # a customer n comes before the person n
        customers = _customers(thing).filter(pk__gt=after // 2).order_by("pk").values_list("pk", flat=True)[:limit]
        people = _people(thing).filter(pk__gt=(after - 1) // 2).order_by("pk").values_list("pk", flat=True)[:limit]
        return sorted([*(2 * pk for pk in customers), *(2 * pk + 1 for pk in people)])[:limit]

    def move(self, thing: int, goes_to: int, records: Sequence[int], *, by: Actor) -> Sequence[int]:
        return _exchange(thing, goes_to, records, by)

    def move_back(self, thing: int, goes_to: int, records: Sequence[int], *, by: Actor) -> None:
        _exchange(goes_to, thing, records, by)


def _customers(territory: int) -> "QuerySet[Party]":
    return Party.objects.filter(territory=territory)


def _people(territory: int) -> "QuerySet[User]":
    return User.objects.filter(territories=territory)


def _exchange(old: int, new: int, records: Sequence[int], by: Actor) -> list[int]:
    to = Territory.objects.get(pk=new)
    moved = []
    for party in _customers(old).filter(pk__in=[record // 2 for record in records if record % 2 == 0]):
        parties.change(party, {"territory": to}, by=by)
        moved.append(2 * party.pk)
    people = _people(old).filter(pk__in=[record // 2 for record in records if record % 2])
    for user in people.prefetch_related("territories"):
        others = [one for one in user.territories.all() if one.pk != old]
        if new not in {one.pk for one in others}:
            moved.append(2 * user.pk + 1)
        placing.give_territories(user, [*others, to], by=by)
    return sorted(moved)
