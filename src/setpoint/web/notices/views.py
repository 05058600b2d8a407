"""The list of one's own notices; looking at it is seeing them."""

from django.http import HttpResponse

from setpoint.loop.inform.operations.notices import mark_seen
from setpoint.loop.inform.queries import latest
from setpoint.web.http import StaffRequest, answer, back
from setpoint.web.notices.places import place_of


def notices(request: StaffRequest) -> HttpResponse:
    """Show the newest notices with the place each is about; posting marks all as seen."""
    if request.method == "POST":
        mark_seen(request.user)
        return back(request, "notices")
    rows = [{"shown": shown, "url": place_of(shown.notice)} for shown in latest(request.user)]
    unseen = any(row["shown"].notice.seen_at is None for row in rows)  # type: ignore[attr-defined]
    return answer(request, "web/notices/page.html", {"rows": rows, "unseen": unseen})
