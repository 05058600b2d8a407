"""Pipeline: what is open now, stage by stage."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.analytics.reports.declared import Block, Report, register_report

register_report(
    Report(
        "pipeline",
        pgettext_lazy("report", "Pipeline"),
        _("Open deals of today by stage: how many, and what they are worth."),
        10,
        (
            Block(
                "deals",
                ("stage", "owner", "team", "product", "territory", "channel"),
                ("count", "value", "weighted", "average", "unknown", "held"),
                fixed={"state": "open"},
                picture=("value",),
            ),
        ),
    )
)
