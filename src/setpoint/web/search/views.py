"""The search and command box; without script it is a page."""

from django.http import HttpResponse

from setpoint.web.http import StaffRequest, actor, answer, wants
from setpoint.web.search.found import IN_THE_BOX, ON_THE_PAGE, look_up

BOX = "search-found"


def search(request: StaffRequest) -> HttpResponse:
    """Show what there is for ?q=; for nothing written, what ?recent= names."""
    text = request.GET.get("q", "").strip()
    boxed = wants(request, BOX)
    recent = [path for path in request.GET.get("recent", "").split(",") if path]
    limit = IN_THE_BOX if boxed else ON_THE_PAGE
    groups = look_up(actor(request), text, limit=limit, recent=recent)
    context = {"groups": groups, "text": text, "boxed": boxed, "more": any(group.more for group in groups)}
    return answer(request, "web/search/page.html", context, parts={BOX: "web/search/found.html"})
