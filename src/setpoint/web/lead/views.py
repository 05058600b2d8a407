"""One lead: its page, its panel beside a list, its timeline."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from setpoint.domains.sales.permissions import LEAD
from setpoint.journal.reading import timeline
from setpoint.web.http import StaffRequest, actor, answer, wants
from setpoint.web.lead.showing import lead_context, visible_lead
from setpoint.web.timeline.telling import page_of

PARTS = {"beside": "web/lead/panel.html", "lead": "web/lead/panel.html"}


def lead(request: StaffRequest, lead_id: int) -> HttpResponse:
    """Show a lead."""
    beside = request.headers.get("HX-Current-URL", "") if wants(request, "beside") else ""
    return answer(request, "web/lead/page.html", lead_context(request, lead_id, beside=beside), parts=PARTS)


def lead_timeline(request: StaffRequest, lead_id: int) -> HttpResponse:
    """Show a channel or a further page of what happened to the lead."""
    found = visible_lead(request, lead_id)
    if not request.headers.get("HX-Request"):
        return answer(request, "web/lead/page.html", lead_context(request, lead_id))
    by, before = actor(request), request.GET.get("before", "")
    lines = page_of(
        timeline(by, about=(LEAD, found.pk)),
        by=by,
        currency=request.company.currency,
        channel=request.GET.get("channel", ""),
        before=before,
    )
    part = "ui/timeline_lines.html" if before else "ui/timeline.html"
    return render(
        request, part, {"lines": lines, "url": reverse("lead_timeline", args=[lead_id]), "id": "lead-timeline"}
    )
