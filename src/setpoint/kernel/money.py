"""Money: exact minor units and a currency. Amounts of different currencies never meet."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from typing import Self

from babel.numbers import format_currency, get_currency_precision

from setpoint.kernel.patterns import pattern


@cache
def exponent(currency: str) -> int:
    """Return the number of decimal places of a currency's minor unit (ISO 4217 through CLDR)."""
    return get_currency_precision(currency)


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """`minor` units (kopecks, cents) of `currency` (ISO 4217 code)."""

    minor: int
    currency: str

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str) -> Self:
        """Return money from a decimal amount in major units; half-even where it is finer than the minor unit."""
        scaled = Decimal(amount).scaleb(exponent(currency))
        return cls(int(scaled.quantize(Decimal(1), rounding=ROUND_HALF_EVEN)), currency)

    @property
    def amount(self) -> Decimal:
        """The amount in major units."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def __add__(self, other: "Money") -> "Money":
        """Add money of the same currency; ValueError otherwise."""
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        """Subtract money of the same currency; ValueError otherwise."""
        return Money(self.minor - self._same(other), self.currency)

    def __lt__(self, other: "Money") -> bool:
        """Compare money of the same currency; ValueError otherwise."""
        return self.minor < self._same(other)

    def _same(self, other: "Money") -> int:
        if self.currency != other.currency:
            msg = f"{self.currency} and {other.currency} cannot be combined"
            raise ValueError(msg)
        return other.minor

    def format(self, locale: str, *, whole: bool = False) -> str:
        """Return the amount as people of `locale` write it; `whole` leaves the minor units out."""
        text = {"ru": "#,##0\xa0¤" if whole else "#,##0.00\xa0¤"}.get(locale, "¤#,##0" if whole else "¤#,##0.00")
        return format_currency(self.amount, self.currency, pattern(text), locale=locale, currency_digits=not whole)
