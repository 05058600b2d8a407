"""Roles with their rights."""

from typing import Any

from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Grant, Role
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import forget_rights
from setpoint.platform.configuration.parts import AtError, Part, Strict, register


class GrantGiven(Strict):
    """One right."""

    kind: str
    action: str
    scope: str


class RoleGiven(Strict):
    """A role; its rights in the file are all of its rights."""

    key: str
    name: str
    grants: list[GrantGiven]


@register
class RolesPart(Part):
    """Under `roles`."""

    name = "roles"
    order = 50
    schema = list[RoleGiven]

    def export(self) -> Any:
        roles = Role.objects.order_by("pk").prefetch_related("grants")
        return [{"key": role.key, "name": role.name, "grants": _grants(role)} for role in roles]

    def apply(self, wanted: list[RoleGiven], *, by: Actor) -> None:
        for number, given in enumerate(wanted):
            role, _new = Role.objects.update_or_create(key=given.key, defaults={"name": given.name})
            rights: dict[tuple[str, str], str] = {}
            for place, grant in enumerate(given.grants):
                if grant.scope not in Scope.values:
                    raise AtError((number, "grants", place, "scope"), ", ".join(Scope.values))
                rights[grant.kind, grant.action] = grant.scope
            present = {(one["kind"], one["action"]): one["scope"] for one in _grants(role)}
            if rights == present:
                continue
            Grant.objects.filter(role=role).delete()
            Grant.objects.bulk_create(
                Grant(role=role, kind=kind, action=action, scope=scope) for (kind, action), scope in rights.items()
            )
        forget_rights(by)


def _grants(role: Role) -> list[dict[str, str]]:
    found = sorted((one.kind, one.action, one.scope) for one in role.grants.all())
    return [{"kind": kind, "action": action, "scope": scope} for kind, action, scope in found]
