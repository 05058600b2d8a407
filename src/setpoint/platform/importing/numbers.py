"""Numbers and amounts of money as people and programs write them, exact to the last digit."""

import re
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from babel.numbers import get_currency_precision
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from setpoint.platform.importing.problems import CellError

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_SIGNED = re.compile(r"(?P<open>\()?(?P<sign>[+-])? ?(?P<body>[^()]*)(?(open)\))")
_SHORTENED = re.compile(r"[+-]?\d+([.,]\d+)?[eE][+-]?\d+")
_SIGNS = {
    "$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "₽": "RUB", "руб": "RUB", "руб.": "RUB",
    "р": "RUB", "р.": "RUB", "₸": "KZT", "₴": "UAH", "₹": "INR", "₺": "TRY", "zł": "PLN",
}  # fmt: skip
_CURRENCY = re.compile(
    r"(?P<before>[^\d\s.,()'’+-][^\d\s,()+-]*)?\s*(?P<body>[\d.,'’ ]+?)\s*(?P<after>[^\d\s.,()'’+-]\D*)?"
)


class DecimalMark(StrEnum):
    """The character between whole and fraction; the other one parts thousands."""

    POINT = "."
    COMMA = ","

    @property
    def label(self) -> Promise:
        """The mark with an example, for the user to choose."""
        return _LABELS[self]


_LABELS = {
    DecimalMark.POINT: _("point: 1,234.50 is one thousand two hundred thirty-four and a half"),
    DecimalMark.COMMA: _("comma: 1.234,50 is one thousand two hundred thirty-four and a half"),
}
_WHOLE = r"(?:\d{1,3}(?P<group>[ '’%s])\d{3}(?:(?P=group)\d{3})*|\d+)"
_FORMS = {
    DecimalMark.POINT: re.compile(_WHOLE % "," + r"(?:\.\d*)?|\.\d+"),
    DecimalMark.COMMA: re.compile(_WHOLE % "." + r"(?:,\d*)?|,\d+"),
}


class Amount(NamedTuple):
    """An amount and the ISO 4217 code that its cell names, "" where it names none."""

    value: Decimal
    currency: str


def parse_number(text: str, mark: DecimalMark) -> Decimal:
    """Read a number; a minus, or brackets as accountants write them, make it negative. `CellError`."""
    compact = _SPACES.sub(" ", text.strip()).replace("−", "-")
    if _SHORTENED.fullmatch(compact):
        raise CellError("number.shortened", value=text)
    found = _SIGNED.fullmatch(compact)
    if not found or not _FORMS[mark].fullmatch(found["body"]) or not found["body"].replace("’", "'").isascii():
        raise CellError("number.unreadable", value=text)
    grouping = "," if mark is DecimalMark.POINT else "."
    digits = re.sub(rf"[ '’{grouping}]", "", found["body"]).replace(",", ".")
    return -Decimal(digits) if found["sign"] == "-" or found["open"] else Decimal(digits)


def parse_amount(text: str, mark: DecimalMark) -> Amount:
    """Read an amount with or without a sign or code of its currency before or after it. `CellError`."""
    compact = _SPACES.sub(" ", text.strip()).replace("−", "-")
    bracketed = compact.startswith("(") and compact.endswith(")")
    inner = compact[1:-1].strip() if bracketed else compact
    minus = "-" if bracketed or "-" in inner[:4] or inner.endswith("-") else ""
    found = _CURRENCY.fullmatch(inner.replace("-", "", 1).lstrip("+").strip())
    if not found or (found["before"] and found["after"]):
        return Amount(parse_number(text, mark), "")
    sign = (found["before"] or found["after"] or "").strip()
    return Amount(parse_number(minus + found["body"], mark), _code(sign, text))


def check_precision(value: Decimal, currency: str, text: str) -> None:
    """Refuse an amount with more decimals than its currency has. `CellError`."""
    digits = get_currency_precision(currency)
    if value != round(value, digits):
        raise CellError("amount.precise", value=text, currency=currency, digits=str(digits))


def _code(sign: str, text: str) -> str:
    if not sign:
        return ""
    code = _SIGNS.get(sign.lower(), sign.upper())
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise CellError("number.unreadable", value=text)
    return code
