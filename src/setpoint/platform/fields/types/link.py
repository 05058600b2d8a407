"""A link to a record of another kind, or of the same."""

from collections.abc import Sequence
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.folding import fold
from setpoint.kernel.permissions import visible_to
from setpoint.kernel.refs import Ref
from setpoint.platform.fields.kinds import all_kinds, kind_of
from setpoint.platform.fields.models import Field, FieldType, NumberValue
from setpoint.platform.fields.types.base import Operator, Value, ValueType

TO = "to"


class Link(ValueType[Ref]):
    """Points at a record of the kind `to`; whoever does not see the record sees no name."""

    type = FieldType.LINK
    operators = (Operator.IS,)

    def read(self, field: Field, given: str) -> Ref:
        text = given.strip().removeprefix(f"{field.settings[TO]}:")
        if not text.isdigit() or len(text) > 18:  # noqa: PLR2004 - what fits the column
            raise ValidationError(_("Choose a record from the list."))
        return Ref(field.settings[TO], int(text))

    def encode(self, field: Field, value: Ref) -> list[dict[str, Any]]:
        return [{"number": value.id}]

    def decode(self, field: Field, rows: Sequence[Value]) -> Ref:
        return Ref(field.settings[TO], cast("NumberValue", rows[0]).number)

    def check(self, field: Field, value: Ref, by: Actor) -> None:
        if value.kind != field.settings[TO] or not visible_to(by, value.kind).filter(pk=value.id).exists():
            raise ValidationError(_("There is no such record, or you do not see it."))

    def check_settings(self, settings: dict[str, Any]) -> dict[str, Any]:
        to = settings.get(TO, "")
        if to not in all_kinds():
            raise ValidationError({"settings": _("Choose the kind of record to which the field links.")})
        super().check_settings({name: value for name, value in settings.items() if name != TO})
        return {TO: to}


def named(field: Field, given: str, by: Actor) -> Ref:
    """Find the record that people mean: its number, or its name. ValidationError where it is none or several."""
    text = given.strip()
    kind = kind_of(field.settings[TO])
    if text.removeprefix(f"{kind.kind}:").isdigit():
        return Link().read(field, text)
    found = list(visible_to(by, kind.kind).filter(**{kind.folded: fold(text)}).values_list("pk", flat=True)[:2])
    if not found:
        raise ValidationError(_("There is no “%(name)s” that you see.") % {"name": text})
    if len(found) > 1:
        raise ValidationError(_("There are several “%(name)s”. Write the number of the right one.") % {"name": text})
    return Ref(kind.kind, found[0])


def titles(by: Actor, refs: Sequence[Ref]) -> dict[Ref, str]:
    """Return the names of those records that the actor sees; one query for each kind."""
    found: dict[Ref, str] = {}
    for name in {ref.kind for ref in refs}:
        kind = kind_of(name)
        ids = [ref.id for ref in refs if ref.kind == name]
        rows = visible_to(by, name).filter(pk__in=ids).values_list("pk", kind.title)
        found |= {Ref(name, pk): title for pk, title in rows}
    return found
