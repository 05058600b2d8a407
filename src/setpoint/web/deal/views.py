"""One deal: its page, its panel beside a list, its timeline."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from setpoint.domains.sales.permissions import KIND
from setpoint.journal.reading import timeline
from setpoint.web.deal.showing import deal_context, visible_deal
from setpoint.web.http import StaffRequest, actor, answer, wants
from setpoint.web.timeline.telling import page_of

PARTS = {"beside": "web/deal/panel.html", "deal": "web/deal/panel.html"}


def deal(request: StaffRequest, deal_id: int) -> HttpResponse:
    """Show a deal."""
    beside = request.headers.get("HX-Current-URL", "") if wants(request, "beside") else ""
    return answer(request, "web/deal/page.html", deal_context(request, deal_id, beside=beside), parts=PARTS)


def deal_timeline(request: StaffRequest, deal_id: int) -> HttpResponse:
    """Show a channel or a further page of what happened to the deal."""
    found = visible_deal(request, deal_id)
    before = request.GET.get("before", "")
    by = actor(request)
    facts = timeline(by, about=(KIND, found.pk))
    lines = page_of(facts, by=by, currency=found.currency, channel=request.GET.get("channel", ""), before=before)
    if not request.headers.get("HX-Request"):
        return answer(request, "web/deal/page.html", deal_context(request, deal_id))
    part = "ui/timeline_lines.html" if before else "ui/timeline.html"
    return render(
        request, part, {"lines": lines, "url": reverse("deal_timeline", args=[deal_id]), "id": "deal-timeline"}
    )
