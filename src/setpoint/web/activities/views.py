"""The list of activities, and planning one."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from setpoint.domains.activities.operations import activities as operations
from setpoint.domains.activities.permissions import KIND
from setpoint.domains.customers.models import Party
from setpoint.kernel.clock import company_today
from setpoint.kernel.permissions import scope_of
from setpoint.kernel.refs import Ref
from setpoint.platform.fields.operations.values import fill
from setpoint.platform.fields.reading import fields_written_by
from setpoint.ui.toasting import say
from setpoint.web.activity.forms import ActivityForm
from setpoint.web.activity.showing import record_named
from setpoint.web.fields.inputs import FieldsForm
from setpoint.web.http import StaffRequest, actor, answer, wanted_page
from setpoint.web.lists.showing import show


def activities(request: StaffRequest) -> HttpResponse:
    """Show a page of the list."""
    context = {
        "creates": scope_of(actor(request), KIND, "create") is not None,
        "empty": "web/activities/empty.html",
        "nothing": "web/activities/nothing.html",
        "tabs_label": _("Which activities"),
        "changed": "activities-changed",
    }
    return show(request, KIND, "web/activities/page.html", context)


def new_activity(request: StaffRequest) -> HttpResponse:
    """Plan an activity; ?about=sales.deal:7 says about what, ?day= and ?time= when."""
    by = actor(request)
    if scope_of(by, KIND, "create") is None:
        raise PermissionDenied
    word = request.POST.get("about", request.GET.get("about", ""))
    record = record_named(by, word)
    customer = record if isinstance(record, Party) else getattr(record, "customer", None)
    asked = request.GET
    start: dict[str, Any] = {
        "owner": request.user.pk,
        "kind": asked.get("kind", "task"),
        "day": asked.get("day") or company_today(),
        "time": asked.get("time", ""),
        "minutes": 30 if asked.get("time") else None,
        "customer": customer.name if customer else "",
    }
    form = ActivityForm(by, request.POST or None, initial=start)
    further = FieldsForm(fields_written_by(by, KIND), by, data=request.POST or None, files=request.FILES or None)
    if request.method == "POST" and form.is_valid() & further.is_valid():
        said, values = form.cleaned_data, form.values()
        about = None if record is None or isinstance(record, Party) else Ref(word.partition(":")[0], record.pk)
        values["customer"] = values["customer"] or customer
        try:
            made = operations.plan(
                operations.NewActivity(
                    **values,
                    owner=said["owner"],
                    about=about,
                    users=[one.pk for one in said["colleagues"]],
                    parties=said["guests"],
                ),
                by=by,
            )
            if values_of_fields := further.values():
                fill(KIND, made.pk, values_of_fields, by=by)
        except ValidationError as refusal:
            form.add_refusal(refusal)
        else:
            say(request, _("Planned: %(subject)s") % {"subject": made.subject})
            return HttpResponseRedirect(wanted_page(request, "activity", made.pk))
    context = {"form": form, "further": further, "about": word if record is not None else "", "record": record}
    return answer(request, "web/activities/new.html", context, status=422 if form.is_bound else 200)
