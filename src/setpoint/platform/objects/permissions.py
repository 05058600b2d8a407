"""Who sees which records of an administrator's kinds: rights name them objects.<key>."""

from collections.abc import Iterable

from django.db.models import QuerySet

from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import register_visible, register_visible_family, scope_of, within_scope
from setpoint.platform.objects.models import ObjectKind, ObjectRecord
from setpoint.platform.objects.models.object import PREFIX

KIND = "platform.kind"


@register_visible(KIND)
def visible_kinds(actor: Actor) -> QuerySet[ObjectKind]:
    """Return every kind to those with the right to see kinds."""
    kinds = ObjectKind.objects.all()
    return kinds if scope_of(actor, KIND, "see") else kinds.none()


def _names() -> Iterable[str]:
    return [kind.kind for kind in ObjectKind.objects.filter(removed_at__isnull=True)]


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
