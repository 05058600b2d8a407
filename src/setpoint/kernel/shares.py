"""Shares and chances as people write them. A model knows no certainty: nobody is shown a chance of 0 or 100 %."""

from decimal import Decimal

from babel.numbers import format_percent

from setpoint.kernel.patterns import pattern

LEAST, MOST = 0.01, 0.99


def percent(value: float, locale: str) -> str:
    """Return a share of 0..1 in whole per cent: 41% in English, 41 % in Russian."""
    text = "#,##0\u00a0%" if locale == "ru" else "#,##0%"
    return format_percent(Decimal(str(round(value, 2))), pattern(text), locale)


def chance(value: float, locale: str) -> str:
    """Return a probability in whole per cent, "< 1%" and "> 99%" at the ends."""
    if value < LEAST:
        return f"<\u00a0{percent(LEAST, locale)}"
    if value > MOST:
        return f">\u00a0{percent(MOST, locale)}"
    return percent(value, locale)
