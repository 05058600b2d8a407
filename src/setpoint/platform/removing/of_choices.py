"""Removing a choice of a field: the records that made it make another, or none."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.permissions import require
from setpoint.platform.fields.models import Choice, Field, NumberValue
from setpoint.platform.fields.operations.values import fill_many
from setpoint.platform.fields.permissions import KIND
from setpoint.platform.fields.reading import values_of
from setpoint.platform.removing.registry import Removable, register


@register
class OfChoice(Removable):
    """Choices of fields."""

    what = "choice"

    def require(self, by: Actor) -> None:
        require(by, KIND, "delete")

    def name(self, thing: int) -> str:
        choice = Choice.objects.filter(pk=thing, removed_at__isnull=True).select_related("field").first()
        if choice is None:
            raise LookupError(f"choice {thing}")
        return f"{choice.field}: {choice}"

    def count(self, thing: int) -> int:
        return _rows(thing).count()

    def targets(self, thing: int) -> list[tuple[int, str]]:
        others = Choice.objects.filter(field__choices=thing, removed_at__isnull=True).exclude(pk=thing)
        return [(one.pk, str(one)) for one in others]

    def may_hide(self, thing: int) -> bool:
        # what nobody can choose any more would still be shown
        del thing
        return False

    def take_away(self, thing: int, *, by: Actor) -> None:
        del by
        Choice.objects.filter(pk=thing).update(removed_at=company_now())

    def bring_back(self, thing: int, *, by: Actor) -> None:
        del by
        choice = Choice.objects.get(pk=thing)
        if Choice.objects.filter(field=choice.field_id, key=choice.key, removed_at__isnull=True).exists():
            raise ValidationError(_("Its key “%(key)s” is taken by another choice now.") % {"key": choice.key})
        Choice.objects.filter(pk=thing).update(removed_at=None)

    def records(self, thing: int, after: int, limit: int) -> Sequence[int]:
        return list(_rows(thing).filter(record__gt=after).order_by("record").values_list("record", flat=True)[:limit])

    def move(self, thing: int, goes_to: int, records: Sequence[int], *, by: Actor) -> Sequence[int]:
        return _exchange(thing, goes_to, records, by)

    def move_back(self, thing: int, goes_to: int, records: Sequence[int], *, by: Actor) -> None:
        _exchange(goes_to, thing, records, by)


def _rows(thing: int) -> "QuerySet[NumberValue]":
    choice = Choice.objects.get(pk=thing)
    return NumberValue.objects.filter(field=choice.field_id, number=thing)


def _exchange(old: int, new: int, records: Sequence[int], by: Actor) -> Sequence[int]:
    to = Choice.objects.get(pk=new)
    field = Field.objects.prefetch_related("choices").get(pk=to.field_id)
    given: dict[int, dict[str, Any]] = {}
    for record, values in values_of(field.kind, records, [field]).items():
        value = values.get(field.key)
        chosen: tuple[Choice, ...] = value if isinstance(value, tuple) else (value,) if value else ()
        if any(choice.pk == old for choice in chosen):
            after = tuple(dict.fromkeys(to if choice.pk == old else choice for choice in chosen))
            given[record] = {field.key: after if isinstance(value, tuple) else to}
    return fill_many(field.kind, given, by=by)
