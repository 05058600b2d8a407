"""An activity as one writes it down."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from setpoint.domains.activities.models import Activity, ActivityKind, Priority
from setpoint.domains.activities.permissions import KIND
from setpoint.domains.activities.repeating import USUAL
from setpoint.domains.customers.models import Party
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_zone
from setpoint.kernel.folding import fold
from setpoint.kernel.models import User
from setpoint.kernel.permissions import visible_to, within_scope

PARTY = "customers.party"
REMINDERS = (
    ("", gettext_lazy("no reminder")),
    ("0", gettext_lazy("when it is due")),
    ("10", gettext_lazy("10 minutes before")),
    ("60", gettext_lazy("an hour before")),
    ("1440", gettext_lazy("a day before")),
)
# what an operation names otherwise than the form
NAMES = {"due_at": "day", "about": None}


class ActivityForm(forms.Form):
    """What, with whom and when; without a time it is for the whole day."""

    kind = forms.ChoiceField(label=pgettext_lazy("of an activity", "Kind"), choices=ActivityKind.choices)
    subject = forms.CharField(
        label=gettext_lazy("What is to be done?"), max_length=200, widget=forms.TextInput(attrs={"autofocus": True})
    )
    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(
        label=gettext_lazy("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("Leave it empty for the whole day."),
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), required=False, min_value=0, max_value=44640)
    customer = forms.CharField(
        label=gettext_lazy("Customer"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "customers-found", "autocomplete": "off"}),
    )
    owner = forms.ModelChoiceField(
        label=pgettext_lazy("of a deal", "Owner"), queryset=User.objects.none(), empty_label=None
    )
    priority = forms.TypedChoiceField(
        label=gettext_lazy("Priority"), choices=Priority.choices, coerce=int, initial=Priority.NORMAL
    )
    remind = forms.ChoiceField(label=gettext_lazy("Reminder"), choices=REMINDERS, required=False)
    usual = forms.ChoiceField(label=gettext_lazy("Repeat"), required=False)
    repeat = forms.CharField(
        label=gettext_lazy("Rule of your own (RFC 5545)"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For example FREQ=WEEKLY;BYDAY=TU;COUNT=10. It counts where no usual one is chosen."),
    )
    place = forms.CharField(label=gettext_lazy("Place"), required=False, max_length=200)
    colleagues = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Colleagues who take part"), queryset=User.objects.none(), required=False
    )
    guests = forms.CharField(
        label=gettext_lazy("Customers who take part"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Names as they stand on the cards, separated by a semicolon."),
    )
    private = forms.BooleanField(label=gettext_lazy("Private: nobody but the owner sees it"), required=False)
    note = forms.CharField(
        label=pgettext_lazy("of an activity", "Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, by: Actor, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.by = by
        people = User.objects.filter(is_active=True).order_by("name")
        self.fields["owner"].queryset = within_scope(by, people, KIND, "create", owner="pk")  # type: ignore[attr-defined]
        self.fields["colleagues"].queryset = people.exclude(pk=by.user_id or 0)  # type: ignore[attr-defined]
        self.fields["usual"].choices = [("", _("once")), *USUAL.items()]  # type: ignore[attr-defined]

    def clean_customer(self) -> Party | None:
        """Find the customer whose name it is."""
        name = self.cleaned_data["customer"].strip()
        return self._party(name) if name else None

    def clean_guests(self) -> list[int]:
        """Find the customers whose names these are."""
        names = [part.strip() for part in self.cleaned_data["guests"].split(";")]
        return [self._party(name).pk for name in names if name]

    def values(self) -> dict[str, Any]:
        """Return what an operation takes, without owner and participants."""
        said = self.cleaned_data
        clock = said["time"]
        moment = datetime.combine(said["day"], clock or time(), company_zone())
        return {
            "kind": said["kind"],
            "subject": said["subject"].strip(),
            "note": said["note"].strip(),
            "place": said["place"].strip(),
            "customer": said["customer"],
            "due_at": moment,
            "all_day": clock is None,
            "minutes": (said["minutes"] or 0) if clock else 0,
            "priority": said["priority"],
            "repeat": said["usual"] or said["repeat"].strip(),
            "remind_minutes": int(said["remind"]) if said["remind"] else None,
            "private": said["private"],
        }

    def add_refusal(self, refusal: ValidationError) -> None:
        """Put what the operation refused at its inputs, the rest above the form."""
        errors: Mapping[str, list[str]] = (
            refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
        )
        for name, messages in errors.items():
            field = NAMES.get(name, name)
            self.add_error(field if field in self.fields else None, messages)

    def _party(self, name: str) -> Party:
        found = list(visible_to(self.by, PARTY).filter(folded=fold(name))[:2])
        if len(found) != 1:
            none = _("There is no customer “%(name)s”. Choose one from the list, or add it under Customers first.")
            many = _("There are several customers “%(name)s”. Open the right one and plan it there.")
            raise ValidationError(many if found else none, params={"name": name})
        party: Party = found[0]
        return party


def said_of(row: Activity) -> dict[str, Any]:
    """Return an activity as the form shows it."""
    local = row.due_at.astimezone(company_zone())
    takes_part = list(row.participants.select_related("party"))
    return {
        "kind": row.kind,
        "subject": row.subject,
        "day": local.date(),
        "time": None if row.all_day else local.time(),
        "minutes": row.minutes or None,
        "customer": row.customer.name if row.customer else "",
        "owner": row.owner_id,
        "priority": row.priority,
        "remind": "" if row.remind_minutes is None else str(row.remind_minutes),
        "usual": row.repeat if row.repeat in USUAL else "",
        "repeat": "" if row.repeat in USUAL else row.repeat,
        "place": row.place,
        "colleagues": [one.user_id for one in takes_part if one.user_id],
        "guests": "; ".join(one.party.name for one in takes_part if one.party),
        "private": row.private,
        "note": row.note,
    }
