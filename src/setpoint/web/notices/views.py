"""The list of one's own notices; looking at it is seeing them."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from setpoint.kernel.permissions import visible_to
from setpoint.loop.inform.operations.notices import mark_seen
from setpoint.loop.inform.permissions import KIND
from setpoint.loop.inform.queries import latest, unread_count
from setpoint.web.http import StaffRequest, actor, answer, back
from setpoint.web.notices.places import place_of


def notices(request: StaffRequest) -> HttpResponse:
    """Show the newest notices with the place each is about; posting marks all as seen."""
    if request.method == "POST":
        mark_seen(request.user)
        return back(request, "notices")
    rows = [{"shown": shown, "url": place_of(shown.notice)} for shown in latest(request.user)]
    unseen = any(row["shown"].notice.seen_at is None for row in rows)  # type: ignore[attr-defined]
    return answer(request, "web/notices/page.html", {"rows": rows, "unseen": unseen})


def notice(request: StaffRequest, notice_id: int) -> HttpResponse:
    """Lead from a letter or a device to what a notice is about; to go there is to see it."""
    found = get_object_or_404(visible_to(actor(request), KIND), pk=notice_id)
    mark_seen(request.user, [found.pk])
    return HttpResponseRedirect(place_of(found))


@require_safe
def bell(request: StaffRequest) -> HttpResponse:
    """Draw the bell anew."""
    return render(request, "ui/bell.html", {"unread_notices": unread_count(request.user)})
