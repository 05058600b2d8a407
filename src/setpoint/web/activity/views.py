"""One activity: its page, which changes it, and its timeline."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from setpoint.domains.activities.operations import activities
from setpoint.domains.activities.permissions import KIND
from setpoint.journal.reading import timeline
from setpoint.ui.toasting import say
from setpoint.web.activity.forms import ActivityForm, said_of
from setpoint.web.activity.showing import activity_context, visible_activity
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.timeline.telling import page_of

PARTS = {"activity": "web/activity/panel.html"}


def activity(request: StaffRequest, activity_id: int) -> HttpResponse:
    """Show an activity; POST changes it."""
    by, row = actor(request), visible_activity(request, activity_id)
    form = ActivityForm(by, request.POST or None, initial=said_of(row))
    if request.method == "POST" and form.is_valid():
        try:
            changed = activities.change(row, form.values(), by=by)
            said = form.cleaned_data
            activities.invite(changed, users=[one.pk for one in said["colleagues"]], parties=said["guests"], by=by)
            if said["owner"].pk != row.owner_id:
                activities.give_many({row.pk: said["owner"]}, by=by)
        except ValidationError as refusal:
            form.add_refusal(refusal)
        else:
            say(request, _("Saved."))
            return HttpResponseRedirect(reverse("activity", args=[row.pk]))
    context = activity_context(request, row, form)
    return answer(
        request, "web/activity/page.html", context, parts=PARTS, status=422 if form.is_bound and form.errors else 200
    )


def activity_timeline(request: StaffRequest, activity_id: int) -> HttpResponse:
    """Show a further page of what happened to an activity."""
    row, by, before = visible_activity(request, activity_id), actor(request), request.GET.get("before", "")
    facts = timeline(by, about=(KIND, row.pk))
    channel = request.GET.get("channel", "")
    lines = page_of(facts, by=by, currency=request.company.currency, channel=channel, before=before)
    part = "ui/timeline_lines.html" if before else "ui/timeline.html"
    return render(request, part, {"lines": lines, "url": request.path, "id": "activity-timeline"})
