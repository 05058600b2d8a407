"""What deals tell a person about himself."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from setpoint.domains.sales.models import Closure, Deal, Hold
from setpoint.kernel.facts import JsonDict
from setpoint.platform.personal.free_texts import register_free_texts
from setpoint.platform.personal.parts import Part, register_part
from setpoint.platform.personal.people import register_hold


def deals(person: int) -> list[JsonDict]:
    """Return his deals."""
    found = Deal.objects.filter(customer=person).select_related("stage", "owner", "product", "closure")
    return [
        {
            "number": deal.pk,
            "name": deal.name,
            "stage": deal.stage.name,
            "product": deal.product.name if deal.product else "",
            "amount": str(deal.money) if deal.money else None,
            "owner": deal.owner.name,
            "created_at": deal.opened_at,
            "closed_at": deal.closed_at,
            "outcome": deal.closure.get_outcome_display() if hasattr(deal, "closure") else "",
            "reason": deal.closure.reason if hasattr(deal, "closure") else "",
        }
        for deal in found.order_by("pk")
    ]


def with_open_deals(people: Iterable[int]) -> set[int]:
    """Return those with whom something is being done: no rule takes them."""
    found = Deal.objects.filter(customer__in=list(people), closed_at=None)
    return {pk for pk in found.values_list("customer_id", flat=True) if pk is not None}


register_free_texts(Closure, "reason")
register_free_texts(Hold, "reason", empty="-")
register_part(Part("deals", _("Deals"), deals, tables=("sales_deal",), stays=True, position=20))
register_hold("sales.open_deals", with_open_deals)
