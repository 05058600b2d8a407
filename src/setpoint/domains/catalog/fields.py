"""Products carry fields that an administrator adds."""

from django.utils.translation import gettext_lazy as _

from setpoint.domains.catalog.permissions import KIND, products_for
from setpoint.platform.fields.kinds import FieldKind, Native, register

register(
    FieldKind(
        KIND,
        _("Products"),
        products_for,
        natives=(
            Native("name", _("Name"), "text", "name"),
            Native("series", _("Series"), "text", "series"),
            Native("list_price", _("List price"), "money", "list_price", currency="currency"),
            Native("created", _("Added on"), "date", "created_at"),
        ),
    )
)
