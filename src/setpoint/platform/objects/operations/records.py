"""Creating and changing records of an administrator's kinds. Their fields are written as those of all others."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.folding import fold
from setpoint.kernel.models import User
from setpoint.kernel.permissions import depends, require, require_still, within_scope
from setpoint.kernel.refs import Ref
from setpoint.platform.fields.operations.values import fill_many
from setpoint.platform.fields.requiring import require_filled
from setpoint.platform.objects.models import ObjectKind, ObjectRecord
from setpoint.platform.objects.permissions import records_of
from setpoint.platform.objects.record import RecordChanged, RecordCreated

CHANGEABLE = ("name", "owner")


@transaction.atomic
def create_many(kind: ObjectKind, records: Sequence[ObjectRecord], *, by: Actor) -> list[ObjectRecord]:
    """Save unsaved records of one kind with their facts, in sets; return them with their numbers."""
    created = _create_many(kind, records, by)
    require_still(by, records_of(kind.kind), kind.kind, "create", [record.pk for record in created])
    return created


def _create_many(kind: ObjectKind, records: Sequence[ObjectRecord], by: Actor) -> list[ObjectRecord]:
    moment = company_now()
    if not depends(by, kind.kind, "create"):
        for owner in {record.owner_id for record in records}:
            require(by, kind.kind, "create", owner_id=owner)
    for record in records:
        record.kind, record.created_at, record.folded = kind, moment, fold(record.name)
    created = ObjectRecord.objects.bulk_create(records, batch_size=500)
    facts.emit_many(
        [
            facts.NewFact(
                RecordCreated(record.name, record.owner_id, record.external_id),
                about=Ref(kind.kind, record.pk),
                by=by,
                occurred_at=moment,
            )
            for record in created
        ]
    )
    return created


@transaction.atomic
def create(
    kind: ObjectKind, *, name: str, by: Actor, owner: User | None = None, fields: Mapping[str, Any] | None = None
) -> ObjectRecord:
    """Create one record with what it says in its fields. ValidationError names what is wrong."""
    record = ObjectRecord(kind=kind, name=name.strip(), folded=fold(name), owner=owner, created_at=company_now())
    record.full_clean()
    created = _create_many(kind, [record], by)[0]
    fill_many(kind.kind, {created.pk: fields or {}}, by=by, created=True)
    require_still(by, records_of(kind.kind), kind.kind, "create", [created.pk])
    require_filled(kind.kind, {created.pk: None})
    return created


@transaction.atomic
def change(record: ObjectRecord, values: Mapping[str, Any], *, by: Actor) -> ObjectRecord:
    """Change name or owner; a change to what it was writes nothing. ValidationError names what is wrong."""
    kind = record.kind.kind
    rows = within_scope(by, records_of(kind), kind, "change").select_for_update(of=("self",))
    found = rows.filter(pk=record.pk).first()
    if found is None or by.view_only:
        raise PermissionDenied(_("You have no right to do this. Ask your administrator or the head of your team."))
    if set(values) - set(CHANGEABLE):
        raise ValidationError({name: _("This cannot be changed.") for name in set(values) - set(CHANGEABLE)})
    changes = {
        name: [getattr(getattr(found, name), "pk", getattr(found, name)), getattr(value, "pk", value)]
        for name, value in values.items()
        if getattr(found, name) != value
    }
    if not changes:
        return found
    for name in changes:
        setattr(found, name, values[name])
    found.folded = fold(found.name)
    found.full_clean()
    found.save(update_fields=[*changes, "folded"])
    require_still(by, records_of(kind), kind, "change", [found.pk])
    about = Ref(kind, found.pk)
    facts.emit(facts.NewFact(RecordChanged(found.name), about=about, by=by, occurred_at=company_now(), changes=changes))
    return found
