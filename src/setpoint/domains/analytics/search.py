"""Reports and dashboards that people keep are found by their names."""

from django.utils.translation import gettext_lazy as _

from setpoint.domains.analytics.permissions import DASHBOARD, REPORT
from setpoint.platform.search.kinds import Field, Row, SearchKind, Shown, Sort, Weight, register_kind

NAME = (Field("name", Sort.TEXT, Weight.NAME),)
COLUMNS = ("name", "owner__name")


def show(row: Row) -> Shown:
    """Show whose it is."""
    return Shown(row["name"], (row["owner__name"],), "chart-line")


register_kind(SearchKind(REPORT, _("Reports"), link="saved_report", fields=NAME, columns=COLUMNS, show=show))
register_kind(SearchKind(DASHBOARD, _("Dashboards"), link="dashboard", fields=NAME, columns=COLUMNS, show=show))
