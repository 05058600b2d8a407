"""How the company works with leads: policy, states in order, sources with their norms."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setpoint.domains.sales.models import LeadSource, LeadState, Meaning
from setpoint.domains.sales.operations import lead_words
from setpoint.kernel.permissions import scope_of
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.lead_settings.forms import PolicyForm, SourceForm

MOST_STATES = 20


def lead_settings(request: StaffRequest) -> HttpResponse:
    """Show and save how inquiries are worked."""
    _must(request)
    lead_words.ensure_words()
    form = PolicyForm(request.POST or None, instance=lead_words.policy_now())
    if request.method == "POST" and form.is_valid():
        lead_words.set_policy(by=actor(request), **form.values())
        say(request, _("Saved."))
        return HttpResponseRedirect(reverse("lead_settings"))
    return _page(request, form=form)


@require_POST
def states(request: StaffRequest) -> HttpResponse:
    """Save the states of leads in the order in which the form sends them."""
    _must(request)
    known = LeadState.objects.in_bulk()
    rows = []
    for place in range(MOST_STATES):
        name = request.POST.get(f"name.{place}", "").strip()
        if not name or request.POST.get(f"drop.{place}"):
            continue
        number, norm = request.POST.get(f"id.{place}", ""), request.POST.get(f"norm.{place}", "")
        state = known.get(int(number) if number.isdigit() else 0) or LeadState()
        state.name = name
        state.meaning = request.POST.get(f"meaning.{place}", Meaning.OPEN)
        state.norm_days = int(norm) if norm.isascii() and norm.isdigit() and len(norm) < len("10000") else 3
        position = request.POST.get(f"position.{place}", "")
        rows.append((int(position) if position.isascii() and position.isdigit() else MOST_STATES, place, state))
    try:
        lead_words.set_states([state for *_order, state in sorted(rows, key=lambda row: row[:2])], by=actor(request))
        say(request, _("Saved."))
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    return HttpResponseRedirect(reverse("lead_settings"))


@require_POST
def sources(request: StaffRequest) -> HttpResponse:
    """Save a source, ?id= a known one."""
    _must(request)
    number = request.POST.get("id", "")
    source = get_object_or_404(LeadSource, pk=int(number)) if number.isdigit() else None
    form = SourceForm(request.POST, instance=source)
    if not form.is_valid():
        return _page(request, source=form)
    lead_words.save_source(form.instance, by=actor(request))
    say(request, _("Saved."))
    return HttpResponseRedirect(reverse("lead_settings"))


def _page(request: StaffRequest, *, form: PolicyForm | None = None, source: SourceForm | None = None) -> HttpResponse:
    wrong = bool(source and source.errors) or bool(form and form.is_bound)
    context: dict[str, Any] = {
        "form": form or PolicyForm(instance=lead_words.policy_now()),
        "states": [*LeadState.objects.all(), None],
        "meanings": Meaning.choices,
        "sources": [
            (one, request.build_absolute_uri(reverse("inquiry_form", args=[one.key])))
            for one in LeadSource.objects.filter(closed_at=None)
        ],
        "source_form": source or SourceForm(),
    }
    return answer(request, "web/lead_settings/page.html", context, status=422 if wrong else 200)


def _must(request: StaffRequest) -> None:
    if scope_of(actor(request), lead_words.KIND, "change") is None:
        raise PermissionDenied
