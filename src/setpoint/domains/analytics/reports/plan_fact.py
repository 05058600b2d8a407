"""Plan and fact by owner, team, territory and product."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setpoint.domains.analytics.periods import Period
from setpoint.domains.analytics.reports.declared import Cell, Report, Table, register_report
from setpoint.domains.catalog.models import Product
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_today
from setpoint.kernel.models import Territory
from setpoint.loop.control.models import Forecast
from setpoint.loop.cycle_report import scope_names
from setpoint.loop.plan.models import Goal, Plan
from setpoint.loop.plan.parameters import PARAMETERS, Kind, Parameter, Unit
from setpoint.loop.plan.queries import current_version, visible_goals
from setpoint.loop.record.reading import sums

UNITS = {Unit.MONEY: "money", Unit.ONE: "count", Unit.PPM: "ppm", Unit.SECONDS: "seconds"}
Sums = dict[tuple[str, str, int], tuple[int, int, float]]


def tables(by: Actor, period: Period, filters: Mapping[str, str]) -> list[Table]:
    """Return a table for each planned period that meets the asked one: goals of the kind of scope chosen."""
    today = company_today()
    plans = Plan.objects.all()
    plans = plans.filter(last_day__gte=period.first) if period.first else plans
    plans = plans.filter(first_day__lte=period.last) if period.last else plans
    return [_table(plan, by, filters.get("scope", ""), today) for plan in plans] or [
        Table("", [], [], nothing=_("Nothing was planned for this period."))
    ]


def _table(plan: Plan, by: Actor, scope: str, today: date) -> Table:
    version = current_version(plan)
    goals: list[Goal] = [] if version is None else list(visible_goals(by, version).order_by("parameter", "pk"))
    goals = [goal for goal in goals if goal.parameter in PARAMETERS and scope in ("", goal.scope_kind)]
    names = scope_names().found
    names |= {("product", pk): name for pk, name in Product.objects.values_list("pk", "name")}
    names |= {("territory", pk): name for pk, name in Territory.objects.values_list("pk", "name")}
    declared = {goal.parameter: PARAMETERS[goal.parameter] for goal in goals}
    measures = {key for one in declared.values() for key in (one.measure, *one.base) if key}
    # a fact that came late is in: sums are of the days on which things happened
    facts = sums(plan.first_day, min(plan.last_day, today), measures) if plan.first_day <= today else {}
    told = {
        row[0]: row[1:]
        for row in Forecast.objects.filter(goal__in=goals).order_by("run__day").values_list("goal", "expected", "mean")
    }
    rows = []
    for goal in goals:
        parameter = declared[goal.parameter]
        unit = UNITS[parameter.unit]
        fact = fact_of(parameter, facts, goal.scope_kind, goal.scope_id)
        expected, mean = told.get(goal.pk, (None, None))
        expected = goal.target if plan.last_day < today else expected
        late = None if fact is None or expected is None else fact - expected
        reached = None if fact is None or not goal.target else fact / goal.target
        rows.append(
            [
                Cell(names.get((goal.scope_kind, goal.scope_id), ""), goal=goal.pk),
                Cell(str(parameter.name)),
                Cell(goal.target, unit),
                Cell(expected, unit),
                Cell(fact, unit),
                Cell(late, unit, signed=True),
                Cell(reached, "share"),
                Cell(fact if plan.last_day < today else mean, unit),
            ]
        )
    head = [_("Whose"), _("Goal"), _("Plan"), _("Expected by today"), _("Fact"), _("Difference"), _("Reached")]
    return Table(plan.name, [*head, _("Forecast")], rows, "", _("No goal here is yours to see."))


def fact_of(parameter: Parameter, facts: Sums, kind: str, scope: int) -> float | None:
    """Return what was reached: a number, a sum, a mean or a rate; None where there is nothing to divide by."""
    number, total, _squares = facts.get((parameter.measure, kind, scope), (0, 0, 0.0))
    match parameter.kind:
        case Kind.STOCK:
            return None
        case Kind.COUNT:
            return number
        case Kind.AMOUNT:
            return total
        case Kind.DURATION:
            return total / number if number else None
        case Kind.RATE:
            base = sum(facts.get((key, kind, scope), (0, 0, 0.0))[0] for key in parameter.base)
            return number / base * 1_000_000 if base else None


register_report(
    Report(
        "plan-fact",
        gettext_lazy("Plan and fact"),
        gettext_lazy("Goals of the periods that meet the one asked for: plan, what was due by today, fact, forecast."),
        55,
        period="quarter",
        beside=tables,
    )
)
