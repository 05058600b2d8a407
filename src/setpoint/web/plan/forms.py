"""What is asked to set a goal, and to change one."""

from datetime import date

from babel.numbers import NumberFormatError, parse_decimal
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from setpoint.loop.plan.parameters import PARAMETERS, Kind
from setpoint.loop.plan.periods import name_of, next_quarter, quarter_of
from setpoint.web.control_room.figures import Unit

LARGEST = 2**53


class GoalForm(forms.Form):
    """A goal of the company for a quarter. `cleaned_data`: parameter, period (first, last), target (smallest unit)."""

    parameter = forms.ChoiceField(label=_("What is planned"))
    period = forms.ChoiceField(label=_("Quarter"))
    target = forms.CharField(label=_("Goal of the company"))
    reason = forms.CharField(label=_("Why"), required=False, max_length=500)

    def __init__(self, currency: str, today: date, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.currency = currency
        self.periods = {name_of(*each): each for each in (quarter_of(today), next_quarter(today))}
        self.fields["parameter"].choices = [  # type: ignore[attr-defined]
            (each.key, each.name) for each in PARAMETERS.values() if each.kind in {Kind.AMOUNT, Kind.COUNT}
        ]
        self.fields["period"].choices = [(name, name) for name in self.periods]  # type: ignore[attr-defined]
        self.fields["target"].widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean_period(self) -> tuple[date, date]:
        """Return first and last day."""
        return self.periods[self.cleaned_data["period"]]

    def clean_target(self) -> int:
        """Return the target in the smallest unit."""
        declared = PARAMETERS.get(self.data.get("parameter", ""))
        return smallest(self.cleaned_data["target"], Unit(str(declared.unit) if declared else "one", self.currency))


class TargetForm(forms.Form):
    """Another target for one goal, and why."""

    target = forms.CharField()
    reason = forms.CharField(max_length=500, error_messages={"required": _("Say why the goal is changed.")})

    def __init__(self, unit: Unit, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.unit = unit

    def clean_target(self) -> int:
        """Return the target in the smallest unit."""
        return smallest(self.cleaned_data["target"], self.unit)


class PromiseForm(forms.Form):
    """What one promises: at least, commitment, at best; smallest unit."""

    low = forms.CharField(label=_("At least"))
    commit = forms.CharField(label=_("Commitment"))
    high = forms.CharField(label=_("At best"))

    def __init__(self, unit: Unit, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.unit = unit

    def clean(self) -> dict[str, int]:
        """Return the three numbers in the smallest unit."""
        return {name: smallest(text, self.unit) for name, text in self.cleaned_data.items()}


def smallest(text: str, unit: Unit) -> int:
    """Return a quantity as people type it in smallest units. ValidationError says how it is written."""
    try:
        value = parse_decimal("".join(text.split()), locale=get_language() or "en")
    except NumberFormatError:
        raise forms.ValidationError(_("Write a number, for example 1200.50.")) from None
    found = round(float(value) * unit.scale)
    if not 0 <= found < LARGEST:
        raise forms.ValidationError(_("A goal is a number of at least 0."))
    return found
