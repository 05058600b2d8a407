"""Telephones in any notation: the digits under which a number stands in the index, and under which it is looked for."""

import re
from collections.abc import Iterator

import phonenumbers

LEAST_DIGITS = 3
# digits, and what people put between them
_NUMBER = re.compile(r"\+?[\d\s().\-–/]+")
_TRUNK = re.compile(r"\(0\)")


def phone_keys(text: str, country: str) -> set[str]:
    """Return the national digits, and "<" with all digits from behind, of a telephone kept in a card of `country`."""
    try:
        number = phonenumbers.parse(_TRUNK.sub("", text), country)
    except phonenumbers.NumberParseException:
        digits = "".join(re.findall(r"\d", text))
        return {digits, f"<{digits[::-1]}"} if len(digits) >= LEAST_DIGITS else set()
    national = phonenumbers.national_significant_number(number)
    return {national, f"<{f'{number.country_code}{national}'[::-1]}"}


def asked_phone(text: str, country: str) -> set[str]:
    """Return what a telephone, or a part of one, may begin with in the index; empty where `text` is no telephone."""
    if not _NUMBER.fullmatch(text.strip()):
        return set()
    digits = "".join(re.findall(r"\d", _TRUNK.sub("", text)))
    if len(digits) < LEAST_DIGITS:
        return set()
    beginnings = {digits, *_without_code(digits, country), *_without_trunk(digits, country)}
    # one may remember only the end
    endings = {f"<{part[::-1]}" for part in beginnings if len(part) > LEAST_DIGITS}
    return beginnings | endings


def _without_code(digits: str, country: str) -> Iterator[str]:
    """Take the code of a country off: the company's own one always, any other where it follows 00 or stands whole."""
    rest = digits.removeprefix("00")
    own = str(phonenumbers.country_code_for_region(country) or "")
    if own and rest.startswith(own) and len(rest) > len(own):
        yield rest[len(own) :]
    for size in (1, 2, 3):
        if int(rest[:size] or 0) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE and len(rest) - size >= 2 * LEAST_DIGITS:
            yield rest[size:]


def _without_trunk(digits: str, country: str) -> Iterator[str]:
    """Take off what is dialled before a number inside the country: 8 in Russia, 0 in most of Europe."""
    trunk = phonenumbers.ndd_prefix_for_region(country, strip_non_digits=True) or ""
    if trunk and digits.startswith(trunk) and len(digits) - len(trunk) >= LEAST_DIGITS:
        yield digits[len(trunk) :]
