"""By what a party is reached: e-mail and telephone here, further media as channels register them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setpoint.kernel.folding import fold
from setpoint.kernel.models import Company

# what stands on the party for lists
LONGEST_PHONE = 40


@dataclass(frozen=True)
class Medium:
    """`normalise(value, country)` gives what equal addresses have in common, "" where there is no such form.

    `check` raises ValidationError, in words, where no such address can be. `field` is the field of rights.
    """

    key: str
    label: str | Promise
    icon: str
    normalise: Callable[[str, str], str]
    check: Callable[[str], None]
    field: str = "addresses"


MEDIA: dict[str, Medium] = {}


def register_medium(medium: Medium) -> Medium:
    """Let parties be reached by a further medium."""
    MEDIA[medium.key] = medium
    return medium


def normalise(medium: str, value: str, country: str) -> str:
    """Return the normalised form of an address; `country` (ISO) is that of telephones without a code."""
    return MEDIA[medium].normalise(value, country)


def home_country() -> str:
    """Return the country whose telephones are written without its code."""
    return Company.objects.values_list("country", flat=True).first() or "US"


def normalised_email(value: str, _country: str = "") -> str:
    """Return an e-mail address folded, its domain in ASCII."""
    name, at, domain = fold(value).rpartition("@")
    if not (name and at and domain):
        return ""
    try:
        return f"{name}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return f"{name}@{domain}"


# a row that comes in is asked about more than once
@lru_cache(maxsize=20_000)
def normalised_phone(value: str, country: str) -> str:
    """Return a telephone as E.164, with ";ext=" where it has an extension; "" for what can be none."""
    try:
        number = phonenumbers.parse(value.replace("(0)", ""), country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{plain};ext={number.extension}" if number.extension else plain


def _check_email(value: str) -> None:
    # the validator knows ASCII names only, mail has others too
    name, at, domain = value.rpartition("@")
    if not at or not name or any(sign.isspace() for sign in value):
        raise ValidationError(_("This is no e-mail address. It looks like name@company.com."))
    try:
        validate_email(f"name@{domain}")
    except ValidationError:
        raise ValidationError(_("This is no e-mail address. It looks like name@company.com.")) from None


def _check_phone(value: str) -> None:
    if len(value) > LONGEST_PHONE:
        raise ValidationError(_("A telephone has at most %(most)s characters.") % {"most": LONGEST_PHONE})


register_medium(Medium("email", gettext_lazy("E-mail"), "mail", normalised_email, _check_email, "email"))
# a number that cannot be dialled is kept as somebody wrote it: “ask for Anna, ext. 3”
register_medium(Medium("phone", gettext_lazy("Telephone"), "phone", normalised_phone, _check_phone, "phone"))
register_medium(
    Medium("site", gettext_lazy("Web site"), "world", lambda value, _country: fold(value), lambda _value: None)
)
