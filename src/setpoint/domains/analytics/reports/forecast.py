"""Forecast: weighted, by category, by the loop's model, and how near it came before."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setpoint.domains.analytics.periods import Period
from setpoint.domains.analytics.reports.declared import Block, Cell, Report, Table, register_report
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_today
from setpoint.kernel.permissions import visible_to
from setpoint.loop.control.models import Forecast
from setpoint.loop.cycle_report import report, scope_names
from setpoint.loop.plan.parameters import PARAMETERS


def tables(by: Actor, _period: Period, _filters: Mapping[str, str]) -> list[Table]:
    """Return what the loop expects of each goal in money, and what it had said at half-time of periods now over."""
    return [_expected(by), _accuracy(by)]


def _expected(by: Actor) -> Table:
    rows = [
        [
            Cell(f"{row['scope_name']} · {row['period']}", goal=row["goal"]),
            Cell(row["plan"], "money"),
            Cell(row["actual"], "money"),
            Cell(row["mean"], "money"),
            Cell(row["q10"], "money"),
            Cell(row["q90"], "money"),
            Cell(row["p_hit"] if not row["why"] else None, "share"),
        ]
        for row in report(by)
        if row["unit"] == "money" and row["scope_kind"] in {"company", "team", "owner"}
    ]
    head = [_("Goal"), _("Plan"), _("Fact"), _("Forecast"), _("Low (1 of 10 below)"), _("High (1 of 10 above)")]
    return Table(
        _("What the loop expects at the end of the period"),
        [*head, _("Chance of the plan")],
        rows,
        _("From the open pipeline, stage by stage, and deals still to come."),
        _("The loop has not been turned yet, or no goal in money is yours to see."),
    )


def _accuracy(by: Actor) -> Table:
    """Company and teams: the forecast of the day nearest to half-time against what came."""
    money = [key for key, parameter in PARAMETERS.items() if parameter.is_money and parameter.additive]
    found = (
        Forecast.objects.filter(
            goal__in=visible_to(by, "loop.goal"),
            goal__parameter__in=money,
            goal__scope_kind__in=("company", "team"),
            goal__version__plan__last_day__lt=company_today(),
        )
        .order_by("run__day")
        .values_list(
            *("goal__version__plan__name", "goal__version__plan__first_day", "goal__version__plan__last_day"),
            *("goal__parameter", "goal__scope_kind", "goal__scope_id", "run__day", "mean", "q10", "q90", "actual"),
        )
    )
    grouped: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for row in found:
        grouped.setdefault(row[:6], []).append(row[6:])
    names = scope_names()
    rows = []
    for (plan, first, last, _parameter, kind, scope), told in sorted(grouped.items(), key=lambda one: str(one[0][2])):
        half = first + (last - first) / 2
        day, mean, low, high, _then = min(told, key=lambda one: abs((one[0] - half).days))
        came = told[-1][4]
        rows.append(
            [
                Cell(f"{plan} · {names.of(kind, scope)}"),
                Cell(str(day)),
                Cell(mean, "money"),
                Cell(came, "money"),
                Cell((mean - came) / came if came else None, "share", signed=True),
                Cell(_("yes") if low <= came <= high else _("no")),
            ]
        )
    head = [_("Period"), _("Said on"), _("Said"), _("Came"), _("Difference"), _("Between low and high")]
    return Table(_("How near it came before"), head, rows, "", _("No planned period with forecasts is over yet."))


register_report(
    Report(
        "forecast",
        gettext_lazy("Forecast"),
        gettext_lazy("What is to be expected: by probability, by category, and by the model of the loop."),
        50,
        (
            Block(
                "deals",
                ("category", "stage", "owner", "team", "product"),
                ("count", "value", "weighted"),
                title=gettext_lazy("Open deals by category, weighted by the probability of their stage"),
                fixed={"state": "open"},
                picture=("value", "weighted"),
            ),
        ),
        beside=tables,
    )
)
