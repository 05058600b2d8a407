"""One's calendar in other programs: a link to subscribe to, answers, an account that is kept the same."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from setpoint.domains.activities.models import Feed
from setpoint.domains.activities.operations import feeds, invitations
from setpoint.domains.activities.permissions import KIND
from setpoint.kernel.permissions import scope_of
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor, answer, verb

LARGEST = 2_000_000


def calendar_settings(request: StaffRequest) -> HttpResponse:
    """Show the link's state, and where answers are taken in."""
    return _shown(request)


@never_cache
@require_http_methods(["POST", "DELETE"])
def feed(request: StaffRequest) -> HttpResponse:
    """POST makes the link anew and shows it once; DELETE takes it away."""
    _require(request)
    if verb(request) == "DELETE":
        feeds.withdraw(request.user, by=actor(request))
        say(request, _("The link opens nothing any more."))
        return HttpResponseRedirect(reverse("calendar_settings"))
    key = feeds.make(request.user, by=actor(request))
    return _shown(request, link=request.build_absolute_uri(reverse("calendar_feed", args=[key])))


@require_POST
def replies(request: StaffRequest) -> HttpResponse:
    """Take the answers of an .ics file in."""
    _require(request)
    file = request.FILES.get("file")
    try:
        # a file left out is an empty one: it holds no event
        count = invitations.take_replies(file.read(LARGEST + 1) if file else b"", by=actor(request))
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
        return _shown(request, status=422, refused=" ".join(refusal.messages))
    say(request, ngettext("%(count)s new answer", "%(count)s new answers", count) % {"count": count})
    return HttpResponseRedirect(reverse("calendar_settings"))


def _shown(request: StaffRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    _require(request)
    context = {"feed": Feed.objects.filter(user=request.user).first(), **more}
    return answer(request, "web/calendar_settings/page.html", context, status=status)


def _require(request: StaffRequest) -> None:
    if scope_of(actor(request), KIND, "see") is None:
        raise PermissionDenied
