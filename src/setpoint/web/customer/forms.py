"""The card of a customer as it is changed, and each of its rows."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import modelform_factory
from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.details import SORTS_OF_DETAIL
from setpoint.domains.customers.media import MEDIA
from setpoint.domains.customers.models import OccasionKind, Party, RelationKind, Topic
from setpoint.domains.customers.requisites import SORTS
from setpoint.kernel.actors import Actor
from setpoint.kernel.folding import fold
from setpoint.kernel.models import Territory
from setpoint.kernel.permissions import visible_to
from setpoint.web.customers.forms import CardForm

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
WORDS: dict[str, Any] = {"relation": RelationKind, "occasion": OccasionKind, "preference": Topic}
# what is derived, or asked for elsewhere
LEFT_OUT = {"month_day"}


class ChangeForm(CardForm):
    """What a customer is stays; how to reach him changes."""

    family_name = forms.CharField(label=_("Family name"), max_length=100, required=False)
    given_name = forms.CharField(label=_("Given name"), max_length=100, required=False)
    patronymic = forms.CharField(label=_("Patronymic or middle names"), max_length=100, required=False)
    salutation = forms.CharField(label=_("Salutation"), max_length=100, required=False)
    employees = forms.IntegerField(label=_("Employees"), required=False, min_value=0, max_value=100_000_000)
    territory = forms.ModelChoiceField(
        label=_("Territory"), queryset=Territory.objects.filter(removed_at__isnull=True), required=False
    )
    founded = forms.IntegerField(label=_("Founded"), required=False, min_value=1000, max_value=2100)


class RowForm(forms.ModelForm):  # type: ignore[type-arg]
    """A row of the card; checked by the operation, not here."""

    by: Actor

    def _post_clean(self) -> None:
        """Leave checks of the row to the operation, which derives what the form does not ask."""

    def clean_other(self) -> Party:
        """Find the party whose name it is, case and ё aside."""
        name = self.cleaned_data["other"].strip()
        found: list[Party] = list(visible_to(self.by, "customers.party").filter(folded=fold(name))[:2])
        if len(found) != 1:
            refusal = (
                _("There are several “%(name)s”.") if found else _("There is no customer “%(name)s”: add him first.")
            )
            raise ValidationError(refusal, params={"name": name})
        return found[0]

    def add_refusal(self, refusal: ValidationError) -> None:
        """Put what the operation refused at its fields."""
        for name, messages in refusal.message_dict.items():
            self.add_error(name if name in self.fields else None, messages)


def row_form(sort: str, by: Actor, data: Any = None, instance: Any = None) -> RowForm:
    """Return the form of a row of a sort, filled by what stands there. KeyError for a strange sort."""
    declared = SORTS_OF_DETAIL[sort]
    columns = [name for name in declared.columns if name not in LEFT_OUT]
    widgets: dict[str, Any] = {name: DAY for name in ("since", "until", "on") if name in columns}
    made: Any = modelform_factory(
        declared.model, form=RowForm, fields=[name for name in columns if name != "other"], widgets=widgets
    )
    form: RowForm = made(data, instance=instance, auto_id=f"row_{sort}_%s")
    form.by = by
    if "other" in columns:
        form.fields["other"] = forms.CharField(
            label=_("To whom"),
            max_length=200,
            initial=instance.other.name if instance else "",
            widget=forms.TextInput(attrs={"list": "parties-found", "autocomplete": "off"}),
        )
        form.order_fields(["kind", "other"])
    if "medium" in columns:
        form.fields["medium"] = forms.ChoiceField(
            label=_("Medium"), choices=[(one.key, one.label) for one in MEDIA.values()]
        )
    if sort == "requisite":
        form.fields["sort"] = forms.ChoiceField(
            label=_("Sort"), choices=[(one.key, one.label) for one in SORTS.values()]
        )
    if sort in WORDS:
        name = "topic" if sort == "preference" else "kind"
        offered = WORDS[sort].objects.filter(closed_at=None)
        form.fields[name].queryset = offered  # type: ignore[attr-defined]
        form.fields[name].label_from_instance = lambda row: _(row.name)  # type: ignore[attr-defined]
    for field in form.fields.values():
        field.label = str(field.label)[:1].upper() + str(field.label)[1:]
    return form
