"""Files of Tidewater Sheds and the kind of rows that they hold."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils.translation import gettext_lazy as _

from setpoint.platform.importing.kinds import Field, FieldType, ImportKind
from setpoint.platform.importing.vocabularies import countries

DEALS = ImportKind(
    "deals",
    _("Deals"),
    (
        Field("key", _("Number"), FieldType.KEY, ("opportunity id", "id", "номер"), filled=True),
        Field("owner", _("Owner"), FieldType.REFERENCE, ("sales agent", "ответственный"), refers_to="owners"),
        Field("product", _("Product"), FieldType.REFERENCE, ("товар",), refers_to="products", required=True),
        Field("created", _("Created"), FieldType.DATE, ("engage date", "дата создания")),
        Field("amount", _("Amount"), FieldType.MONEY, ("close value", "сумма", "бюджет"), required=True),
        Field("country", _("Country"), FieldType.CATEGORY, ("страна",), vocabulary=countries),
        Field("sheds", _("Sheds"), FieldType.WHOLE, ("количество",)),
    ),
)
PRODUCTS = ImportKind(
    "products",
    _("Products"),
    (
        Field("product", _("Product"), FieldType.KEY, required=True),
        Field("price", _("Price"), FieldType.MONEY, ("sales price", "цена"), required=True),
    ),
)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a file in some encoding and return its path."""

    def written(text: str | bytes, name: str = "deals.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return written


@pytest.fixture
def deals() -> ImportKind:
    return DEALS


@pytest.fixture
def products() -> ImportKind:
    return PRODUCTS
