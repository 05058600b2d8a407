"""Deals: what they are worth, and how they ended."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from setpoint.domains.analytics.sources.common import OWNER, PLACES, spans
from setpoint.domains.analytics.sources.declared import Dimension, Measure, Source, Unit, register_source
from setpoint.kernel.actors import Actor

WON, LOST, OPEN = "outcome = 'won'", "outcome = 'lost'", "outcome = ''"


def _states(_by: Actor) -> dict[str, str]:
    return {"open": pgettext("report", "Open"), "won": pgettext("report", "Won"), "lost": pgettext("report", "Lost")}


def _categories(_by: Actor) -> dict[str, str]:
    return {
        "commit": _now("All but certain"),
        "best": _now("If it goes well"),
        "pipeline": _now("In the pipeline"),
    }


# one row a deal: what it is worth in the company's currency, and its chance as its stage says
RELATION = """
SELECT d.*, p.their_team AS team, coalesce(d.base, d.amount * r.factor) AS worth, s.probability AS probability,
       CASE d.outcome WHEN '' THEN 'open' ELSE d.outcome END AS state,
       CASE WHEN s.probability >= b.commit_from THEN 'commit' WHEN s.probability >= b.best_from THEN 'best'
            ELSE 'pipeline' END AS category
FROM all_deals d CROSS JOIN bands b LEFT JOIN people p ON p.person = d.owner
LEFT JOIN rates r ON r.currency = d.currency LEFT JOIN stages s ON s.stage_id = d.stage
"""
# a row for each whose success a deal is, with his part of it
CREDITED = f"""
SELECT d.* REPLACE (coalesce(c.owner, d.owner) AS owner, d.worth * coalesce(c.share, 1000000) / 1000000 AS worth),
       coalesce(c.share, 1000000) / 1000000 AS part
FROM ({RELATION}) d LEFT JOIN all_credit c ON c.id = d.id
"""  # noqa: S608 - texts of ours
MEASURES = (
    Measure("count", _("Deals"), "count(*)"),
    Measure("value", _("Value"), "sum(worth)", Unit.MONEY, "worth IS NOT NULL"),
    Measure("weighted", _("Weighted by probability"), "sum(worth * probability)", Unit.MONEY, "worth IS NOT NULL"),
    Measure("unknown", _("Without an amount"), "count(*) FILTER (worth IS NULL)", behind="worth IS NULL"),
    Measure("won", pgettext_lazy("report", "Won"), f"count(*) FILTER ({WON})", behind=WON),
    Measure("won_value", _("Won, value"), f"sum(worth) FILTER ({WON})", Unit.MONEY, WON),
    Measure("lost", pgettext_lazy("report", "Lost"), f"count(*) FILTER ({LOST})", behind=LOST),
    Measure("lost_value", _("Lost, value"), f"sum(worth) FILTER ({LOST})", Unit.MONEY, LOST),
    Measure(
        "win_rate",
        _("Won of those closed"),
        f"count(*) FILTER ({WON}) / nullif(count(*) FILTER (outcome <> ''), 0)",
        Unit.SHARE,
        "outcome <> ''",
    ),
    Measure("average", _("Average value"), "avg(worth)", Unit.MONEY, "worth IS NOT NULL"),
    Measure("cycle", _("Cycle, median"), "median(cycle)", Unit.DAYS, "cycle IS NOT NULL"),
    Measure("cycle_average", _("Cycle, average"), "avg(cycle)", Unit.DAYS, "cycle IS NOT NULL"),
    Measure("held", _("On hold"), "count(*) FILTER (held)", behind="held"),
)
DIMENSIONS = (
    *PLACES,
    Dimension("state", pgettext_lazy("of a deal", "State"), "state", _states, ordered=True),
    Dimension("category", _("Category of forecast"), "category", _categories, ordered=True),
    Dimension("reason", _("Reason"), "nullif(reason, '')"),
    Dimension("currency", _("Currency"), "currency"),
)
DAYS = (("closed", pgettext_lazy("report", "closed")), ("opened", pgettext_lazy("report", "created")))
register_source(
    Source("deals", _("Deals"), "sales.deal", RELATION, MEASURES, (*DIMENSIONS, *spans("span_day", "")), DAYS),
)
register_source(
    Source(
        "credited",
        _("Deals by whose success they are"),
        "sales.deal",
        CREDITED,
        (
            *(one for one in MEASURES if one.unit is Unit.MONEY and one.key != "average"),
            Measure("parts", _("Deals, by shares"), "sum(part)"),
            Measure("won_parts", _("Won, by shares"), f"sum(part) FILTER ({WON})", behind=WON),
        ),
        (OWNER, *(one for one in DIMENSIONS if one.key != "owner"), *spans("span_day", "")),
        DAYS,
    )
)
