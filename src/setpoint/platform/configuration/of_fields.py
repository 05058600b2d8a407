"""Fields of every kind of record, section by section."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.platform.configuration.parts import AtError, Part, Strict, register
from setpoint.platform.fields.kinds import FieldKind, all_kinds
from setpoint.platform.fields.models import Field
from setpoint.platform.fields.operations.choices import ChoiceGiven
from setpoint.platform.fields.operations.definitions import SectionGiven, add_field, arrange_form, change_field
from setpoint.platform.fields.reading import fields_of
from setpoint.platform.fields.requiring import ALWAYS

FLAGS = ("unique", "searchable", "personal", "listed")
# what a formula gives follows from the formula
DERIVED = ("gives", "volatile")


class ChoiceInFile(Strict):
    """A choice."""

    key: str
    names: dict[str, str]


class FieldInFile(Strict):
    """A field; `required`: never, always, or "Pipeline / Stage" from which on it must be filled."""

    key: str
    type: str
    names: dict[str, str]
    help: dict[str, str] = {}
    section: dict[str, str] = {}
    required: str = "never"
    unique: bool = False
    searchable: bool = False
    personal: bool = False
    listed: bool = False
    settings: dict[str, str | int] = {}
    choices: list[ChoiceInFile] = []


@register
class FieldsPart(Part):
    """Under `fields`: kind of record -> its fields in the order of its form."""

    name = "fields"
    order = 40
    schema = dict[str, list[FieldInFile]]

    def export(self) -> Any:
        found = {name: [_exported(one, kind) for one in fields_of(name)] for name, kind in all_kinds().items()}
        return {name: fields for name, fields in found.items() if fields}

    def apply(self, wanted: dict[str, list[FieldInFile]], *, by: Actor) -> None:
        kinds = all_kinds()
        for name, fields in wanted.items():
            if name not in kinds:
                raise AtError((name,), _("Records of this kind carry no fields."))
            # a formula may name a field that stands below it
            for number, given in sorted(enumerate(fields), key=lambda pair: pair[1].type == "formula"):
                try:
                    _set(kinds[name], given, by)
                except ValidationError as refusal:
                    place, messages = _first(refusal)
                    raise AtError((name, number, *place), " ".join(messages)) from refusal
            _arrange(name, fields, by)


def _exported(one: Field, kind: FieldKind) -> dict[str, Any]:
    states = {state.id: f"{state.group} / {state.label}" for state in kind.states()} if one.required_from else {}
    required = {None: "never", ALWAYS: "always"}.get(one.required_from) or states.get(one.required_from or 0, "never")
    return {
        "key": one.key,
        "type": one.type,
        "names": one.names,
        "help": one.help,
        "section": one.section.names if one.section else {},
        "required": required,
        **{flag: getattr(one, flag) for flag in FLAGS},
        "settings": {name: value for name, value in one.settings.items() if name not in DERIVED},
        "choices": [
            {"key": choice.key, "names": choice.names} for choice in one.choices.all() if not choice.removed_at
        ],
    }


def _set(kind: FieldKind, given: FieldInFile, by: Actor) -> None:
    present = next((one for one in fields_of(kind.kind) if one.key == given.key), None)
    values: dict[str, Any] = {name: getattr(given, name) for name in ("names", "help", "settings", *FLAGS)}
    values["required_from"] = _state(kind, given.required)
    choices = [ChoiceGiven(one.key, one.names) for one in given.choices]
    if present is None:
        add_field(kind=kind.kind, key=given.key, type=given.type, by=by, choices=choices, **values)
        return
    if present.type != given.type:
        raise ValidationError({"type": _("A field keeps its type. Add another field and remove this one into it.")})
    change_field(present, values, choices=choices or None, by=by)


def _state(kind: FieldKind, required: str) -> int | None:
    if required in ("never", "always"):
        return None if required == "never" else ALWAYS
    found = [state.id for state in kind.states() if f"{state.group} / {state.label}" == required]
    if not found:
        raise ValidationError({"required": _("There is no such state.")})
    return found[0]


def _arrange(kind: str, fields: list[FieldInFile], by: Actor) -> None:
    present = fields_of(kind)
    placed = {one.key: one.section for one in fields}
    form: list[SectionGiven] = [SectionGiven({})]
    order = [one.key for one in fields] + [one.key for one in present if one.key not in placed]
    for key in order:
        own = next(one for one in present if one.key == key)
        names = placed.get(key, dict(own.section.names) if own.section else {})
        part = next((part for part in form if part.names == names), None)
        if part is None:
            form.append(part := SectionGiven(names))
        part.keys.append(key)
    form = [part for part in form if part.keys]
    if (form and [key for part in form for key in part.keys] != [one.key for one in present]) or _sections(
        present
    ) != placed:
        arrange_form(kind=kind, form=form, by=by)


def _sections(fields: list[Field]) -> dict[str, dict[str, str]]:
    return {one.key: dict(one.section.names) if one.section else {} for one in fields}


def _first(refusal: ValidationError) -> tuple[tuple[str, ...], list[str]]:
    if not hasattr(refusal, "error_dict"):
        return (), refusal.messages
    part, messages = next(iter(refusal.message_dict.items()))
    return ({"required_from": "required", "__all__": ""}.get(part, part),), messages
