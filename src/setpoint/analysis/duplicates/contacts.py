"""Addresses and numbers made comparable: one notation for each, "" where nothing can be compared."""

import re
from functools import lru_cache

import phonenumbers

from setpoint.analysis.duplicates.words import latin
from setpoint.kernel.folding import fold

LEAST_DIGITS = 5
_EXTENSION = re.compile(r"(?:доб|ext|x|вн)\.?\s*\d+\s*$", re.IGNORECASE)
# one mailbox under several names
_SAME_DOMAIN = {"googlemail.com": "gmail.com", "ya.ru": "yandex.ru", "yandex.com": "yandex.ru", "narod.ru": "yandex.ru"}
_DOTS_DO_NOT_COUNT = {"gmail.com": ".", "yandex.ru": "-"}
_OF_ADDRESSES = frozenset(
    (
        *("ulitsa", "ul", "dom", "d", "g", "gorod", "korpus", "korp", "k", "stroenie", "str", "kvartira", "kv"),
        *("ofis", "of", "office", "prospekt", "pr", "pl", "ploshchad", "per", "street", "st", "road", "rd"),
        *("avenue", "ave", "house", "suite", "apt", "floor", "city", "strasse", "str", "rue", "blvd", "boulevard"),
    )
)


@lru_cache(maxsize=4096)
def telephone(text: str, region: str) -> str:
    """Return a telephone as +79161234567, of `region` (RU) where it has no code of a country."""
    plain = _EXTENSION.sub("", text.strip())
    try:
        number = phonenumbers.parse(plain.replace("(0)", ""), region or None)
    except phonenumbers.NumberParseException:
        return _digits(plain)
    if not phonenumbers.is_possible_number(number):
        return _digits(plain)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def email(text: str) -> str:
    """Return the mailbox that an address leads to: without a tag, without dots that do not count."""
    name, at, domain = fold(text).partition("@")
    if not (name and at and domain):
        return ""
    domain = _SAME_DOMAIN.get(domain, domain)
    return f"{name.partition('+')[0].replace(_DOTS_DO_NOT_COUNT.get(domain, '+'), '')}@{domain}"


def register_number(text: str) -> str:
    """Return a number of a register (INN, VAT, account) as its letters and digits."""
    found = re.sub(r"[\W_]", "", text).upper()
    return found if len(found) >= LEAST_DIGITS else ""


def address(text: str) -> list[str]:
    """Return the telling words of an address, sorted."""
    return sorted({word for word in re.findall(r"\w+", latin(text)) if word not in _OF_ADDRESSES})


def _digits(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    return digits if len(digits) >= LEAST_DIGITS else ""
