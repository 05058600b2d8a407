"""Somebody who is invited answers by the link of his letter; a calendar program reads a feed by its link."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from setpoint.domains.activities import ics, inviting
from setpoint.domains.activities.models import Activity, Answer, Feed, Outcome
from setpoint.domains.activities.operations import invitations
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.keys import digest_of
from setpoint.web.http import answer
from setpoint.web.sign_in.origin import origin

PAST, MOST = timedelta(days=90), 5000


@never_cache
@login_not_required
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Show what one is invited to; POST takes the answer down. A link that is read by a robot answers nothing."""
    found = inviting.opened(key)
    if found is None:
        raise Http404
    if request.method == "POST" and request.POST.get("answer") in {Answer.YES, Answer.NO, Answer.PERHAPS}:
        guest = Actor("system", None, "Invitation", "page", origin=origin(request).address)
        found = invitations.answer(found, request.POST["answer"], by=guest)
    choices = ((Answer.YES, _("I shall come")), (Answer.PERHAPS, _("Perhaps")), (Answer.NO, _("I cannot come")))
    context = {"participant": found, "activity": found.activity, "choices": choices}
    return answer(request, "web/invitation/page.html", context)


@never_cache
@login_not_required
def calendar_feed(_request: HttpRequest, key: str) -> HttpResponse:
    """Answer a calendar program with the activities of whose link it is: open ones, and those of the last 90 days."""
    feed = Feed.objects.filter(digest=digest_of(key), user__is_active=True).select_related("user").first()
    if feed is None:
        raise Http404
    rows = Activity.objects.filter(owner=feed.user, due_at__gte=company_now() - PAST).select_related("owner")
    standing = rows.exclude(ending__outcome=Outcome.CANCELLED).order_by("due_at", "pk")[:MOST]
    text = ics.write(list(standing), name=feed.user.name)
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")
