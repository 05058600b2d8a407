"""Facts written here."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from setpoint.kernel.facts import fact_type


@fact_type(
    "channels.consent_given",
    sentence=gettext_noop("{actor} took down the consent to “{purpose}” ({way}, version {version} of the text)"),
    translated=("way",),
)
@dataclass(frozen=True)
class ConsentGiven:
    """A person agreed; `way` is an English text of the catalogue."""

    purpose: str
    version: int
    way: str


@fact_type(
    "channels.consent_withdrawn",
    sentence=gettext_noop("{actor} took down that the consent to “{purpose}” was withdrawn ({way})"),
    translated=("way",),
)
@dataclass(frozen=True)
class ConsentWithdrawn:
    """A person took his consent back."""

    purpose: str
    way: str


@fact_type(
    "channels.purpose_worded", sentence=gettext_noop("{actor} wrote version {version} of the text of “{purpose}”")
)
@dataclass(frozen=True)
class PurposeWorded:
    """From now on people are asked in other words; the first version makes the purpose."""

    purpose: str
    version: int


@fact_type("channels.purpose_closed", sentence=gettext_noop("{actor} closed the purpose “{purpose}” of consents"))
@dataclass(frozen=True)
class PurposeClosed:
    """Nobody is asked for it any more; consents stay."""

    purpose: str


@fact_type("channels.rules_set", sentence=gettext_noop("{actor} set {count} rules of channels"))
@dataclass(frozen=True)
class ChannelRulesSet:
    """Other rules say from now on who uses which channel for what, and when."""

    count: int
