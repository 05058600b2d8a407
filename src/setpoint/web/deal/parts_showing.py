"""The parts of a deal as its panel shows them."""

from typing import Any

from setpoint.domains.sales.gates import missing_for
from setpoint.domains.sales.models import ContactRole, Deal, Pipeline, Stage
from setpoint.domains.sales.models.deal_parts import Period
from setpoint.domains.sales.permissions import KIND
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import User
from setpoint.kernel.money import Money
from setpoint.kernel.permissions import visible_to
from setpoint.web.activity.planned import planned_about, sequences_open

PERCENT = 10_000


def parts_of(deal: Deal, by: Actor, *, changes: bool, enter: str) -> dict[str, Any]:
    """Return what the panel needs of the parts; a handful of queries. `enter` names the stage one wants to enter."""
    planned = planned_about(by, KIND, deal.pk)
    lines = list(deal.lines.select_related("product"))
    credit = list(deal.credit.select_related("user"))
    shares = {row.user_id: row.share for row in credit}
    people = User.objects.filter(is_active=True, team__isnull=False).order_by("name") if changes else ()
    others = Pipeline.objects.exclude(pk=deal.pipeline_id)
    return {
        "hold": getattr(deal, "hold", None),
        "next_step": planned[0] if planned else None,
        "planned": planned,
        "sequences_open": sequences_open(by) if changes and deal.closed_at is None else [],
        "word": f"{KIND}:{deal.pk}",
        "deal_mark": getattr(deal, "mark", None),
        "recurrence": (paid := getattr(deal, "recurrence", None)),
        "recurring": Money(paid.amount, deal.currency) if paid else None,
        "contacts": list(deal.contacts.select_related("party")),
        "contact_roles": ContactRole.choices,
        "lines_of_deal": [
            (row, Money(row.price, deal.currency), Money(row.price * row.quantity, deal.currency)) for row in lines
        ],
        "products_offered": list(visible_to(by, "catalog.product").order_by("name")) if changes else [],
        "competitors": ", ".join(deal.competitors.values_list("name", flat=True)),
        "credit": [(row.user.name, row.share / PERCENT) for row in credit],
        "credit_people": [(person, shares[person.pk] / PERCENT if person.pk in shares else None) for person in people],
        "periods_offered": Period.choices,
        "pipelines_to": list(others.prefetch_related("stages")) if changes else [],
        **_gate(deal, enter),
    }


def _gate(deal: Deal, number: str) -> dict[str, Any]:
    """Return what the deal lacks for the stage that ?enter= names; nothing where it lacks nothing."""
    stage = Stage.objects.filter(pk=int(number)).first() if number.isdigit() and len(number) < 18 else None  # noqa: PLR2004 - digits
    if stage is None or deal.closed_at is not None:
        return {}
    lacking = missing_for({deal.pk: stage}, {deal.pk: deal}).get(deal.pk, [])
    parts = {one.where for one in lacking}
    return {"entering": stage, "lacking": lacking, "lacking_parts": parts} if lacking else {}
