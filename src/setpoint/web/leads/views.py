"""The list of leads, and the board by their states."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from setpoint.domains.sales.models import Lead, LeadSource, LeadState
from setpoint.domains.sales.permissions import LEAD
from setpoint.kernel.clock import company_now
from setpoint.kernel.folding import fold
from setpoint.kernel.models import User
from setpoint.kernel.permissions import scope_of, visible_to, within_scope
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.lead.showing import opened_beside
from setpoint.web.leads.cards import drawn
from setpoint.web.lists.asking import listing
from setpoint.web.lists.showing import render_list

PAGE = 15


def leads(request: StaffRequest) -> HttpResponse:
    """Show a page of the list."""
    by = actor(request)
    asked = listing(LEAD, request.GET, by)
    query = asked.parameters.urlencode()
    context: dict[str, Any] = {
        "creates": bool(scope_of(by, LEAD, "create")),
        "empty": "web/leads/empty.html",
        "nothing": "web/leads/nothing.html",
        "quick": _("Name of the lead"),
        "tabs_label": _("Which leads"),
        "changed": "leads-changed",
        "beside": "lead",
    }
    if request.headers.get("HX-Target") not in ("list", "more"):
        context |= opened_beside(request, f"{reverse('leads')}?{query}{'&' if query else ''}")
    return render_list(request, asked, "web/leads/page.html", context)


def lead_board(request: StaffRequest) -> HttpResponse:
    """Show open leads by state, the newest first; those left to marketing are silent."""
    by = actor(request)
    rows = _asked(request, visible_to(by, LEAD))
    counts = dict(rows.order_by().values_list("state").annotate(count=Count("pk")))
    late = dict(
        rows.filter(responded_at=None, due_at__lt=company_now()).order_by().values_list("state").annotate(Count("pk"))
    )
    states = list(LeadState.objects.all())
    address = _address(request)
    columns = []
    for state in states:
        cards = _page(rows.filter(state=state), "")
        columns.append(
            {
                "state": state,
                "count": counts.get(state.pk, 0),
                "late": late.get(state.pk, 0),
                "cards": drawn(cards[:PAGE], company_now(), address),
                "more": _more(request, state, cards),
            }
        )
    context: dict[str, Any] = {
        "columns": columns,
        "address": address,
        "creates": bool(scope_of(by, LEAD, "create")),
        "empty": not any(column["count"] for column in columns) and not request.GET,
        "asked": request.GET,
    }
    if request.headers.get("HX-Target") != "board":
        people = within_scope(by, User.objects.filter(is_active=True), LEAD, "see", owner="pk").order_by("name")
        context |= {"owners": list(people), "sources": list(LeadSource.objects.all())}
        context |= opened_beside(request, address)
    return answer(request, "web/leads/board_page.html", context, parts={"board": "web/leads/board.html"})


def lead_column(request: StaffRequest, state_id: int) -> HttpResponse:
    """Show the cards of a state after ?after=."""
    state = get_object_or_404(LeadState, pk=state_id)
    rows = _asked(request, visible_to(actor(request), LEAD)).filter(state=state)
    cards = _page(rows, request.GET.get("after", ""))
    query = request.GET.copy()
    query.pop("after", None)
    address = f"{reverse('lead_board')}?{query.urlencode()}{'&' if query else ''}"
    context = {"cards": drawn(cards[:PAGE], company_now(), address), "more": _more(request, state, cards)}
    return render(request, "web/board/cards.html", context)


def _asked(request: StaffRequest, rows: "QuerySet[Lead]") -> "QuerySet[Lead]":
    """Keep open leads that fit what the address narrows by; what is no number narrows nothing."""
    rows = rows.filter(ended_at=None, nurture=None)
    for name in ("owner", "source"):
        number = request.GET.get(name, "")
        if name == "owner" and number == "pool":
            rows = rows.filter(owner=None)
        elif number.isascii() and number.isdigit():
            rows = rows.filter(**{name: int(number)})
    text = fold(request.GET.get("q", ""))
    return rows.filter(Q(folded__contains=text)) if text else rows


def _page(rows: "QuerySet[Lead]", after: str) -> list[Lead]:
    moment, _sign, number = after.rpartition("_")
    if number.isdigit() and moment:
        rows = rows.filter(Q(received_at__lt=moment) | Q(received_at=moment, pk__lt=int(number)))
    named = rows.select_related("owner", "source", "state").order_by("-received_at", "-pk")
    return list(named[: PAGE + 1])


def _more(request: StaffRequest, state: LeadState, cards: list[Lead]) -> str:
    if len(cards) <= PAGE:
        return ""
    last = cards[PAGE - 1]
    query = request.GET.copy()
    query.pop("lead", None)
    query["after"] = f"{last.received_at.isoformat()}_{last.pk}"
    return f"{reverse('lead_column', args=[state.pk])}?{query.urlencode()}"


def _address(request: StaffRequest) -> str:
    query = request.GET.copy()
    query.pop("lead", None)
    return f"{request.path}?{query.urlencode()}{'&' if query else ''}"
