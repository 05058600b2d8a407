"""Parts of deals and leads, and the words of sales."""

from django.db.models import QuerySet

from setpoint.api.rows.base import rows
from setpoint.domains.sales.models import (
    Competitor,
    CreditShare,
    Deal,
    DealContact,
    DealLine,
    Gate,
    Handover,
    Hold,
    Lead,
    LeadSource,
    LeadState,
    Pipeline,
    Recurrence,
    Recut,
    RoutingRule,
    Stage,
)
from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import scope_of, visible_to

for _path, _model, _columns in (
    ("lines", DealLine, ("product", "quantity", "price")),
    ("competitors", Competitor, ("name",)),
    ("credit", CreditShare, ("user", "share")),
    ("payments", Recurrence, ("period", "periods", "amount")),
    ("hold", Hold, ("until", "reason", "since")),
):
    rows(
        f"deals/{{number}}/{_path}",
        _model,
        _columns,
        lambda _by, deal, model=_model: model.objects.filter(deal=deal),
        within=Deal,
    )


def _contacts(by: Actor, deal: Deal) -> QuerySet[DealContact]:
    return DealContact.objects.filter(deal=deal, party__in=visible_to(by, "customers.party"))


def _cuts(by: Actor) -> QuerySet[Recut]:
    return Recut.objects.all() if not by.is_person or scope_of(by, "sales.routing", "change") else Recut.objects.none()


rows("deals/{number}/contacts", DealContact, ("party", "role"), _contacts, within=Deal)
rows(
    "leads/{number}/handovers",
    Handover,
    ("giver", "receiver", "offered_at", "answered_at", "accepted", "reason"),
    lambda _by, lead: Handover.objects.filter(lead=lead),
    within=Lead,
)
rows("pipelines", Pipeline, ("name", "position"), lambda _by: Pipeline.objects.all())
rows(
    "stages",
    Stage,
    ("pipeline", "name", "position", "probability", "norm_days", "effort", "touch_gap"),
    lambda _by: Stage.objects.all(),
)
rows(
    "stages/{number}/gates",
    Gate,
    ("check_key", "argument", "hard"),
    lambda _by, stage: Gate.objects.filter(stage=stage),
    within=Stage,
)
rows(
    "lead-states",
    LeadState,
    ("name", "position", "meaning", "norm_days", "effort"),
    lambda _by: LeadState.objects.all(),
)
rows(
    "lead-sources",
    LeadSource,
    ("key", "name", "norm_minutes", "points", "closed_at"),
    lambda _by: LeadSource.objects.all(),
)
rows(
    "routing-rules",
    RoutingRule,
    ("name", "position", "conditions", "method", "needs_skill", "in_territory", "most_open", "enabled"),
    "sales.routing",
)
rows("territory-cuts", Recut, ("state", "made_at", "applied_at"), _cuts)
