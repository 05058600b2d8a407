"""Reports kept, dashboards of them, and letters that bring them."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from setpoint.api.verbs.base import verb
from setpoint.domains.analytics.models import Dashboard, ReportLetter, SavedReport
from setpoint.domains.analytics.operations import dashboards, letters, reports
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Role

Name = Annotated[str, Field(min_length=1, max_length=120)]
Words = Annotated[
    dict[Annotated[str, Field(max_length=80)], Annotated[str, Field(max_length=10_000)]], Field(max_length=40)
]
Tiles = Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=12)]


def save_report(*, name: Name, asked: Words, shared: bool = False, by: Actor) -> SavedReport:
    """Keep a report of one's own."""
    return reports.save(name=name, asked=asked, shared=shared, by=by)


def change_report(report: SavedReport, *, name: Name, asked: Words, shared: bool = False, by: Actor) -> SavedReport:
    """Keep a report otherwise."""
    return reports.save(name=name, asked=asked, shared=shared, report=report, by=by)


def save_dashboard(*, name: Name, tiles: Tiles, shared: bool = False, role: Role | None = None, by: Actor) -> Dashboard:
    """Keep a page of reports."""
    return dashboards.save_dashboard(name=name, tiles=tiles, shared=shared, role=role, by=by)


def change_dashboard(
    dashboard: Dashboard, *, name: Name, tiles: Tiles, shared: bool = False, role: Role | None = None, by: Actor
) -> Dashboard:
    """Keep a page of reports otherwise."""
    return dashboards.save_dashboard(name=name, tiles=tiles, shared=shared, role=role, dashboard=dashboard, by=by)


def agree_on_letter(
    *,
    report: Annotated[str, Field(max_length=60)],
    name: Name,
    asked: Mapping[str, str],
    form: Literal["pdf", "xlsx", "csv"],
    often: Literal["day", "week", "month"],
    hour: Annotated[int, Field(ge=0, le=23)] = 8,
    by: Actor,
) -> ReportLetter:
    """Let a report leave to oneself, every day, week or month."""
    return letters.agree(report=report, name=name, asked=asked, form=form, often=often, hour=hour, by=by)


verb("save_report", "POST", "reports", save_report)
verb("change_report", "PUT", "reports/{report}", change_report)
verb("remove_report", "DELETE", "reports/{report}", reports.remove)
verb("save_dashboard", "POST", "dashboards", save_dashboard)
verb("change_dashboard", "PUT", "dashboards/{dashboard}", change_dashboard)
verb("remove_dashboard", "DELETE", "dashboards/{dashboard}", dashboards.remove_dashboard)
verb("agree_on_letter", "POST", "report-letters", agree_on_letter)
verb("end_letter", "DELETE", "report-letters/{row}", letters.end)
