"""Right spellings of common words, from Unicode's own lists."""

from functools import cache

from babel import Locale


@cache
def countries() -> tuple[str, ...]:
    """Names of all countries in English and Russian."""
    return tuple(
        name for language in ("en", "ru") for code, name in Locale(language).territories.items() if code.isalpha()
    )
