"""Facts of lists."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from setpoint.kernel.facts import fact_type


@dataclass(frozen=True)
class ViewFact:
    """Of which view something is told."""

    name: str
    kind: str


@fact_type("lists.view_saved", sentence=gettext_noop("{actor} saved the view “{name}”"))
@dataclass(frozen=True)
class ViewSaved(ViewFact):
    """A view was saved, anew or once more; what it asks stands in the fact's changes."""


@fact_type("lists.view_deleted", sentence=gettext_noop("{actor} deleted the view “{name}”"))
@dataclass(frozen=True)
class ViewDeleted(ViewFact):
    """A view is gone for everybody."""


@fact_type("lists.arranged", sentence=gettext_noop("{actor} arranged a list"))
@dataclass(frozen=True)
class ListArranged:
    """A person chose columns, or the view with which a list opens."""

    kind: str


@fact_type("lists.exported", sentence=gettext_noop("{actor} exported {rows} rows ({format})"))
@dataclass(frozen=True)
class ListExported:
    """Rows of a list left as a file; `asked` is the address's filter, search and order."""

    kind: str
    format: str
    rows: int
    columns: list[str]
    asked: dict[str, str]


@dataclass(frozen=True)
class BulkFact:
    """Which field of how many records something is told of."""

    name: str
    kind: str
    rows: int


@fact_type("lists.bulk_begun", sentence=gettext_noop("{actor} changed “{name}” in {rows} records at once"))
@dataclass(frozen=True)
class BulkBegun(BulkFact):
    """Many records are given the same; each has its own fact."""


@fact_type("lists.bulk_undone", sentence=gettext_noop("{actor} took back the change of “{name}” in {rows} records"))
@dataclass(frozen=True)
class BulkUndone(BulkFact):
    """They get back what they said before, but for what was changed since."""
