"""Facts written here."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from setpoint.kernel.facts import fact_type


@dataclass(frozen=True)
class KindFact:
    """Of which kind something is told; names in every language."""

    key: str
    name: str
    names: dict[str, str]
    plurals: dict[str, str]


@fact_type("objects.kind_added", sentence=gettext_noop("{actor} added the kind of record “{name}”"))
@dataclass(frozen=True)
class KindAdded(KindFact):
    """A kind of record came to be."""


@fact_type("objects.kind_renamed", sentence=gettext_noop("{actor} renamed the kind of record “{name}”"))
@dataclass(frozen=True)
class KindRenamed(KindFact):
    """A kind of record is called otherwise; old and new stand in the fact's changes."""


@fact_type("objects.created", sentence=gettext_noop("{actor} added “{name}”"))
@dataclass(frozen=True)
class RecordCreated:
    """A record came to be."""

    name: str
    owner: int | None
    external_id: str = ""


@fact_type("objects.changed", sentence=gettext_noop("{actor} changed “{name}”"))
@dataclass(frozen=True)
class RecordChanged:
    """Name or owner changed; old and new stand in the fact's changes."""

    name: str
