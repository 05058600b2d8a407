"""The list of customers, and adding one."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from setpoint.domains.customers.operations import parties
from setpoint.domains.customers.permissions import KIND
from setpoint.kernel.field_rights import readonly
from setpoint.kernel.permissions import scope_of
from setpoint.platform.fields.reading import fields_written_by
from setpoint.ui.toasting import say
from setpoint.web.customers.forms import PartyForm
from setpoint.web.fields.inputs import FieldsForm
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.lists.showing import show


def customers(request: StaffRequest) -> HttpResponse:
    """Show a page of customers by name, with the open deals of each that this person sees."""
    context = {
        "creates": bool(scope_of(actor(request), KIND, "create")),
        "empty": "web/customers/empty.html",
        "nothing": "web/customers/nothing.html",
        "segment_url": reverse("new_segment"),
        "vcards_url": reverse("customers_vcards"),
        "under": lambda party: party.employer.name if party.employer else "",
    }
    return show(request, KIND, "web/customers/page.html", context)


def new_customer(request: StaffRequest) -> HttpResponse:
    """Add a customer."""
    by = actor(request)
    if scope_of(by, KIND, "create") is None:
        raise PermissionDenied
    form = PartyForm(request.POST or None, initial={"name": request.GET.get("name", "")})
    form.leave_out(readonly(by, KIND))
    further = FieldsForm(fields_written_by(by, KIND), by, data=request.POST or None, files=request.FILES or None)
    if request.method == "POST" and form.is_valid() & further.is_valid():
        try:
            party = parties.create(by=by, fields=further.values(), **form.cleaned_data)
        except ValidationError as refusal:
            further.add_refusal(form.add_refusal(refusal))
        else:
            say(request, _("Added: %(name)s") % {"name": party.name})
            response = HttpResponse(status=303)
            response.headers["Location"] = reverse("customer", args=[party.pk])
            return response
    context = {"form": form, "further": further}
    return answer(request, "web/customers/new.html", context, status=422 if form.is_bound else 200)
