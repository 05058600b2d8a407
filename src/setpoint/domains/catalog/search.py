"""What of a product is found."""

from django.utils.translation import gettext_lazy as _

from setpoint.domains.catalog.permissions import KIND
from setpoint.platform.search.kinds import Field, Row, SearchKind, Shown, Sort, Weight, register_kind


def show(product: Row) -> Shown:
    """Show a product with its series."""
    return Shown(product["name"], (product["series"],), "archive")


register_kind(
    SearchKind(
        KIND,
        _("Products"),
        link="product",
        fields=(Field("name", Sort.TEXT, Weight.NAME), Field("series")),
        columns=("name", "series"),
        show=show,
    )
)
