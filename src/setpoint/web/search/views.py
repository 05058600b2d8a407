"""The search and command box; without script it is a page."""

from django.http import HttpResponse

from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.search.found import look_up


def search(request: StaffRequest) -> HttpResponse:
    """Show what there is for ?q=."""
    text = request.GET.get("q", "").strip()
    context = {"groups": look_up(actor(request), text), "text": text}
    return answer(request, "web/search/page.html", context, parts={"search-found": "web/search/found.html"})
