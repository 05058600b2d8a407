"""The list of products."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from setpoint.domains.catalog.models import Product
from setpoint.domains.catalog.operations import products
from setpoint.domains.catalog.permissions import KIND
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Company
from setpoint.kernel.refs import Ref
from setpoint.platform.lists.changes import Change
from setpoint.platform.lists.columns import Native
from setpoint.platform.lists.kinds import ListKind, register
from setpoint.platform.lists.types import Amount, Moment, Text


def _give_series(values: Mapping[int, Any], by: Actor) -> None:
    products.change_many({pk: {"series": value} for pk, value in values.items()}, by=by)


def _give_price(values: Mapping[int, Any], by: Actor) -> None:
    """Give prices as the company counts; a product priced in another currency is named, and nothing changes."""
    company = Company.objects.values_list("currency", flat=True).get()
    other = Product.objects.filter(pk__in=values).exclude(currency=company).first()
    if other is not None:
        raise ValidationError(
            gettext("“%(name)s” has its price in %(currency)s: change it on its own page.")
            % {"name": other.name, "currency": other.currency}
        )
    products.change_many({pk: {"list_price": value} for pk, value in values.items()}, by=by)


def _read_price(text: str, _by: Actor) -> int:
    price = int(Amount().read(text))
    if price < 0:
        raise ValidationError(gettext("A price is not below zero."))
    return price


register(
    ListKind(
        KIND,
        _("Products"),
        (
            Native(
                "name",
                _("Product"),
                Text(folded=True),
                "folded",
                value=lambda row: row.name,
                ref=lambda row: Ref(KIND, row.pk),
                sorts="folded",
            ),
            Native("series", _("Series"), Text(), "series", value=lambda row: row.series, sorts="series"),
            Native(
                "list_price", _("List price"), Amount(), "list_price", value=lambda row: row.price, sorts="list_price"
            ),
            Native(
                "created", _("Added on"), Moment(), "created_at", value=lambda row: row.created_at, sorts="created_at"
            ),
        ),
        changes=(
            Change(
                "series",
                _("Series"),
                lambda text, _by: text.strip(),
                _give_series,
                lambda ids: dict(Product.objects.filter(pk__in=ids).values_list("pk", "series")),
                lambda plain: plain,
            ),
            Change(
                "list_price",
                _("List price"),
                _read_price,
                _give_price,
                lambda ids: dict(Product.objects.filter(pk__in=ids).values_list("pk", "list_price")),
                lambda plain: plain,
                None,
                "number",
            ),
        ),
    )
)
