"""The filters of the audit."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.models import User
from setpoint.kernel.refs import Ref
from setpoint.platform.audit.asking import Asked
from setpoint.web.audit.words import DOORS, fact_kinds

# a list to choose from; in a larger company one comes from a person's line
MOST_PEOPLE = 500
SELECTED = mark_safe(" selected")
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class AuditForm(forms.Form):
    """Each is optional; what cannot be understood asks for nothing in particular."""

    q = forms.CharField(required=False, label=_("Words"), max_length=200)
    who = forms.TypedChoiceField(required=False, label=_("Who"), coerce=int, empty_value=None)
    kind = forms.ChoiceField(required=False, label=_("What happened"))
    door = forms.ChoiceField(required=False, label=_("Door"))
    record = forms.RegexField(r"^[a-z_]+\.[a-z0-9_]{1,50}:\d{1,18}$", required=False, widget=forms.HiddenInput())
    field = forms.CharField(required=False, label=_("Changed field"), max_length=60)
    since = forms.DateField(required=False, label=_("From"), widget=DAY)
    until = forms.DateField(required=False, label=_("Until"), widget=DAY)

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)
        self._lists: dict[str, list[tuple[Any, Any]]] = {}
        people = [*User.objects.order_by("name").values_list("pk", "name")[:MOST_PEOPLE]]
        asked = query.get("who", "")
        if asked.isdecimal() and int(asked) not in dict(people):
            people += [*User.objects.filter(pk=int(asked)).values_list("pk", "name")]
        self._choices("who", [("", _("Anybody")), *people])
        self._choices("kind", [("", _("Anything")), *fact_kinds()])
        self._choices("door", [("", _("Any door")), *DOORS.items()])

    def asked(self) -> Asked:
        """Return what is asked for."""
        self.is_valid()
        said = self.cleaned_data
        kind, _sign, number = (said.get("record") or "").rpartition(":")
        return Asked(
            person=said.get("who"),
            kind=said.get("kind") or "",
            record=Ref(kind, int(number)) if kind else None,
            door=said.get("door") or "",
            since=_begin(said.get("since")),
            until=_begin(said.get("until"), days=1),
            field=said.get("field") or "",
            words=said.get("q") or "",
        )

    def selects(self) -> list[tuple[forms.BoundField, str]]:
        """Return the fields that are chosen from a list, with their options drawn."""
        return [(self[name], self._options(name)) for name in ("who", "kind", "door")]

    def _options(self, name: str) -> str:
        chosen = self.data.get(name, "")
        # the kinds of fact alone are more than a hundred: a template takes its time over them
        return format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((value, SELECTED if str(value) == chosen else "", label) for value, label in self._lists[name]),
        )

    def _choices(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = self._lists[name] = choices


def _begin(day: date | None, *, days: int = 0) -> datetime | None:
    """Return when a day (or so many later) begins in the reader's zone."""
    if day is None or day.year > 9000:  # noqa: PLR2004 - the day after the last one there is
        return None
    return datetime.combine(day + timedelta(days=days), time(), timezone.get_current_timezone())
