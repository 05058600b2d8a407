"""What is told of archives of everything."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from setpoint.kernel.facts import fact_type


@fact_type(
    "platform.everything_exported",
    sentence=gettext_noop("{actor} took everything out as an archive ({rows} rows, {files} files)"),
)
@dataclass(frozen=True)
class EverythingExported:
    """All that the company put in left as an archive."""

    rows: int
    files: int
