"""Inputs for fields: one Django form field for each, which reads what the type reads."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from setpoint.kernel.actors import Actor
from setpoint.platform.fields.files import take_in
from setpoint.platform.fields.models import Field, FieldType
from setpoint.platform.fields.requiring import ALWAYS
from setpoint.platform.fields.types import type_of
from setpoint.platform.fields.types.link import named

PREFIX = "field_"
ATTRIBUTES: dict[str, dict[str, str]] = {
    FieldType.NUMBER: {"inputmode": "decimal", "autocomplete": "off"},
    FieldType.MONEY: {"inputmode": "decimal", "autocomplete": "off"},
    FieldType.LINK: {"autocomplete": "off"},
}


class Typed(forms.CharField):
    """A text that the type of a field turns into a value; None where it is empty."""

    def __init__(self, field: Field, by: Actor, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}) if field.type == FieldType.DATE else forms.TextInput()
        super().__init__(label=str(field), help_text=field.help_text, required=False, widget=widget, **options)
        self.field, self.by = field, by
        self.widget.attrs |= ATTRIBUTES.get(field.type, {})

    def clean(self, value: Any) -> Any:
        """Return the value; ValidationError says how it is written."""
        text = str(super().clean(value)).strip()
        if not text:
            return None
        return (
            named(self.field, text, self.by)
            if self.field.type == FieldType.LINK
            else type_of(self.field).read(self.field, text)
        )


class OneOf(forms.ChoiceField):
    """A choice of the field; None where none is made."""

    def __init__(self, field: Field, **options: Any) -> None:
        super().__init__(label=str(field), help_text=field.help_text, required=False, **options)
        self.known = {choice.key: choice for choice in field.choices.all() if choice.removed_at is None}
        self.choices = [("", "—"), *((key, str(choice)) for key, choice in self.known.items())]

    def clean(self, value: Any) -> Any:
        """Return the choice."""
        return self.known.get(super().clean(value))


class AnyOf(forms.MultipleChoiceField):
    """Choices of the field, in their order."""

    def __init__(self, field: Field, **options: Any) -> None:
        widget = forms.CheckboxSelectMultiple()
        super().__init__(label=str(field), help_text=field.help_text, required=False, widget=widget, **options)
        self.known = {choice.key: choice for choice in field.choices.all() if choice.removed_at is None}
        self.choices = [(key, str(choice)) for key, choice in self.known.items()]

    def clean(self, value: Any) -> Any:
        """Return the choices, None where none is made."""
        chosen = super().clean(value)
        return tuple(choice for key, choice in self.known.items() if key in chosen) or None


class Uploaded(forms.FileField):
    """A file, taken in; where none is sent the field is left as it is."""

    def __init__(self, field: Field, **options: Any) -> None:
        super().__init__(label=str(field), help_text=field.help_text, required=False, **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the kept file."""
        upload = super().clean(data, initial)
        return take_in(upload) if upload and upload is not initial else None


class FieldsForm(forms.Form):
    """Inputs for some fields of one record; `values` are what it says now."""

    def __init__(
        self,
        fields: Sequence[Field],
        by: Actor,
        values: Mapping[str, Any] | None = None,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, Any] | None" = None,
    ) -> None:
        self.asked = [one for one in fields if one.type != FieldType.FORMULA]
        said = values or {}
        initial = {PREFIX + one.key: _start(one, said[one.key]) for one in self.asked if one.key in said}
        super().__init__(data, files, initial=initial)
        for one in self.asked:
            self.fields[PREFIX + one.key] = _input(one, by)
            if one.required_from == ALWAYS:
                self.fields[PREFIX + one.key].widget.attrs["aria-required"] = "true"

    def needed(self) -> list[forms.BoundField]:
        """Return the inputs of fields that must be filled, now or later."""
        return [self[PREFIX + one.key] for one in self.asked if one.required_from is not None]

    def further(self) -> list[forms.BoundField]:
        """Return the other inputs."""
        return [self[PREFIX + one.key] for one in self.asked if one.required_from is None]

    def values(self) -> dict[str, Any]:
        """Return what was written, by key; a file that was not sent is left out."""
        found = {one.key: self.cleaned_data[PREFIX + one.key] for one in self.asked}
        return {
            one.key: found[one.key] for one in self.asked if one.type != FieldType.FILE or found[one.key] is not None
        }

    def add_refusal(self, refused: Mapping[str, list[str]]) -> None:
        """Put what an operation refused, by key, at its inputs; what belongs to none stands above them."""
        for key, messages in refused.items():
            name = PREFIX + key
            self.add_error(name if name in self.fields else None, messages)


def by_key(refusal: ValidationError) -> dict[str, list[str]]:
    """Return what was refused, by key of the field; "" where it was no field in particular."""
    return refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}


def _input(one: Field, by: Actor) -> forms.Field:
    match one.type:
        case FieldType.CHOICE:
            return OneOf(one)
        case FieldType.CHOICES:
            return AnyOf(one)
        case FieldType.FILE:
            return Uploaded(one)
        case _:
            return Typed(one, by)


def _start(one: Field, value: Any) -> Any:
    if one.type == FieldType.CHOICE:
        return value.key
    if one.type == FieldType.CHOICES:
        return [choice.key for choice in value]
    if one.type == FieldType.FILE:
        return None
    if one.type == FieldType.DATE:
        return value.isoformat()
    return type_of(one).write(one, value)
