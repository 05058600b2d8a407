"""Which view leaves, as what, and when."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from setpoint.domains.exchange.models import ScheduledExport
from setpoint.kernel.actors import Actor
from setpoint.platform.lists.kinds import list_of
from setpoint.platform.lists.models import SavedView
from setpoint.platform.lists.permissions import visible_views

A_MONDAY = date(2024, 1, 1)


class ScheduleForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new scheduled export of the person's own."""

    weekday = forms.TypedChoiceField(label=_("Day of the week"), coerce=int)
    hour = forms.TypedChoiceField(label=_("Hour"), coerce=int, choices=[(hour, f"{hour:02}:00") for hour in range(24)])

    class Meta:
        model = ScheduledExport
        fields = ("view", "format", "whole", "every", "weekday", "day", "hour", "by_email")

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        views = [view for view in visible_views(by) if list_of(view.kind).allows(by, "export")]
        field = self.fields["view"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = SavedView.objects.filter(pk__in=[view.pk for view in views])
            field.label_from_instance = _named  # type: ignore[assignment]
        days = [A_MONDAY + timedelta(days=number) for number in range(7)]
        self.fields["weekday"].choices = [  # type: ignore[attr-defined]
            (number, date_format(day, "l")) for number, day in enumerate(days)
        ]
        self.fields["hour"].initial = 6


def _named(view: SavedView) -> str:
    return f"{list_of(view.kind).label}: {view.name}"
