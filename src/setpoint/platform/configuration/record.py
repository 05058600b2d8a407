"""Facts written here."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from setpoint.kernel.facts import fact_type


@fact_type("configuration.applied", sentence=gettext_noop("{actor} applied a configuration file: {count} changes"))
@dataclass(frozen=True)
class ConfigurationApplied:
    """A configuration file was applied; `lines` say place, old and new."""

    count: int
    lines: list[str]
