"""Numbers of the state and of banks, and how each is checked by its published check digits."""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum import bic, iban
from stdnum.eu import vat
from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as WrongNumberError
from stdnum.ru import inn, ogrn

KPP, BIK, ACCOUNT = 9, 9, 20
# Bank of Russia, “On the computation of the control key in the number of a personal account” (515, 1997)
WEIGHTS = (7, 1, 3)
CORRESPONDENT = "301"


@dataclass(frozen=True)
class RequisiteSort:
    """`normalise` takes separators out; it raises ValidationError, in words, where the number is wrong."""

    key: str
    label: str | Promise
    normalise: Callable[[str], str]


SORTS: dict[str, RequisiteSort] = {}


def register_sort(sort: RequisiteSort) -> RequisiteSort:
    """Let cards hold a further sort of number."""
    SORTS[sort.key] = sort
    return sort


def _by(standard: ModuleType) -> Callable[[str], str]:
    """Return the check of python-stdnum, its refusals in words."""

    def normalise(value: str) -> str:
        try:
            return str(standard.validate(value))
        except InvalidChecksum:
            raise ValidationError(_("The check digit is wrong: a digit is mistyped or two are exchanged.")) from None
        except WrongNumberError:
            raise ValidationError(_("Such a number does not exist: count its digits.")) from None

    return normalise


def _kpp(value: str) -> str:
    plain = _compact(value)
    # four digits of the tax office, two digits or letters of the reason, three of the number
    if len(plain) != KPP or not (plain[:4] + plain[6:]).isdecimal() or not plain[4:6].isalnum():
        raise ValidationError(_("A KPP has nine characters: 770701001."))
    return plain


def _any(value: str) -> str:
    return _compact(value)


def _compact(value: str) -> str:
    return "".join(sign for sign in value if sign.isalnum()).upper()


def account(number: str, bank: str) -> tuple[str, str]:
    """Return the normalised number of an account and of its bank. ValidationError names the part that is wrong.

    An IBAN carries its check digits; twenty digits with a BIK are checked by the control key of the Bank of Russia;
    other numbers are kept as they are.
    """
    plain, code = _compact(number), _compact(bank)
    if not plain:
        raise ValidationError({"number": _("Write the number of the account.")})
    if code and not (code.isdecimal() and len(code) == BIK):
        code = _named("bic", _by(bic), code)
    if plain[:2].isalpha() and plain[2:4].isdecimal():
        return _named("number", _by(iban), plain), code
    if len(plain) == ACCOUNT and plain.isdecimal() and code.isdecimal() and len(code) == BIK:
        head = f"0{code[4:6]}" if plain.startswith(CORRESPONDENT) else code[-3:]
        total = sum(int(digit) * WEIGHTS[place % 3] % 10 for place, digit in enumerate(head + plain))
        if total % 10:
            raise ValidationError({"number": _("The account and the BIK do not fit: one of them is mistyped.")})
    return plain, code


def _named(field: str, check: Callable[[str], str], value: str) -> str:
    try:
        return check(value)
    except ValidationError as refusal:
        raise ValidationError({field: refusal.messages}) from None


register_sort(RequisiteSort("inn", gettext_lazy("INN"), _by(inn)))
register_sort(RequisiteSort("kpp", gettext_lazy("KPP"), _kpp))
register_sort(RequisiteSort("ogrn", gettext_lazy("OGRN"), _by(ogrn)))
register_sort(RequisiteSort("vat", gettext_lazy("VAT number"), _by(vat)))
register_sort(RequisiteSort("other", gettext_lazy("Another number"), _any))
