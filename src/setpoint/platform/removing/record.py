"""Facts written here."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from setpoint.kernel.facts import fact_type


@dataclass(frozen=True)
class RemovalFact:
    """What was removed, as it was called, and where its rows went ("" = hidden)."""

    name: str
    what: str
    goes_to: str
    rows: int


@fact_type("removing.begun", sentence=gettext_noop("{actor} removed “{name}”, which stood in {rows} records"))
@dataclass(frozen=True)
class RemovalBegun(RemovalFact):
    """Something in use was removed."""


@fact_type("removing.undone", sentence=gettext_noop("{actor} brought “{name}” back"))
@dataclass(frozen=True)
class RemovalUndone(RemovalFact):
    """A removal was undone."""
