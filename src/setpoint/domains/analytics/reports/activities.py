"""Activities: who speaks with customers, how often."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.analytics.reports.declared import Block, Report, register_report

MEASURES = ("touches", "call", "email", "meeting", "note", "connected")
register_report(
    Report(
        "activities",
        pgettext_lazy("report", "Activities"),
        _("Calls, letters, meetings and notes about deals."),
        60,
        (
            Block(
                "touches",
                ("owner", "team", "stage", "product", "kind"),
                MEASURES,
                "day",
                picture=("call", "email", "meeting"),
            ),
            Block(
                "touches", ("week", "month", "day"), MEASURES, "day", _("Over time"), picture=("touches",), course=True
            ),
        ),
        period="days30",
    )
)
