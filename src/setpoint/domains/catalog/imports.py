"""Import of products: one row, one product with its list price."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from setpoint.domains.catalog.models import Product
from setpoint.domains.catalog.operations import products
from setpoint.domains.catalog.permissions import KIND
from setpoint.kernel.folding import fold
from setpoint.kernel.money import Money
from setpoint.kernel.refs import Ref
from setpoint.platform.importing.importer import Importer, Written
from setpoint.platform.importing.kinds import Field, FieldType, ImportKind, register_kind
from setpoint.platform.importing.parsing import Record


class ProductRows(Importer):
    """Creates products; one of the same name is there already."""

    @classmethod
    def known(cls) -> Mapping[str, Collection[str]]:
        """Return the names of products."""
        return {"products": list(Product.objects.values_list("name", flat=True))}

    def matched(self, records: Sequence[Record]) -> set[int]:
        """Compare names as they are searched."""
        names = {record.row: fold(record.text("name")) for record in records}
        there = set(Product.objects.filter(folded__in=names.values()).values_list("folded", flat=True))
        return {row for row, name in names.items() if name in there}

    def write(self, records: Sequence[Record]) -> Written:
        """Create the products, now."""
        created = products.create_many([self._product(record) for record in records], by=self.by)
        return Written([Ref(KIND, product.pk) for product in created])

    def _product(self, record: Record) -> Product:
        price = record.values["price"]
        amount = Money.of(price if isinstance(price, Decimal) else 0, self.agreement.currency)
        return Product(
            name=record.text("name"),
            series=record.text("series"),
            list_price=amount.minor,
            currency=amount.currency,
        )


register_kind(
    ImportKind(
        "products",
        _("Products"),
        (
            Field(
                "name",
                _("Name"),
                FieldType.KEY,
                ("product", "product name", "item", "товар", "продукт", "название", "наименование", "услуга"),
                required=True,
                filled=True,
                length=200,
            ),
            Field("series", _("Series"), synonyms=("line", "family", "серия", "категория", "группа"), length=80),
            Field(
                "price",
                _("List price"),
                FieldType.MONEY,
                ("sales price", "price", "unit price", "list price", "цена", "стоимость", "цена за единицу"),
                required=True,
                filled=True,
            ),
        ),
        order=10,
        rights=((KIND, "create"),),
        provides={"products": ("name",)},
        importer=ProductRows,
    )
)
