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


@fact_type("analytics.dashboard_saved", sentence=gettext_noop("{actor} keeps the dashboard {name}"))
@dataclass(frozen=True, kw_only=True)
class DashboardSaved:
    """A page of reports was put together or changed."""

    name: str
    tiles: list[str]
    shared: bool


@fact_type("analytics.dashboard_removed", sentence=gettext_noop("{actor} removed the dashboard {name}"))
@dataclass(frozen=True, kw_only=True)
class DashboardRemoved:
    """A page of reports is kept no more."""

    name: str


@fact_type("analytics.letter_agreed", sentence=gettext_noop("{actor} wants the report {name} by e-mail"))
@dataclass(frozen=True, kw_only=True)
class LetterAgreed:
    """A report leaves by e-mail from now on."""

    name: str
    form: str
    often: str


@fact_type("analytics.letter_ended", sentence=gettext_noop("{actor} wants the report {name} by e-mail no more"))
@dataclass(frozen=True, kw_only=True)
class LetterEnded:
    """A report leaves by e-mail no more."""

    name: str
