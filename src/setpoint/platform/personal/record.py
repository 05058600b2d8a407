"""Facts of personal data. None names the person; that would be his name again."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from setpoint.kernel.facts import fact_type


@fact_type("personal.exported", sentence=gettext_noop("{actor} took out everything about a person"))
@dataclass(frozen=True)
class PersonExported:
    """An archive was made; `rows` by part."""

    rows: dict[str, int]


@fact_type("personal.erased", sentence=gettext_noop("{actor} erased a person"))
@dataclass(frozen=True)
class PersonErased:
    """Names and other personal values went; `card_gone` where nothing stood on the card."""

    rows: dict[str, int]
    card_gone: bool


@fact_type(
    "personal.retention_set",
    sentence=gettext_noop("{actor} set how long data are kept: {days} days, then: {deed}"),
    translated=("deed",),
)
@dataclass(frozen=True)
class RetentionSet:
    """A rule holds from now on; `deed` is an English text of the catalogue."""

    kind: str
    days: int
    deed: str


@fact_type("personal.retention_dropped", sentence=gettext_noop("{actor} dropped the rule of how long data are kept"))
@dataclass(frozen=True)
class RetentionDropped:
    """A kind of record is kept for ever again."""

    kind: str


@fact_type(
    "personal.retention_kept",
    sentence=gettext_noop("The rule of how long data are kept found {count} records ({deed})"),
    translated=("deed",),
)
@dataclass(frozen=True)
class RetentionKept:
    """A rule was carried out, or has only counted."""

    kind: str
    count: int
    deed: str
