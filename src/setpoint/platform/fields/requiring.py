"""Which fields must be filled, and from which state on."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from setpoint.platform.fields.kinds import FieldKind, State, kind_of
from setpoint.platform.fields.models import Field, FieldType
from setpoint.platform.fields.reading import fields_of, values_of

ALWAYS = 0


def required_in(field: Field, state: int | None, states: Mapping[int, State], *, past: bool = False) -> bool:
    """Whether a record in this state (None = one without states) must fill the field; `past` = has gone through all."""
    if field.required_from is None:
        return False
    if field.required_from == ALWAYS:
        return True
    first, now = states.get(field.required_from), states.get(state or 0)
    return (
        first is not None and now is not None and now.group == first.group and (past or now.position >= first.position)
    )


def require_filled(kind: str, entering: Mapping[int, int | None], *, past: bool = False) -> None:
    """Refuse records that enter a state (record -> state) without what it asks for; ValidationError names the fields.

    `past`: they go through all that follow it. One query where nothing of the kind is required.
    """
    fields = fields_of(kind)
    asking = [field for field in fields if field.required_from is not None and field.type != FieldType.FORMULA]
    if not asking or not entering:
        return
    states = states_by_id(kind_of(kind))
    values = values_of(kind, list(entering), asking)
    lacking = {
        field.key: field
        for record, state in entering.items()
        for field in asking
        if field.key not in values[record] and required_in(field, state, states, past=past)
    }
    if lacking:
        raise ValidationError({key: must_be_filled(field) for key, field in lacking.items()})


def missing_in(fields: Sequence[Field], values: Mapping[str, Any], state: int | None, kind: FieldKind) -> list[Field]:
    """Return the fields that a record in this state must fill and does not."""
    asking = [field for field in fields if field.required_from is not None and field.key not in values]
    states = states_by_id(kind) if asking else {}
    return [field for field in asking if field.type != FieldType.FORMULA and required_in(field, state, states)]


def states_by_id(kind: FieldKind) -> dict[int, State]:
    """Return the states of a kind by number."""
    return {state.id: state for state in kind.states()}


def must_be_filled(field: Field) -> str:
    """Return what is said at a field that must be filled."""
    return _("Fill in “%(name)s” first.") % {"name": field}
