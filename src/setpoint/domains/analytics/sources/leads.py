"""Leads: how fast they are answered, and what becomes of them."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.analytics.sources.common import OWNER, PRODUCT, TEAM, TERRITORY, spans
from setpoint.domains.analytics.sources.declared import Dimension, Measure, Source, Unit, register_source
from setpoint.domains.sales.models import LeadSource, LeadState
from setpoint.kernel.actors import Actor

HOURS = "response / 3600.0"
# asked for in one, they are one aggregate
SPREAD = f"quantile_cont({HOURS}, [0.5, 0.9])"


def _sources(_by: Actor) -> dict[str, str]:
    return {str(pk): name for pk, name in LeadSource.objects.order_by("name").values_list("pk", "name")}


def _states(_by: Actor) -> dict[str, str]:
    return {str(pk): name for pk, name in LeadState.objects.order_by("pk").values_list("pk", "name")}


def _outcomes(_by: Actor) -> dict[str, str]:
    return {
        "deal": _now("became a deal"),
        "contact": _now("became a contact"),
        "rejected": _now("rejected"),
        "open": _now("still open"),
    }


register_source(
    Source(
        "leads",
        _("Leads"),
        "sales.lead",
        "SELECT l.*, p.their_team AS team FROM all_leads l LEFT JOIN people p ON p.person = l.owner",
        (
            Measure("leads", _("Leads"), "count(*)"),
            Measure("answered", _("Answered"), "count(response)", behind="response IS NOT NULL"),
            Measure(
                "unanswered",
                _("Nobody has answered"),
                "count(*) FILTER (response IS NULL AND outcome = '')",
                behind="response IS NULL AND outcome = ''",
            ),
            Measure(
                "median",
                _("First answer, working hours, median"),
                f"{SPREAD}[1]",
                Unit.HOURS,
                "response IS NOT NULL",
            ),
            Measure(
                "most",
                _("9 of 10 within, working hours"),
                f"{SPREAD}[2]",
                Unit.HOURS,
                "response IS NOT NULL",
            ),
            Measure(
                "in_norm",
                _("Within the norm"),
                "count(*) FILTER (in_norm) / nullif(count(in_norm), 0)",
                Unit.SHARE,
                "in_norm",
            ),
            Measure("deals", _("Became deals"), "count(*) FILTER (outcome = 'deal')", behind="outcome = 'deal'"),
            Measure(
                "conversion",
                _("Became deals, of those ended"),
                "count(*) FILTER (outcome = 'deal') / nullif(count(*) FILTER (outcome <> ''), 0)",
                Unit.SHARE,
                "outcome <> ''",
            ),
        ),
        (
            Dimension("source", _("Source"), "source", _sources),
            Dimension("campaign", _("Campaign"), "nullif(campaign, '')"),
            OWNER,
            TEAM,
            PRODUCT,
            TERRITORY,
            Dimension("state", pgettext_lazy("of a lead", "State"), "state", _states, ordered=True),
            Dimension(
                "outcome",
                _("What became of them"),
                "CASE outcome WHEN '' THEN 'open' ELSE outcome END",
                _outcomes,
                ordered=True,
            ),
            Dimension("reason", _("Reason"), "nullif(reason, '')"),
            *spans("span_day", ""),
        ),
        (("received", pgettext_lazy("report", "received")), ("ended", pgettext_lazy("report", "ended"))),
    )
)
