"""What a deal's panel shows, beside a list or as a page of its own."""

from typing import Any

from django.forms import Form
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.permissions import KIND
from setpoint.journal.reading import timeline
from setpoint.kernel.field_rights import hidden, readonly, veil
from setpoint.kernel.models import User
from setpoint.kernel.permissions import scope_of, visible_to, within_scope
from setpoint.kernel.role_changes import ROLE
from setpoint.web.deal.forms import AmountForm, LossForm
from setpoint.web.deal.parts_showing import parts_of
from setpoint.web.fields.card import card_of
from setpoint.web.http import StaffRequest, actor
from setpoint.web.timeline.telling import page_of

TOUCHES = (
    ("call", _("Call"), "phone"),
    ("email", _("E-mail"), "mail"),
    ("meeting", _("Meeting"), "users"),
    ("note", _("Note"), "notes"),
)


def visible_deal(request: StaffRequest, deal_id: int) -> Deal:
    """Return a deal that this person sees; Http404 for any other."""
    deals = visible_to(actor(request), KIND).select_related(
        "stage",
        "pipeline",
        "owner",
        "customer",
        "product",
        "closure",
        "work_list_position",
        "hold",
        "mark",
        "recurrence",
    )
    deal: Deal | None = deals.filter(pk=deal_id).first()
    if deal is None:
        raise Http404
    return veil(actor(request), KIND, [deal])[0]


def opened_beside(request: StaffRequest, address: str) -> dict[str, Any]:
    """Return the panel that ?deal=7 asks for beside a list; nothing where this person does not see the deal."""
    number = request.GET.get("deal", "")
    try:
        return deal_context(request, int(number), beside=address) if number.isdigit() else {}
    except Http404:
        return {}


def deal_context(
    request: StaffRequest,
    deal_id: int,
    *,
    beside: str = "",
    amount: Form | None = None,
    loss: Form | None = None,
    enter: int | None = None,
) -> dict[str, Any]:
    """Return what the panel needs; `beside` is the address of the list it stands beside, `enter` a stage refused."""
    by = actor(request)
    deal = visible_deal(request, deal_id)
    changes = within_scope(by, Deal.objects.filter(pk=deal.pk), KIND, "change").exists()
    reassigns = changes and scope_of(by, KIND, "reassign") is not None
    facts = timeline(by, about=(KIND, deal.pk))
    return {
        "deal": deal,
        "explains": scope_of(by, ROLE, "see") is not None,
        "unseen": hidden(by, KIND),
        "unchanged": readonly(by, KIND),
        "stages": list(deal.pipeline.stages.all()),
        "changes": changes,
        "owners": _owners(request) if reassigns and deal.closed_at is None else [],
        "touches": TOUCHES,
        "amount_form": amount or AmountForm(deal.currency, initial={"amount": deal.amount}),
        "loss_form": loss or LossForm(),
        "lines": page_of(
            facts,
            by=by,
            currency=deal.currency,
            channel=request.GET.get("channel", ""),
            before=request.GET.get("before", ""),
        ),
        "timeline_url": reverse("deal_timeline", args=[deal.pk]),
        "beside_of": beside,
        "card": card_of(KIND, deal.pk, by, changes=changes),
        **parts_of(deal, by, changes=changes, enter=str(enter or request.GET.get("enter", ""))),
    }


def _owners(request: StaffRequest) -> list[User]:
    people = User.objects.filter(is_active=True)
    return list(within_scope(actor(request), people, KIND, "reassign", owner="pk").order_by("name"))
