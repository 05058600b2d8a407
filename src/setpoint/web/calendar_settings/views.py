"""One's calendar in other programs: a link to subscribe to, answers, an account that is kept the same."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from setpoint.domains.activities.models import Feed
from setpoint.domains.activities.operations import feeds, invitations
from setpoint.domains.activities.permissions import KIND
from setpoint.domains.exchange.models import CalendarAccount
from setpoint.domains.exchange.operations import calendar_accounts
from setpoint.kernel.permissions import scope_of
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor, answer, verb

LARGEST = 2_000_000


@require_GET
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


@require_http_methods(["POST", "DELETE"])
def account(request: StaffRequest) -> HttpResponse:
    """POST connects the calendar of another server, or looks at it `now`; DELETE disconnects it."""
    _require(request)
    by, sent = actor(request), request.POST
    if verb(request) == "DELETE":
        calendar_accounts.disconnect(request.user, by=by)
        say(request, _("Disconnected. What is in the calendar and here stays."))
    elif "now" in sent and (found := CalendarAccount.objects.filter(user=request.user).first()):
        calendar_accounts.look(found)
        say(request, _("Setpoint looks at the calendar in a moment."))
    else:
        said = {name: sent.get(name, "") for name in ("url", "login", "password")}
        try:
            calendar_accounts.connect(request.user, **said, by=by)
        except ValidationError as refusal:
            errors = {name: " ".join(messages) for name, messages in refusal.message_dict.items()}
            return _shown(request, status=422, errors=errors, said=said)
        say(request, _("Connected. The first round begins in a moment."))
    return HttpResponseRedirect(reverse("calendar_settings"))


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
    context = {
        "feed": Feed.objects.filter(user=request.user).first(),
        "account": CalendarAccount.objects.filter(user=request.user).first(),
        **more,
    }
    return answer(request, "web/calendar_settings/page.html", context, status=status)


def _require(request: StaffRequest) -> None:
    if scope_of(actor(request), KIND, "see") is None:
        raise PermissionDenied
