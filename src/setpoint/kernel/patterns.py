"""Patterns of numbers, each parsed once: Babel parses a pattern anew for every figure."""

from functools import cache

from babel.numbers import NumberPattern, parse_pattern


@cache
def pattern(text: str) -> NumberPattern:
    """Return the parsed pattern that `format_decimal`, `format_percent` and `format_currency` take."""
    return parse_pattern(text)
