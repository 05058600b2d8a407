"""What an amount is worth in another currency on a day: by the latest rate published up to it, kept by day."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from setpoint.domains.sales.models import Deal, ExchangeRate
from setpoint.kernel.clock import company_zone
from setpoint.kernel.models import Company
from setpoint.kernel.money import Money


def own_currency() -> str:
    """Return the currency of the company."""
    return Company.objects.values_list("currency", flat=True).first() or "USD"


def rate_on(currency: str, into: str, day: date) -> Decimal | None:
    """Return how many units of `into` one unit of `currency` was worth; None where no bank says.

    Two currencies of one bank meet through its base: EUR at the ECB, RUB at the Bank of Russia.
    """
    if currency == into:
        return Decimal(1)
    for bank, base in (("cbr", "RUB"), ("ecb", "EUR")):
        one, other = _in_base(currency, bank, base, day), _in_base(into, bank, base, day)
        if one is not None and other:
            return one / other
    return None


def convert(amount: int, currency: str, into: str, day: date) -> int | None:
    """Return minor units of `into` for minor units of `currency` at the rate of the day; None where none is known."""
    rate = rate_on(currency, into, day)
    if rate is None:
        return None
    return Money.of(Money(amount, currency).amount * rate, into).minor


def base_amounts(deals: Iterable[Deal], moments: Mapping[int, datetime], *, lenient: bool) -> dict[int, int]:
    """Return what deals of another currency are worth in the company's on their days.

    ValidationError, naming the currency, where no bank says, unless `lenient`: then it is left out.
    """
    own, zone = own_currency(), company_zone()
    found = {}
    for deal in deals:
        if deal.currency == own or deal.amount is None:
            continue
        day = moments[deal.pk].astimezone(zone).date()
        worth = convert(deal.amount, deal.currency, own, day)
        if worth is None:
            if lenient:
                continue
            words = {"currency": deal.currency, "own": own, "day": date_format(day)}
            refusal = _("No rate of %(currency)s in %(own)s is known for %(day)s. Load the rates first.")
            raise ValidationError({"currency": refusal % words})
        found[deal.pk] = worth
    return found


def factors(currencies: Iterable[str], into: str, day: date) -> dict[str, float]:
    """Return what one minor unit of each currency is worth in minor units of `into`; what is unknown is left out."""
    found = {}
    for currency in set(currencies):
        million = convert(10**9, currency, into, day)
        if million is not None:
            found[currency] = million / 10**9
    return found


def _in_base(currency: str, bank: str, base: str, day: date) -> Decimal | None:
    if currency == base:
        return Decimal(1)
    rows = ExchangeRate.objects.filter(bank=bank, currency=currency, day__lte=day)
    return rows.order_by("-day").values_list("rate", flat=True).first()
