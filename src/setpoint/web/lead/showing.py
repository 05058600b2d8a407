"""What a lead's panel shows, beside a list or as a page of its own."""

from typing import Any

from django.http import Http404
from django.urls import reverse

from setpoint.domains.sales.models import Lead, Meaning
from setpoint.domains.sales.permissions import LEAD
from setpoint.journal.reading import timeline
from setpoint.kernel.field_rights import hidden, veil
from setpoint.kernel.models import User
from setpoint.kernel.permissions import scope_of, visible_to, within_scope
from setpoint.kernel.role_changes import ROLE
from setpoint.web.activity.planned import planned_about, sequences_open
from setpoint.web.deal.showing import TOUCHES
from setpoint.web.fields.card import card_of
from setpoint.web.http import StaffRequest, actor
from setpoint.web.timeline.telling import page_of


def visible_lead(request: StaffRequest, lead_id: int) -> Lead:
    """Return a lead that this person sees; Http404 for any other."""
    leads = visible_to(actor(request), LEAD).select_related(
        "state", "source", "owner", "customer", "product", "territory", "ending", "nurture", "qualified_by", "consent"
    )
    lead: Lead | None = leads.filter(pk=lead_id).first()
    if lead is None:
        raise Http404
    return veil(actor(request), LEAD, [lead])[0]


def opened_beside(request: StaffRequest, address: str) -> dict[str, Any]:
    """Return the panel that ?lead=7 asks for beside a list; nothing where this person does not see the lead."""
    number = request.GET.get("lead", "")
    try:
        return lead_context(request, int(number), beside=address) if number.isdigit() else {}
    except Http404:
        return {}


def lead_context(request: StaffRequest, lead_id: int, *, beside: str = "", **more: Any) -> dict[str, Any]:
    """Return what the panel needs; `beside` is the address of the list it stands beside."""
    by = actor(request)
    lead = visible_lead(request, lead_id)
    changes = within_scope(by, Lead.objects.filter(pk=lead.pk), LEAD, "change").exists()
    reassigns = changes and scope_of(by, LEAD, "reassign") is not None
    facts = timeline(by, about=(LEAD, lead.pk))
    people = User.objects.filter(is_active=True)
    return {
        "lead": lead,
        "planned": planned_about(by, LEAD, lead.pk),
        "sequences_open": sequences_open(by) if changes and lead.ended_at is None else [],
        "word": f"{LEAD}:{lead.pk}",
        "answers": list(lead.answers.all()),
        "handover": lead.handovers.order_by("-pk").select_related("giver", "receiver").first(),
        "unseen": hidden(by, LEAD),
        "changes": changes,
        "takes": lead.owner_id is None and lead.ended_at is None and scope_of(by, LEAD, "change") is not None,
        "owners": list(within_scope(by, people, LEAD, "reassign", owner="pk").order_by("name")) if reassigns else [],
        "receivers": list(people.filter(role__isnull=False).order_by("name")) if changes else [],
        "touches": TOUCHES,
        "is_open": lead.state.meaning == Meaning.OPEN,
        "is_offered": lead.state.meaning == Meaning.QUALIFIED,
        "explains": scope_of(by, ROLE, "see") is not None,
        "lines": page_of(
            facts,
            by=by,
            currency=request.company.currency,
            channel=request.GET.get("channel", ""),
            before=request.GET.get("before", ""),
        ),
        "timeline_url": reverse("lead_timeline", args=[lead.pk]),
        "beside_of": beside,
        "card": card_of(LEAD, lead.pk, by, changes=changes),
        **more,
    }
