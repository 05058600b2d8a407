"""Won and lost: over any period, with reasons."""

from django.utils.translation import gettext_lazy as _

from setpoint.domains.analytics.reports.declared import Block, Report, register_report

register_report(
    Report(
        "won-lost",
        _("Won and lost"),
        _("How deals ended in the period, and why."),
        30,
        (
            Block(
                "deals",
                ("month", "owner", "team", "product", "territory", "channel", "week", "quarter"),
                ("won", "won_value", "lost", "lost_value", "win_rate", "cycle"),
                when="closed",
                picture=("won", "lost"),
            ),
            Block("deals", ("reason",), ("lost", "lost_value"), "closed", _("Why deals were lost"), {"state": "lost"}),
            Block(
                "credited",
                ("owner",),
                ("won_parts", "won_value"),
                "closed",
                _("By whose success it is (shares of credit)"),
                {"state": "won"},
            ),
        ),
        period="months12",
    )
)
