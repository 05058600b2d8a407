"""Stays of deals in stages: who came, who went on, and how long it took."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.analytics.sources.common import PLACES, spans
from setpoint.domains.analytics.sources.declared import Dimension, Measure, Source, Unit, register_source
from setpoint.kernel.actors import Actor

# asked for in one, they are one aggregate
SPREAD = "quantile_cont(days, [0.5, 0.9])"
ON = "next IN ('ahead', 'won')"
RELATION = "SELECT y.*, s.norm_days AS norm_days FROM all_stays y LEFT JOIN stages s ON s.stage_id = y.stage"


def _nexts(_by: Actor) -> dict[str, str]:
    return {
        "stay": _now("still there"),
        "ahead": _now("a stage ahead"),
        "back": _now("a stage back"),
        "transferred": _now("another pipeline"),
        "won": _now("won"),
        "lost": _now("lost"),
    }


register_source(
    Source(
        "stays",
        _("Stages that deals went through"),
        "sales.deal",
        RELATION,
        (
            Measure("entered", _("Came in"), "count(*) FILTER (first)", behind="first"),
            Measure("went_on", _("Went on"), f"count(*) FILTER ({ON})", behind=ON),
            Measure("won", _("Won from here"), "count(*) FILTER (next = 'won')", behind="next = 'won'"),
            Measure("lost", _("Lost here"), "count(*) FILTER (next = 'lost')", behind="next = 'lost'"),
            Measure("back", _("Moved back"), "count(*) FILTER (next = 'back')", behind="next = 'back'"),
            Measure("staying", _("Still there"), "count(*) FILTER (next = '')", behind="next = ''"),
            Measure(
                "conversion",
                _("Went on, of those that left"),
                f"count(*) FILTER ({ON}) / nullif(count(*) FILTER (next IN ('ahead', 'won', 'lost')), 0)",
                Unit.SHARE,
                "next IN ('ahead', 'won', 'lost')",
            ),
            Measure("median_days", _("Days, median"), f"{SPREAD}[1]", Unit.DAYS, "days IS NOT NULL"),
            Measure("average_days", _("Days, average"), "avg(days)", Unit.DAYS, "days IS NOT NULL"),
            Measure("most_days", _("Days, 9 of 10 at most"), f"{SPREAD}[2]", Unit.DAYS, "days IS NOT NULL"),
            Measure("norm_days", _("Norm, days"), "any_value(norm_days)", Unit.DAYS),
            Measure(
                "over_norm",
                _("Longer than the norm"),
                "count(*) FILTER (days > norm_days) / nullif(count(days), 0)",
                Unit.SHARE,
                "days > norm_days",
            ),
        ),
        (
            *PLACES,
            Dimension("next", _("What came next"), "CASE next WHEN '' THEN 'stay' ELSE next END", _nexts, ordered=True),
            *spans("span_day", ""),
        ),
        (("entered", pgettext_lazy("report", "came in")), ("ended", pgettext_lazy("report", "left"))),
    )
)
