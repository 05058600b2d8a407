"""The limits there are, each with the number that holds until somebody changes it."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Declared:
    """`seconds` 0: no rate, but a size in the unit that the label names. `largest` is what may be set at most."""

    key: str
    label: str | Promise
    most: int
    seconds: int = 0
    largest: int = 1_000_000


LIMITS: dict[str, Declared] = {}


def declare(key: str, label: str | Promise, *, most: int, seconds: int = 0, largest: int = 1_000_000) -> str:
    """Declare a limit and return its key. ValueError where it is declared twice."""
    declared = Declared(key, label, most, seconds, largest)
    if LIMITS.setdefault(key, declared) is not declared and LIMITS[key] != declared:
        raise ValueError(f"limit {key} is declared twice")
    return key
