"""Creating roles and changing what they grant: rights with scope and conditions, fields hidden or read-only."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.facts import fact_type
from setpoint.kernel.governed import Condition, fields_governed, governed, is_broken, worded
from setpoint.kernel.models import FieldLevel, FieldRight, Grant, Role, User
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import forget_rights, require
from setpoint.kernel.refs import Ref
from setpoint.kernel.rights import ANY

ROLE = "kernel.role"


@dataclass(frozen=True)
class Granted:
    """A right as a role shall grant it."""

    kind: str
    action: str
    scope: str
    conditions: tuple[Condition, ...] = ()

    def __str__(self) -> str:
        """Return it as facts tell it."""
        told = ", ".join(" ".join(condition) for condition in self.conditions)
        return f"{self.scope} ({told})" if told else self.scope


@fact_type("kernel.role_created", sentence=gettext_noop("{actor} created the role “{name}”"))
@dataclass(frozen=True)
class RoleCreated:
    """A role came to be."""

    key: str
    name: str


@fact_type("kernel.role_renamed", sentence=gettext_noop("{actor} renamed the role “{old}” “{name}”"))
@dataclass(frozen=True)
class RoleRenamed:
    """A role is called otherwise."""

    key: str
    old: str
    name: str


@fact_type("kernel.rights_changed", sentence=gettext_noop("{actor} changed the rights of the role “{name}”: {what}"))
@dataclass(frozen=True)
class RightsChanged:
    """A role grants something else; the changes name right and field, from what and to what."""

    key: str
    name: str
    what: str


@transaction.atomic
def create_role(*, name: str, by: Actor, like: Role | None = None) -> Role:
    """Create a role that grants nothing, or what `like` grants. ValidationError names what is wrong."""
    role = make_role(key=_free_key(name), name=name, by=by)
    if like is not None:
        for grant in like.grants.order_by("pk"):
            grant.pk, grant.role = None, role
            grant.save(force_insert=True)
        for right in like.field_rights.order_by("pk"):
            right.pk, right.role = None, role
            right.save(force_insert=True)
    return role


@transaction.atomic
def make_role(*, key: str, name: str, by: Actor) -> Role:
    """Create a role that grants nothing under a key of one's own choice."""
    require(by, ROLE, "create")
    role = Role(key=key, name=name.strip())
    role.full_clean()
    role.save()
    _tell(RoleCreated(role.key, role.name), role, by)
    return role


@transaction.atomic
def rename_role(role: Role, name: str, *, by: Actor) -> None:
    """Call a role otherwise; the same name writes nothing."""
    require(by, ROLE, "change")
    old, role.name = role.name, name.strip()
    if old == role.name:
        return
    role.full_clean()
    role.save(update_fields=["name"])
    _tell(RoleRenamed(role.key, old, role.name), role, by)


@transaction.atomic
def grant(role: Role, kind: str, granted: Sequence[Granted], *, by: Actor) -> None:
    """Let a role grant exactly these rights on records of `kind`; several of one action unite.

    ValidationError for a scope or condition that means nothing, or where nobody could change rights any more.
    """
    require(by, ROLE, "change")
    for one in granted:
        _check(one, kind)
    now = grants_of(role, kind)
    wanted = {action: sorted(map(str, rights)) for action, rights in _by_action(granted).items()}
    present = {action: sorted(map(str, rights)) for action, rights in _by_action(now).items()}
    changes = {
        f"{kind}:{action}": ["; ".join(present.get(action, [])), "; ".join(wanted.get(action, []))]
        for action in sorted({*wanted, *present})
        if wanted.get(action) != present.get(action)
    }
    if not changes:
        return
    Grant.objects.filter(role=role, kind=kind).delete()
    Grant.objects.bulk_create(
        Grant(role=role, kind=kind, action=one.action, scope=one.scope, conditions=list(map(list, one.conditions)))
        for one in dict.fromkeys(granted)
    )
    _refuse_locking_out()
    forget_rights(by)
    _tell(RightsChanged(role.key, role.name, ", ".join(changes)), role, by, changes)


@transaction.atomic
def govern_fields(role: Role, kind: str, levels: Mapping[str, str], *, by: Actor) -> None:
    """Let a role hide exactly these fields of a kind, or only read them (field to level); the others are free."""
    require(by, ROLE, "change")
    known = fields_governed(kind)
    for field, level in levels.items():
        if field not in known or level not in FieldLevel.values:
            raise ValidationError({field: _("There is no such field, or it can be neither hidden nor read-only.")})
    present = dict(FieldRight.objects.filter(role=role, kind=kind).values_list("field", "level"))
    changes = {
        f"{kind}:{field}": [present.get(field, ""), levels.get(field, "")]
        for field in sorted({*present, *levels})
        if present.get(field) != levels.get(field)
    }
    if not changes:
        return
    FieldRight.objects.filter(role=role, kind=kind).delete()
    FieldRight.objects.bulk_create(
        FieldRight(role=role, kind=kind, field=field, level=level) for field, level in levels.items()
    )
    forget_rights(by)
    _tell(RightsChanged(role.key, role.name, ", ".join(changes)), role, by, changes)


def grants_of(role: Role, kind: str) -> list[Granted]:
    """Return the rights that a role grants on records of `kind`."""
    rows = Grant.objects.filter(role=role, kind=kind).order_by("pk")
    return [granted_by(one) for one in rows]


def granted_by(one: Grant) -> Granted:
    """Return a stored right."""
    return Granted(one.kind, one.action, one.scope, tuple(Condition(*map(str, told)) for told in one.conditions))


def administrators() -> "list[int]":
    """Return the people who may change rights everywhere."""
    able = Grant.objects.filter(kind__in=(ROLE, ANY), action__in=("change", ANY), scope=Scope.ALL)
    able = able.filter(role__removed_at__isnull=True)
    roles = {role for role, conditions in able.values_list("role", "conditions") if not conditions}
    people = User.objects.filter(is_active=True, is_simulated=False)
    found = set(people.filter(role__in=roles).values_list("pk", flat=True))
    return sorted(found | set(people.filter(further_roles__in=roles).values_list("pk", flat=True)))


def _check(one: Granted, kind: str) -> None:
    declared = governed(kind)
    if one.kind != kind or one.scope not in Scope.values:
        raise ValidationError(_("“%(scope)s” is no scope.") % {"scope": one.scope})
    if declared is not None and one.scope not in declared.reaches:
        text = _("“%(kind)s” knows no scope “%(scope)s”.")
        raise ValidationError(text % {"kind": declared.label, "scope": Scope(one.scope).label})
    if declared is not None and one.action not in (*declared.actions, ANY):
        text = _("“%(action)s” cannot be done with “%(kind)s”.")
        raise ValidationError(text % {"kind": declared.label, "action": one.action})
    for condition in one.conditions:
        if is_broken(kind, condition):
            raise ValidationError(_("This condition means nothing: %(words)s.") % {"words": worded(kind, condition)})


def _refuse_locking_out() -> None:
    if not administrators():
        raise ValidationError(_("Nobody could change rights any more. Give the right to another role first."))


def _by_action(granted: Iterable[Granted]) -> dict[str, list[Granted]]:
    found: dict[str, list[Granted]] = defaultdict(list)
    for one in dict.fromkeys(granted):
        found[one.action].append(one)
    return found


def _free_key(name: str) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "role"
    taken = set(Role.objects.filter(key__startswith=base).values_list("key", flat=True))
    return next(
        key for number in range(1, len(taken) + 2) if (key := base if number == 1 else f"{base}-{number}") not in taken
    )


def _tell(payload: object, role: Role, by: Actor, changes: Mapping[str, Sequence[str]] | None = None) -> None:
    about = Ref(ROLE, role.pk)
    facts.emit(facts.NewFact(payload, about=about, by=by, occurred_at=company_now(), changes=changes or {}))
