"""Facts of reports: who looked at which, who keeps one."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from setpoint.kernel.facts import fact_type


@fact_type("analytics.report_used", sentence=gettext_noop("{actor} looked at the report {name}"))
@dataclass(frozen=True, kw_only=True)
class ReportUsed:
    """Somebody opened a report, or took it as a file (`how`: page, csv, xlsx, pdf)."""

    report: str
    name: str
    how: str = "page"


@fact_type("analytics.report_saved", sentence=gettext_noop("{actor} keeps the report {name}"))
@dataclass(frozen=True, kw_only=True)
class ReportSaved:
    """A report was put together or changed; `shared` with everybody."""

    name: str
    shared: bool


@fact_type("analytics.report_removed", sentence=gettext_noop("{actor} removed the report {name}"))
@dataclass(frozen=True, kw_only=True)
class ReportRemoved:
    """A report is kept no more."""

    name: str


@fact_type("analytics.costs_set", sentence=gettext_noop("{actor} set what an hour of each role costs"))
@dataclass(frozen=True, kw_only=True)
class CostsSet:
    """Cost of an hour, and minutes of a touch, changed for roles; before and after in the fact's changes."""

    count: int
