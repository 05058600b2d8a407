"""Who sees which records of an administrator's kinds: rights name them objects.<key>."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.governed import GovernedKind, govern, govern_family
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import register_visible, register_visible_family, scope_of, within_scope
from setpoint.platform.objects.models import ObjectKind, ObjectRecord
from setpoint.platform.objects.models.object import PREFIX

KIND = "platform.kind"
ACTIONS = ("see", "create", "change", "delete")

govern(GovernedKind(KIND, _("Kinds of record"), ACTIONS, ObjectKind.objects.all, scopes=(Scope.ALL,)))


@register_visible(KIND)
def visible_kinds(actor: Actor) -> QuerySet[ObjectKind]:
    """Return every kind to those with the right to see kinds."""
    kinds = ObjectKind.objects.all()
    return kinds if scope_of(actor, KIND, "see") else kinds.none()


def _names() -> Iterable[str]:
    return [kind.kind for kind in ObjectKind.objects.filter(removed_at__isnull=True)]


@govern_family
def governed_records() -> Iterable[GovernedKind]:
    """Let rights speak of every kind that is not removed."""
    for kind in ObjectKind.objects.filter(removed_at__isnull=True):
        yield governed_kind(kind.kind, str(kind))


def governed_kind(kind: str, label: str) -> GovernedKind:
    """Return what rights know of one kind."""
    return GovernedKind(kind, label, (*ACTIONS, "export"), lambda: records_of(kind), owner="owner")


@register_visible_family(PREFIX, names=_names)
def visible_records(actor: Actor, kind: str) -> QuerySet[ObjectRecord]:
    """Return the records of a kind within the actor's right."""
    return within_scope(actor, records_of(kind), kind, "see")


def records_of(kind: str) -> QuerySet[ObjectRecord]:
    """Return all records of a kind that is not removed."""
    return ObjectRecord.objects.filter(kind__key=kind.removeprefix(PREFIX), kind__removed_at__isnull=True)


def kinds_seen(actor: Actor) -> list[ObjectKind]:
    """Return the kinds of which the actor may see some records."""
    kinds = ObjectKind.objects.filter(removed_at__isnull=True)
    return [kind for kind in kinds if scope_of(actor, kind.kind, "see")]
