"""What of a deal is found: its name, its customer's and its product's."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setpoint.domains.sales.permissions import KIND
from setpoint.platform.search.kinds import Field, Row, SearchKind, Shown, Sort, Weight, register_kind


def show(deal: Row) -> Shown:
    """Show a deal with its stage, or with what it was found by."""
    state = _("closed") if deal["closed_at"] else deal["stage__name"]
    return Shown(deal["name"], (state, deal["customer__name"] or "", deal["product__name"] or ""), "layout-kanban")


register_kind(
    SearchKind(
        KIND,
        gettext_lazy("Deals"),
        link="deal",
        fields=(
            Field("name", Sort.TEXT, Weight.NAME, personal=True),
            Field("customer__name", Sort.NAME, personal=True),
            Field("product__name"),
        ),
        columns=("name", "closed_at", "stage__name", "customer__name", "product__name"),
        show=show,
        person="customer",
        follows={"customers.party": "customer", "catalog.product": "product"},
        ignores={"sales.deal_touched", "sales.deal_moved", "sales.deal_won", "sales.deal_lost", "sales.deal_reopened"}
        | {"sales.deal_reassigned"},
    )
)
