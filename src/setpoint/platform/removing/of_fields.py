"""Removing a field: its values go to another field, converted where its type is another, or are hidden."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import Ref
from setpoint.platform.fields.formulas import inputs_of
from setpoint.platform.fields.kinds import kind_of
from setpoint.platform.fields.models import Field, FieldType
from setpoint.platform.fields.operations.values import fill_many
from setpoint.platform.fields.permissions import KIND
from setpoint.platform.fields.reading import fields_of, values_of
from setpoint.platform.fields.record import FieldRemoved, FieldRestored
from setpoint.platform.fields.types import type_of
from setpoint.platform.removing.registry import Removable, register

UNMOVED = (FieldType.FORMULA, FieldType.FILE)


@register
class OfField(Removable):
    """Fields of kinds of record."""

    what = "field"

    def require(self, by: Actor) -> None:
        require(by, KIND, "delete")

    def name(self, thing: int) -> str:
        return str(_present(thing))

    def count(self, thing: int) -> int:
        field = Field.objects.get(pk=thing)
        return type_of(field).table.objects.filter(field=field).values("record").distinct().count()

    def targets(self, thing: int) -> list[tuple[int, str]]:
        field = _present(thing)
        if field.type in UNMOVED:
            return []
        others = [one for one in fields_of(field.kind) if one.pk != thing and one.type not in UNMOVED]
        return [(one.pk, f"{one} ({one.get_type_display()})") for one in others]

    def take_away(self, thing: int, *, by: Actor) -> None:
        field = _present(thing)
        fields = fields_of(field.kind)
        needing = [
            str(one)
            for one in fields
            if one.type == FieldType.FORMULA
            and one.pk != thing
            and field.key in inputs_of(one, fields, kind_of(field.kind))
        ]
        if needing:
            raise ValidationError(_("Formulas need it: %(names)s. Change them first.") % {"names": ", ".join(needing)})
        _switch(field, FieldRemoved, by, removed=True)

    def bring_back(self, thing: int, *, by: Actor) -> None:
        field = Field.objects.select_for_update().get(pk=thing)
        if Field.objects.filter(kind=field.kind, key=field.key, removed_at__isnull=True).exists():
            raise ValidationError(_("Its key “%(key)s” is taken by another field now.") % {"key": field.key})
        _switch(field, FieldRestored, by, removed=False)

    def records(self, thing: int, after: int, limit: int) -> Sequence[int]:
        field = Field.objects.get(pk=thing)
        rows = type_of(field).table.objects.filter(field=field, record__gt=after).order_by("record")
        return list(rows.values_list("record", flat=True).distinct()[:limit])

    def move(self, thing: int, goes_to: int, records: Sequence[int], *, by: Actor) -> Sequence[int]:
        source, target = Field.objects.get(pk=thing), Field.objects.get(pk=goes_to)
        there = set(kind_of(target.kind).rows(by, "see").filter(pk__in=records).values_list("pk", flat=True))
        said = values_of(target.kind, [record for record in records if record in there], [source, target])
        given: dict[int, dict[str, Any]] = {}
        for record, values in said.items():
            if target.key in values or source.key not in values:
                continue
            value = _converted(source, target, values[source.key])
            if value is not None:
                given[record] = {target.key: value}
        return fill_many(target.kind, given, by=by)

    def move_back(self, thing: int, goes_to: int, records: Sequence[int], *, by: Actor) -> None:
        source, target = Field.objects.get(pk=thing), Field.objects.get(pk=goes_to)
        said = values_of(target.kind, records, [source, target])
        given = {
            record: {target.key: None}
            for record, values in said.items()
            if source.key in values and values.get(target.key) == _converted(source, target, values[source.key])
        }
        fill_many(target.kind, given, by=by)


def _present(thing: int) -> Field:
    found = Field.objects.filter(pk=thing, removed_at__isnull=True).first()
    if found is None:
        raise LookupError(f"field {thing}")
    return found


def _switch(field: Field, payload: type, by: Actor, *, removed: bool) -> None:
    field.removed_at = company_now() if removed else None
    field.save(update_fields=["removed_at"])
    told = payload(str(field), field.names, field.kind, field.key)
    facts.emit(facts.NewFact(told, about=Ref(KIND, field.pk), by=by, occurred_at=company_now()))


def _converted(source: Field, target: Field, value: Any) -> Any:
    """Return the value as the other field would hold it, None where it cannot."""
    plain = type_of(source).plain(source, value)
    try:
        return type_of(target).read(target, ", ".join(plain) if isinstance(plain, list) else str(plain)) or None
    except ValidationError:
        return None
