"""Taking an inquiry down by hand."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from setpoint.domains.catalog.models import Product
from setpoint.domains.sales.models import Deal, LeadSource
from setpoint.domains.sales.operations import intake
from setpoint.domains.sales.operations.lead_words import ensure_words
from setpoint.domains.sales.permissions import LEAD
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import User
from setpoint.kernel.permissions import scope_of, visible_to, within_scope
from setpoint.platform.fields.reading import fields_written_by
from setpoint.ui.toasting import say
from setpoint.web.fields.inputs import FieldsForm
from setpoint.web.http import StaffRequest, actor, answer


class LeadForm(forms.Form):
    """Who enquires, from where, about what."""

    name = forms.CharField(
        label=pgettext_lazy("of a customer", "Name"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    organisation = forms.CharField(label=gettext_lazy("Organisation"), max_length=200, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    source = forms.ModelChoiceField(
        label=gettext_lazy("Source"),
        queryset=LeadSource.objects.none(),
        empty_label=None,
        to_field_name="key",
    )
    campaign = forms.CharField(label=gettext_lazy("Campaign"), max_length=120, required=False)
    product = forms.ModelChoiceField(
        label=gettext_lazy("Product"), queryset=Product.objects.none(), required=False, empty_label=gettext_lazy("None")
    )
    owner = forms.ModelChoiceField(
        label=pgettext_lazy("of a deal", "Owner"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("by the rules of routing"),
    )
    message = forms.CharField(
        label=gettext_lazy("What is asked?"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, by: Actor, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        people = User.objects.filter(is_active=True)
        rows = {
            "source": LeadSource.objects.filter(closed_at=None),
            "product": visible_to(by, "catalog.product").order_by("name"),
            "owner": within_scope(by, people, LEAD, "create", owner="pk").order_by("name"),
        }
        for name, found in rows.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]


def new_lead(request: StaffRequest) -> HttpResponse:
    """Ask for an inquiry and take it in."""
    by = actor(request)
    if scope_of(by, LEAD, "create") is None:
        raise PermissionDenied
    ensure_words()
    form = LeadForm(by, request.POST or None, initial={"source": "phone"})
    further = FieldsForm(fields_written_by(by, LEAD), by, data=request.POST or None, files=request.FILES or None)
    if request.method == "POST" and form.is_valid() & further.is_valid():
        said = dict(form.cleaned_data)
        try:
            inquiry = intake.Inquiry(**said | {"source": said["source"].key, "fields": further.values()})
            found = intake.receive(inquiry, by=by)
        except ValidationError as refusal:
            rest = {}
            for name, messages in getattr(refusal, "error_dict", {"": refusal}).items():
                if name in form.fields or not name:
                    form.add_error(name or None, messages)
                else:
                    rest[name] = [str(message) for one in messages for message in one]
            further.add_refusal(rest)
        else:
            say(request, _("Taken in: %(name)s") % {"name": found.name})
            page = "deal" if isinstance(found, Deal) else "lead"
            return HttpResponseRedirect(reverse(page, args=[found.pk]))
    context = {"form": form, "further": further}
    return answer(request, "web/leads/new.html", context, status=422 if form.is_bound else 200)
