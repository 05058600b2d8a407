"""Funnel: of those who came into a stage, how many went on."""

from django.utils.translation import gettext_lazy as _

from setpoint.domains.analytics.reports.declared import Block, Report, register_report

register_report(
    Report(
        "funnel",
        _("Funnel"),
        _("Deals that came into each stage in the period, and what became of them. Each counts once in a stage."),
        20,
        (
            Block(
                "stays",
                ("stage", "owner", "team", "product", "territory", "channel", "month"),
                ("entered", "went_on", "conversion", "lost", "back", "staying"),
                when="entered",
                picture=("entered", "went_on"),
            ),
        ),
        period="months12",
    )
)
