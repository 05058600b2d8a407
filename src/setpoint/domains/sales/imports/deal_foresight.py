"""The amounts that deals of an export will have: real ones, estimates by the list price, unknown ones."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from setpoint.domains.catalog.models import Product
from setpoint.domains.sales.imports.deal_settings import DealSettings
from setpoint.kernel.money import Money
from setpoint.platform.importing.agreeing import parser_of
from setpoint.platform.importing.importer import Foreseen
from setpoint.platform.importing.parsing import Record
from setpoint.platform.importing.problems import FileError
from setpoint.platform.importing.sources import rows
from setpoint.platform.models import ImportFile

# a list of products is short; what else is given as one is not read to its end for a preview
_MOST_PRICES = 5000


def foresee(
    records: Sequence[Record], settings: DealSettings, currency: str, files: Iterable[ImportFile]
) -> dict[int, Mapping[str, Foreseen]]:
    """Return row -> "amount" -> what stands in for the amount of the row, where something does."""
    wanted = {record.text("product") for record in records if record.values.get("amount") is None} - {""}
    prices = _prices(wanted, currency, files) if wanted else {}
    found: dict[int, Mapping[str, Foreseen]] = {}
    for record in records:
        if settings.outcome(record.text("stage")) == "lost":
            found[record.row] = {"amount": Foreseen(None)}
        elif record.values.get("amount") is None and (price := prices.get(record.text("product"))):
            found[record.row] = {"amount": Foreseen(price, estimated=True)}
    return found


def _prices(names: set[str], currency: str, files: Iterable[ImportFile]) -> dict[str, Decimal]:
    prices: dict[str, Decimal] = {}
    for file in files:
        if file.kind == "products":
            prices |= {name: price for name, price in _listed(file) if name in names}
    there = Product.objects.filter(name__in=names, currency=currency).values_list("name", "list_price")
    return prices | {name: Money(price, currency).amount for name, price in there if price is not None}


def _listed(file: ImportFile) -> Iterable[tuple[str, Decimal]]:
    try:
        parser = parser_of(file, {})
    except FileError:
        return
    for row in rows(parser.source):
        record = parser.parse(row)
        if isinstance(record, Record) and isinstance(price := record.values.get("price"), Decimal):
            yield record.text("name"), price
        if row.number > _MOST_PRICES:
            return
