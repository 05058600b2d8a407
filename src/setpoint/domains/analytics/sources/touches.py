"""Touches: calls, letters and meetings about deals."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.analytics.sources.common import PLACES, spans
from setpoint.domains.analytics.sources.declared import Dimension, Measure, Source, Unit, register_source
from setpoint.kernel.actors import Actor


def _kinds(_by: Actor) -> dict[str, str]:
    return {"call": _now("Calls"), "email": _now("Letters"), "meeting": _now("Meetings"), "note": _now("Notes")}


register_source(
    Source(
        "touches",
        _("Touches"),
        "sales.deal",
        "SELECT * FROM all_touches",
        (
            Measure("touches", _("Touches"), "count(*)"),
            *(
                Measure(kind, name, f"count(*) FILTER (kind = '{kind}')", behind=f"kind = '{kind}'")
                for kind, name in (
                    ("call", _("Calls")),
                    ("email", _("Letters")),
                    ("meeting", _("Meetings")),
                    ("note", _("Notes")),
                )
            ),
            Measure(
                "connected",
                _("Reached the customer"),
                "count(*) FILTER (connected) / nullif(count(*), 0)",
                Unit.SHARE,
                "connected",
            ),
            Measure("deals", _("Deals touched"), "count(DISTINCT id)"),
        ),
        (*PLACES, Dimension("kind", _("Kind"), "kind", _kinds, ordered=True), *spans("span_day", "")),
        (("day", pgettext_lazy("report", "took place")),),
    )
)
