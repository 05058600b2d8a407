"""The week with its shifts, whose holidays are kept, and a day that is otherwise."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.calendar_orders import DAYS
from setpoint.kernel.calendars import WorkingTime, regions
from setpoint.kernel.hours import Hours, parse_hours, write_hours
from setpoint.kernel.models import BusinessCalendar
from setpoint.web.first_run.forms import countries

NAMES = {
    "monday": _("Monday"),
    "tuesday": _("Tuesday"),
    "wednesday": _("Wednesday"),
    "thursday": _("Thursday"),
    "friday": _("Friday"),
    "saturday": _("Saturday"),
    "sunday": _("Sunday"),
}


class HoursField(forms.CharField):
    """Shifts as people write them; empty is a day off."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, max_length=120, **more)
        self.widget.attrs["placeholder"] = _("day off")

    def clean(self, value: Any) -> Any:
        """Return the shifts in minutes."""
        return parse_hours(super().clean(value))


class WeekForm(forms.Form):
    """The hours of seven days, and whose public holidays are kept."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    keeps_holidays = forms.BooleanField(label=_("Nobody works on public holidays"), required=False)

    def __init__(self, working: WorkingTime, row: BusinessCalendar | None, company: str, data: Any = None) -> None:
        start: dict[str, Any] = {day: write_hours(hours) for day, hours in zip(DAYS, working.week, strict=True)}
        start |= {"country": row.country if row else "", "region": row.region if row else ""}
        start["keeps_holidays"] = row.keeps_holidays if row else True
        super().__init__(data, initial=start)
        for day in DAYS:
            self.fields[day] = HoursField(label=NAMES[day])
        chosen = (data or start).get("country") or company
        self._choices("country", [("", _("as the company")), *countries()])
        self._choices("region", [("", _("the whole country")), *((name, name) for name in regions(chosen))])

    @property
    def days(self) -> list[forms.BoundField]:
        """The inputs of the week."""
        return [self[day] for day in DAYS]

    def week(self) -> list[Hours]:
        """Return the shifts of each day, Monday first."""
        return [self.cleaned_data[day] for day in DAYS]

    def add_refusal(self, refusal: ValidationError) -> None:
        """Put what the operation refused at its inputs."""
        parts = getattr(refusal, "error_dict", {None: refusal})
        for name, errors in parts.items():
            self.add_error(name if name in self.fields else None, errors)

    def _choices(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices


class DayForm(forms.Form):
    """A day that is otherwise than its weekday and the holidays say."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    name = forms.CharField(label=_("Why"), required=False, max_length=120)
    hours = HoursField(label=_("Hours"))
