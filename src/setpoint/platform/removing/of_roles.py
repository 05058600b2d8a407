"""Removing a role: its people get another one. Who holds the other one already just loses the removed one."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from setpoint.kernel import placing
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.models import Role, User
from setpoint.kernel.permissions import forget_rights, require
from setpoint.kernel.role_changes import ROLE, administrators
from setpoint.platform.removing.registry import Removable, register


@register
class OfRole(Removable):
    """Roles."""

    what = "role"

    def require(self, by: Actor) -> None:
        require(by, ROLE, "delete")

    def name(self, thing: int) -> str:
        role = Role.objects.filter(pk=thing, removed_at__isnull=True).first()
        if role is None:
            raise LookupError(f"role {thing}")
        return _(role.name)

    def count(self, thing: int) -> int:
        return _people(thing).count()

    def targets(self, thing: int) -> list[tuple[int, str]]:
        others = Role.objects.filter(removed_at__isnull=True).exclude(pk=thing).order_by("pk")
        return [(one.pk, _(one.name)) for one in others]

    def may_hide(self, thing: int) -> bool:
        # rights that nobody sees would still hold
        del thing
        return False

    def take_away(self, thing: int, *, by: Actor) -> None:
        Role.objects.filter(pk=thing).update(removed_at=company_now())
        forget_rights(by)
        if not administrators():
            raise ValidationError(_("Nobody could change rights any more. Give the right to another role first."))

    def bring_back(self, thing: int, *, by: Actor) -> None:
        Role.objects.filter(pk=thing).update(removed_at=None)
        forget_rights(by)

    def records(self, thing: int, after: int, limit: int) -> Sequence[int]:
        return list(_people(thing).filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit])

    def move(self, thing: int, goes_to: int, records: Sequence[int], *, by: Actor) -> Sequence[int]:
        return _exchange(thing, goes_to, records, by)

    def move_back(self, thing: int, goes_to: int, records: Sequence[int], *, by: Actor) -> None:
        _exchange(goes_to, thing, records, by)


def _people(role: int) -> "QuerySet[User]":
    also = User.further_roles.through.objects.filter(role=role).values("user")
    return User.objects.filter(Q(role=role) | Q(pk__in=also))


def _exchange(old: int, new: int, records: Sequence[int], by: Actor) -> list[int]:
    to = Role.objects.get(pk=new)
    changed = []
    for user in _people(old).filter(pk__in=records).select_related("role").prefetch_related("further_roles"):
        further = list(user.further_roles.all())
        if new not in {user.role_id, *(one.pk for one in further)}:
            changed.append(user.pk)
        first = to if user.role_id == old else user.role
        placing.give_roles(user, first, [to if one.pk == old else one for one in further], by=by)
    return changed
