"""A field as an administrator declares it."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.platform.fields.formulas import FORMULA
from setpoint.platform.fields.kinds import FieldKind, all_kinds
from setpoint.platform.fields.models import Field, FieldType
from setpoint.platform.fields.operations.choices import ChoiceGiven
from setpoint.platform.fields.requiring import ALWAYS

FLAGS = ("listed", "searchable", "personal", "unique")
# type -> which of the settings below belong to it
SETTINGS: dict[str, tuple[str, ...]] = {
    FieldType.NUMBER: ("places",),
    FieldType.MONEY: ("currency",),
    FieldType.LINK: ("to",),
    FieldType.FORMULA: (FORMULA,),
}


class FieldForm(forms.Form):
    """Everything about a field; what does not belong to its type is left aside."""

    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=120, required=False)
    key = forms.RegexField(
        r"^[a-z][a-z0-9_]{0,39}\Z",
        label=_("Key"),
        help_text=_("For formulas, files and programs: small Latin letters, digits and _. It stays as it is."),
        error_messages={"invalid": _("A key has small Latin letters, digits and _, a letter first.")},
    )
    type = forms.ChoiceField(label=_("What it holds"), choices=FieldType.choices)
    choices = forms.CharField(
        label=_("What can be chosen"),
        required=False,
        help_text=_("One to a line: key | English | Russian. The order is that of the lines."),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )
    places = forms.IntegerField(label=_("Decimal places"), required=False, min_value=0, max_value=6)
    currency = forms.CharField(label=_("Currency"), required=False, max_length=3)
    to = forms.ChoiceField(label=_("Leads to"), required=False)
    formula = forms.CharField(
        label=_("Formula"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    help_en = forms.CharField(label=_("Help in English"), max_length=300, required=False)
    help_ru = forms.CharField(label=_("Help in Russian"), max_length=300, required=False)
    required_from = forms.TypedChoiceField(label=_("Must be filled"), required=False, coerce=int, empty_value=None)
    listed = forms.BooleanField(label=_("Show as a column of lists"), required=False)
    searchable = forms.BooleanField(label=_("Find records by it in the search"), required=False)
    personal = forms.BooleanField(
        label=_("Personal data"), required=False, help_text=_("It goes when the person is forgotten.")
    )
    unique = forms.BooleanField(label=pgettext_lazy("of a field", "No two records say the same"), required=False)

    def __init__(self, kind: FieldKind, field: Field | None = None, data: Any = None, currency: str = "") -> None:
        self.kind, self.declared = kind, field
        super().__init__(data, initial=_start(field, currency))
        kinds = [(one.kind, str(one.label)) for one in all_kinds().values()]
        self.fields["to"].choices = kinds  # type: ignore[attr-defined]
        states = [(str(state.id), f"{state.group}: {state.label}") for state in kind.states()]
        always = [("", _("never")), (str(ALWAYS), _("always"))]
        late = [(str(_("from the state on")), states)] if states else []
        self.fields["required_from"].choices = [*always, *late]  # type: ignore[attr-defined]
        self.fields["formula"].help_text = _("Names: %(names)s.") % {"names": ", ".join(_names(kind, field))}
        if field is not None:
            del self.fields["key"], self.fields["type"]

    def clean_choices(self) -> list[ChoiceGiven]:
        """Read the lines."""
        lines = [line.strip() for line in self.cleaned_data["choices"].splitlines() if line.strip()]
        return [_choice(line, number) for number, line in enumerate(lines, start=1)]

    def values(self) -> dict[str, Any]:
        """Return what the operation takes beside key, type and choices."""
        said = self.cleaned_data
        kind = self.declared.type if self.declared else said["type"]
        settings = {name: said[name] for name in SETTINGS.get(kind, ())}
        if "places" in settings:
            settings["places"] = settings["places"] or 0
        if "currency" in settings:
            settings["currency"] = settings["currency"].upper()
        found: dict[str, Any] = {
            "names": {"en": said["name_en"], "ru": said["name_ru"]},
            "help": {"en": said["help_en"], "ru": said["help_ru"]},
            "required_from": said["required_from"],
            "settings": settings,
        }
        return found | {flag: said[flag] for flag in FLAGS}

    def choices_given(self) -> list[ChoiceGiven]:
        """Return what can be chosen; nothing for a type in which nothing is."""
        kind = self.declared.type if self.declared else self.cleaned_data["type"]
        return self.cleaned_data["choices"] if kind in (FieldType.CHOICE, FieldType.CHOICES) else []

    def add_refusal(self, refusal: ValidationError) -> None:
        """Put what the operation refused where it was written."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        kind = self.declared.type if self.declared else self.cleaned_data.get("type", "")
        first = next(iter(SETTINGS.get(kind, ())), None)
        places = {"names": "name_en", "settings": first, "help": "help_en"}
        for part, messages in refusal.message_dict.items():
            name = places.get(part, part)
            self.add_error(name if name in self.fields else None, messages)


def _choice(line: str, number: int) -> ChoiceGiven:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) == 1:
        # one word is key and name at once
        key = re.sub(r"[^a-z0-9]+", "_", parts[0].casefold()).strip("_")[:40]
        parts = [key if re.match(r"[a-z]", key) else f"c{number}", parts[0]]
    english, russian = [*parts[1:], ""][:2]
    names = {language: name for language, name in (("en", english), ("ru", russian)) if name}
    if not names or len(parts) > 3:  # noqa: PLR2004 - key, English, Russian
        raise ValidationError(_("Line %(number)s: write key | English | Russian."), params={"number": number})
    return ChoiceGiven(parts[0], names)


def _names(kind: FieldKind, field: Field | None) -> list[str]:
    keys = Field.objects.filter(kind=kind.kind, removed_at__isnull=True).exclude(type__in=("link", "file"))
    own = field.key if field else ""
    return [native.key for native in kind.natives] + [key for key in keys.values_list("key", flat=True) if key != own]


def _start(field: Field | None, currency: str) -> dict[str, Any]:
    if field is None:
        return {"currency": currency, "places": 0}
    offered = [choice for choice in field.choices.all() if choice.removed_at is None]
    lines = [" | ".join([one.key, one.names.get("en", ""), one.names.get("ru", "")]) for one in offered]
    return {
        "name_en": field.names.get("en", ""),
        "name_ru": field.names.get("ru", ""),
        "help_en": field.help.get("en", ""),
        "help_ru": field.help.get("ru", ""),
        "choices": "\n".join(lines),
        "required_from": field.required_from,
        **{flag: getattr(field, flag) for flag in FLAGS},
        **{name: field.settings.get(name, "") for name in ("places", "currency", "to", FORMULA)},
    }
