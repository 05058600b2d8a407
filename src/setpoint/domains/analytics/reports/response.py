"""Response time of leads."""

from django.utils.translation import gettext_lazy as _

from setpoint.domains.analytics.reports.declared import Block, Report, register_report

MEASURES = ("leads", "answered", "unanswered", "median", "most", "in_norm", "deals", "conversion")
register_report(
    Report(
        "response",
        _("Response time of leads"),
        _("How soon who enquires is answered, in working time, against the norm of the source."),
        70,
        (
            Block(
                "leads",
                ("source", "owner", "team", "campaign", "product", "territory", "month"),
                MEASURES,
                "received",
                picture=("median", "most"),
            ),
            Block("leads", ("week", "month"), MEASURES, "received", _("Over time"), picture=("median",), course=True),
        ),
        period="days30",
    )
)
