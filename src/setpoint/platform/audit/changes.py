"""What a fact says it changed, old and new, with personal values where they have not been erased."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from setpoint.journal.reading import Told

PREFIX = "changes."


@dataclass(frozen=True)
class Changed:
    """One field; `old` and `new` are as the fact holds them, or "erased" both."""

    field: str
    old: Any
    new: Any


def changes_of(told: Told) -> list[Changed]:
    """Return the changed fields of a fact in the order of their names."""
    pairs: dict[str, Any] = dict(told.changes)
    for name in told.fact.personal:
        if name.startswith(PREFIX) and name.removeprefix(PREFIX) not in told.unseen:
            pairs[name.removeprefix(PREFIX)] = told.personal.get(name, _("erased"))
    private = told.data.get("private")
    if isinstance(private, dict):
        pairs |= private
    return [_changed(name, pair) for name, pair in sorted(pairs.items())]


def _changed(name: str, pair: Any) -> Changed:
    if isinstance(pair, list) and len(pair) == 2:  # noqa: PLR2004 - old and new
        return Changed(name, *pair)
    return Changed(name, pair, pair)
