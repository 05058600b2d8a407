"""What is done with an activity: POST /activities/7/ending ends it, DELETE takes it up again; /due moves it."""

from datetime import date, datetime, time, timedelta

from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from setpoint.domains.activities.models import Activity, Outcome
from setpoint.domains.activities.operations import activities, endings
from setpoint.kernel.clock import company_today, company_zone
from setpoint.ui.toasting import say, warn
from setpoint.web.activity.showing import activity_context, asks_next, visible_activity
from setpoint.web.activity.views import PARTS
from setpoint.web.http import StaffRequest, actor, answer, back, verb, wants

LONGEST_NOTE = 2000
MOST_DAYS = 366


@require_http_methods(["POST", "DELETE"])
def activity_ending(request: StaffRequest, activity_id: int) -> HttpResponse:
    """POST ends it with what came of it; DELETE takes it up again."""
    row, by, address = visible_activity(request, activity_id), actor(request), request.path
    if verb(request) == "DELETE":
        endings.reopen_many([row.pk], by=by)
        say(request, _("Taken up again: %(subject)s") % {"subject": row.subject})
        return _done(request, activity_id)
    outcome = request.POST.get("outcome", "")
    if outcome not in Outcome.values:
        raise BadRequest
    try:
        endings.end(row, outcome, by=by, text=request.POST.get("text", "")[:LONGEST_NOTE])
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
        return _done(request, activity_id)
    words = {"outcome": Outcome(outcome).label, "subject": row.subject}
    undo = {"_method": "DELETE", "undo": 1}
    say(request, _("%(subject)s: %(outcome)s") % words, undo=address, values=undo)
    ended = visible_activity(request, activity_id)
    if asks_next(ended) and not wants(request, "activity"):
        told = _("Nothing is planned after “%(subject)s”: open it and say what comes next.")
        warn(request, told % {"subject": row.subject})
    return _done(request, activity_id)


@require_POST
def activity_due(request: StaffRequest, activity_id: int) -> HttpResponse:
    """Move it `days` on from today, or to a `moment` where it was dragged; a day alone leaves its time of day."""
    row, by = visible_activity(request, activity_id), actor(request)
    before = row.due_at
    try:
        activities.change(
            row, {"due_at": _moment(row, request.POST.get("days", ""), request.POST.get("moment", ""))}, by=by
        )
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
        return HttpResponse(status=409) if "dragged" in request.POST else _done(request, activity_id)
    undo = {"moment": before.isoformat(), "undo": 1}
    say(request, _("Moved: %(subject)s") % {"subject": row.subject}, undo=request.path, values=undo)
    return _done(request, activity_id)


def _moment(row: Activity, days: str, moment: str) -> datetime:
    zone = company_zone()
    clock = row.due_at.astimezone(zone).time()
    if days.isascii() and days.isdigit() and 0 < int(days[:4]) <= MOST_DAYS:
        return datetime.combine(company_today() + timedelta(days=int(days)), clock, zone)
    try:
        if len(moment) == len("2026-03-02"):
            return datetime.combine(date.fromisoformat(moment), clock, zone)
        found = datetime.fromisoformat(moment)
    except ValueError as wrong:
        raise ValidationError({"due_at": _("Choose a day from the calendar.")}) from wrong
    aware = found if found.tzinfo else found.replace(tzinfo=zone)
    return datetime.combine(aware.astimezone(zone).date(), time(), zone) if row.all_day else aware


def _done(request: StaffRequest, activity_id: int) -> HttpResponse:
    """Answer htmx with the panel where it asks for one, and tell the lists on the page; else go to the activity."""
    if not request.headers.get("HX-Request"):
        return back(request, "activity", activity_id)
    response = HttpResponse()
    if wants(request, "activity"):
        context = activity_context(request, visible_activity(request, activity_id))
        response = answer(request, "web/activity/page.html", context, parts=PARTS)
    # deals and lists beside draw themselves anew
    response.headers["HX-Trigger"] = "undone, activities-changed"
    return response
