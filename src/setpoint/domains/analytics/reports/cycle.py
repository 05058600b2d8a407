"""Cycle and time in stage."""

from django.utils.translation import gettext_lazy as _

from setpoint.domains.analytics.reports.declared import Block, Report, register_report

register_report(
    Report(
        "cycle",
        _("Cycle and time in stage"),
        _("How long deals stay in each stage against its norm, and from creation to the end."),
        40,
        (
            Block(
                "stays",
                ("stage", "owner", "team", "product", "month"),
                ("median_days", "average_days", "most_days", "norm_days", "over_norm"),
                "ended",
                _("Stays that ended in the period"),
                picture=("median_days", "norm_days"),
            ),
            Block(
                "deals",
                ("state", "owner", "team", "product", "month"),
                ("cycle", "cycle_average", "won", "lost"),
                "closed",
                _("From creation to the end"),
            ),
        ),
        period="months12",
    )
)
