"""A person's own settings, and the company's for those who may change it."""

from copy import copy

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from setpoint.domains.exchange.permissions import ENDPOINT
from setpoint.domains.sales.operations.lead_words import KIND as LEAD_WORDS
from setpoint.domains.sales.operations.pipelines import KIND as PIPELINES
from setpoint.domains.sales.operations.rates import KIND as RATES
from setpoint.kernel import preferences
from setpoint.kernel.calendar_orders import KIND as CALENDAR
from setpoint.kernel.job_orders import KIND as JOB
from setpoint.kernel.limits.operations import KIND as LIMIT
from setpoint.kernel.people import USER
from setpoint.kernel.permissions import scope_of
from setpoint.kernel.role_changes import ROLE
from setpoint.loop.act.operations.levers import KIND as LEVER
from setpoint.loop.control.operations.rules import KIND as RULES
from setpoint.platform.fields.permissions import KIND as FIELD
from setpoint.platform.lists.kinds import list_of, registered_lists
from setpoint.platform.permissions import IMPORT
from setpoint.platform.personal.permissions import CHANGE, may
from setpoint.platform.takeout.permissions import KIND as TAKEOUT
from setpoint.ui.toasting import say
from setpoint.web.first_run.forms import CompanyForm
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.settings.forms import PersonForm

COMPANY = "kernel.company"


def settings(request: StaffRequest) -> HttpResponse:
    """Show and save name, language and theme."""
    # a form fills its instance: who acts keeps the name he came with
    form = PersonForm(request.POST or None, instance=copy(request.user))
    if request.method == "POST" and form.is_valid():
        preferences.change_person(request.user, form.cleaned_data, by=actor(request))
        with override(form.cleaned_data["language"]):
            say(request, _("Saved."))
        return HttpResponseRedirect(reverse("settings"))
    return _page(request, form)


def company(request: StaffRequest) -> HttpResponse:
    """Show and save the company."""
    if not scope_of(actor(request), COMPANY, "change"):
        raise PermissionDenied
    form = CompanyForm(request.POST or None, instance=request.company)
    if request.method == "POST" and form.is_valid():
        preferences.change_company(form.cleaned_data, by=actor(request))
        say(request, _("Saved."))
        return HttpResponseRedirect(reverse("company"))
    return answer(request, "web/settings/company.html", {"form": form}, status=422 if form.is_bound else 200)


def _page(request: StaffRequest, person: PersonForm) -> HttpResponse:
    context = {
        "person": person,
        "exports": any(list_of(name).allows(actor(request), "export") for name in registered_lists()),
        "address_book": scope_of(actor(request), "customers.party", "see") is not None,
        "channel_rules": scope_of(actor(request), "channels.rule", "change") is not None,
        "calendar": scope_of(actor(request), "activities.activity", "see") is not None,
        "roles_change": scope_of(actor(request), ROLE, "change") is not None,
        "company_changes": bool(scope_of(actor(request), COMPANY, "change")),
        "fields_change": bool(scope_of(actor(request), FIELD, "change")),
        "products": bool(scope_of(actor(request), "catalog.product", "see")),
        "levers": bool(scope_of(actor(request), LEVER, "see")),
        "secures": scope_of(actor(request), USER, "secure") == "all",
        "personal": may(actor(request), CHANGE),
        "limits": bool(scope_of(actor(request), LIMIT, "change")),
        "control_rules": bool(scope_of(actor(request), RULES, "change")),
        "calendars": bool(scope_of(actor(request), CALENDAR, "change")),
        "lead_words": bool(scope_of(actor(request), LEAD_WORDS, "change")),
        "pipelines": bool(scope_of(actor(request), PIPELINES, "change")),
        "rates": bool(scope_of(actor(request), RATES, "change")),
        "jobs": bool(scope_of(actor(request), JOB, "see")),
        "takes_out": bool(scope_of(actor(request), TAKEOUT, "export")),
        "imports": bool(scope_of(actor(request), IMPORT, "create")),
        "webhooks": bool(scope_of(actor(request), ENDPOINT, "see")),
    }
    return answer(request, "web/settings/page.html", context, status=422 if person.is_bound else 200)
