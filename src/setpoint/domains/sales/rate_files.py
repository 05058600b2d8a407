"""Daily rates as two central banks publish them.

European Central Bank: eurofxref XML (https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml), nested Cube
elements with `time`, `currency`, `rate`: units of the currency for one euro. Bank of Russia: XML_daily.asp
(https://www.cbr.ru/development/SXML/), ValCurs with Date, Valute with CharCode, Nominal, Value: roubles for so many.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PLACES = Decimal("0.00000001")
MOST = 200_000


@dataclass(frozen=True)
class Rate:
    """One unit of `currency` is worth `rate` units of `base` on `day`."""

    bank: str
    day: date
    base: str
    currency: str
    rate: Decimal


def read_rates(content: bytes) -> list[Rate]:
    """Return the rates of a file of either bank. ValidationError says what is wrong with it."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as wrong:
        raise ValidationError({"file": _("This is no XML file of rates, or it is damaged.")}) from wrong
    try:
        found = list(_cbr(root) if root.tag == "ValCurs" else _ecb(root))
    except (KeyError, ValueError, InvalidOperation, TypeError, AttributeError, ZeroDivisionError) as wrong:
        raise ValidationError({"file": _("A rate in the file cannot be read. Download the file again.")}) from wrong
    if not found or len(found) > MOST:
        raise ValidationError(
            {"file": _("The file holds no rates that we know: it takes files of the ECB and of the Bank of Russia.")}
        )
    return found


def _ecb(root: object) -> Iterator[Rate]:
    for node in root.iter():  # type: ignore[attr-defined] # an element
        if "time" in node.attrib:
            day = date.fromisoformat(node.attrib["time"])
            for one in node:
                per_euro = _positive(one.attrib["rate"])
                yield Rate("ecb", day, "EUR", _code(one.attrib["currency"]), (1 / per_euro).quantize(PLACES))


def _cbr(root: object) -> Iterator[Rate]:
    day = datetime.strptime(root.attrib["Date"], "%d.%m.%Y").date()  # type: ignore[attr-defined]  # noqa: DTZ007 - a day
    for one in root.iter("Valute"):  # type: ignore[attr-defined] # an element
        value = _positive(one.findtext("Value").replace(",", "."))
        units = _positive(one.findtext("Nominal"))
        yield Rate("cbr", day, "RUB", _code(one.findtext("CharCode")), (value / units).quantize(PLACES))


def _positive(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite() or number <= 0:
        raise ValueError(text)
    return number


def _code(text: str) -> str:
    if not (len(text) == len("USD") and text.isascii() and text.isupper()):
        raise ValueError(text)
    return text
