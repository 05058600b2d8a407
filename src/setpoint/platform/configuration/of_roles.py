"""Roles with their rights: scopes, conditions, fields hidden or read-only."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.governed import Condition, conditions_of
from setpoint.kernel.models import FieldRight, Role
from setpoint.kernel.models.people import Scope
from setpoint.kernel.role_changes import Granted, govern_fields, grant, granted_by, make_role, rename_role
from setpoint.platform.configuration.parts import AtError, Part, Strict, register


class ConditionGiven(Strict):
    """What must hold of a record; a value that is chosen stands by its name, which another installation knows."""

    field: str
    operator: str
    value: str


class GrantGiven(Strict):
    """One right."""

    kind: str
    action: str
    scope: str
    conditions: list[ConditionGiven] = []


class FieldGiven(Strict):
    """A field that the role does not see or change."""

    kind: str
    field: str
    level: str


class RoleGiven(Strict):
    """A role; its rights in the file are all of its rights."""

    key: str
    name: str
    grants: list[GrantGiven]
    fields: list[FieldGiven] = []


@register
class RolesPart(Part):
    """Under `roles`."""

    name = "roles"
    order = 50
    schema = list[RoleGiven]

    def export(self) -> Any:
        roles = Role.objects.order_by("pk").prefetch_related("grants", "field_rights")
        return [_exported(role) for role in roles]

    def apply(self, wanted: list[RoleGiven], *, by: Actor) -> None:
        for number, given in enumerate(wanted):
            role = Role.objects.filter(key=given.key).first() or make_role(key=given.key, name=given.name, by=by)
            rename_role(role, given.name, by=by)
            by_kind: dict[str, list[Granted]] = defaultdict(list)
            for place, one in enumerate(given.grants):
                at = (number, "grants", place)
                if one.scope not in Scope.values:
                    raise AtError((*at, "scope"), ", ".join(Scope.values))
                by_kind[one.kind].append(Granted(one.kind, one.action, one.scope, _read(one, at)))
            for kind in {*by_kind, *role.grants.values_list("kind", flat=True)}:
                try:
                    grant(role, kind, by_kind.get(kind, []), by=by)
                except ValidationError as refusal:
                    raise AtError((number, "grants"), f"{kind}: {' '.join(refusal.messages)}") from refusal
            _apply_fields(role, given.fields, number, by)


def _exported(role: Role) -> dict[str, Any]:
    rights = sorted((granted_by(one) for one in role.grants.all()), key=lambda one: (one.kind, one.action, str(one)))
    found: dict[str, Any] = {"key": role.key, "name": role.name, "grants": [_grant(one) for one in rights]}
    fields = sorted((one.kind, one.field, one.level) for one in role.field_rights.all())
    found["fields"] = [{"kind": kind, "field": field, "level": level} for kind, field, level in fields]
    return found


def _grant(one: Granted) -> dict[str, Any]:
    conditions = [
        {"field": field, "operator": operator, "value": _names(one.kind, field).get(value, value)}
        for field, operator, value in one.conditions
    ]
    return {"kind": one.kind, "action": one.action, "scope": one.scope, "conditions": conditions}


def _read(one: GrantGiven, at: tuple[str | int, ...]) -> tuple[Condition, ...]:
    found = []
    for place, condition in enumerate(one.conditions):
        names = {name: value for value, name in _names(one.kind, condition.field).items()}
        if names and condition.value not in names:
            text = _("“%(value)s” is none of: %(names)s.")
            named = ", ".join(sorted(names)[:10])
            raise AtError((*at, "conditions", place, "value"), text % {"value": condition.value, "names": named})
        found.append(Condition(condition.field, condition.operator, names.get(condition.value, condition.value)))
    return tuple(found)


def _names(kind: str, field: str) -> dict[str, str]:
    """What is chosen is kept by its number: the file names it."""
    declared = conditions_of(kind).get(field)
    return dict(declared.choices()) if declared is not None and declared.choices else {}


def _apply_fields(role: Role, given: Sequence[FieldGiven], number: int, by: Actor) -> None:
    levels: dict[str, dict[str, str]] = defaultdict(dict)
    for one in given:
        levels[one.kind][one.field] = one.level
    for kind in {*levels, *FieldRight.objects.filter(role=role).values_list("kind", flat=True)}:
        try:
            govern_fields(role, kind, levels.get(kind, {}), by=by)
        except ValidationError as refusal:
            raise AtError((number, "fields"), f"{kind}: {' '.join(refusal.messages)}") from refusal
