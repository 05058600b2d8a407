"""Creating kinds of record and calling them otherwise."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.models import Grant, Role
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import forget_rights, require
from setpoint.kernel.refs import Ref
from setpoint.platform.fields.operations.choices import names_of
from setpoint.platform.objects.models import ObjectKind
from setpoint.platform.objects.permissions import KIND
from setpoint.platform.objects.record import KindAdded, KindRenamed

# what a role that works with a new kind may do
WORK = ("see", "create", "change", "export")


@transaction.atomic
def add_kind(
    *, key: str, names: Mapping[str, str], plurals: Mapping[str, str], by: Actor, roles: Iterable[Role] = ()
) -> ObjectKind:
    """Create a kind of record, in which `roles` may work everywhere. ValidationError names what is wrong."""
    require(by, KIND, "create")
    kind = ObjectKind(key=key, names=names_of(names), plurals=names_of(plurals or names), added_at=company_now())
    kind.full_clean()
    kind.save(force_insert=True)
    own = Role.objects.filter(users=by.user_id) if by.is_person else Role.objects.none()
    for role in {*roles, *own}:
        for action in WORK:
            Grant.objects.create(role=role, kind=kind.kind, action=action, scope=Scope.ALL)
    forget_rights(by)
    facts.emit(
        facts.NewFact(
            KindAdded(kind.key, str(kind), kind.names, kind.plurals),
            about=Ref(KIND, kind.pk),
            by=by,
            occurred_at=company_now(),
        )
    )
    return kind


@transaction.atomic
def rename_kind(kind: ObjectKind, *, names: Mapping[str, str], plurals: Mapping[str, str], by: Actor) -> ObjectKind:
    """Call a kind otherwise; facts keep the old name. The same names write nothing."""
    require(by, KIND, "change")
    kind = ObjectKind.objects.select_for_update().get(pk=kind.pk)
    new = {"names": names_of(names), "plurals": names_of(plurals or names)}
    changes = {part: [getattr(kind, part), value] for part, value in new.items() if getattr(kind, part) != value}
    if not changes:
        return kind
    for part in changes:
        setattr(kind, part, new[part])
    kind.save(update_fields=list(changes))
    payload = KindRenamed(kind.key, str(kind), kind.names, kind.plurals)
    about = Ref(KIND, kind.pk)
    facts.emit(facts.NewFact(payload, about=about, by=by, occurred_at=company_now(), changes=changes))
    return kind
