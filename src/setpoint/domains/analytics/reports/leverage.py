"""Leverage: hours and cost of each role per won deal."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setpoint.domains.analytics.copying.reading import opened
from setpoint.domains.analytics.models import RoleCost
from setpoint.domains.analytics.periods import Period
from setpoint.domains.analytics.reach import reach
from setpoint.domains.analytics.reports.declared import Cell, Report, Table, register_report
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Role

KINDS = ("call", "email", "meeting", "note")
TOUCHES = """
SELECT p.their_role, t.kind, count(*) FROM (
    SELECT owner, day, kind FROM all_touches WHERE {deals}
    UNION ALL SELECT owner, day, kind FROM all_lead_touches WHERE {leads}
) t JOIN people p ON p.person = t.owner WHERE t.day BETWEEN ? AND ? GROUP BY 1, 2
"""
WON = "SELECT count(*) FROM all_deals WHERE outcome = 'won' AND closed BETWEEN ? AND ? AND {deals}"
FIRST, LAST = "0001-01-01", "9999-12-31"


def tables(by: Actor, period: Period, _filters: Mapping[str, str]) -> list[Table]:
    """Return the hours and the cost of each role, in all and per won deal; cheap work first."""
    days = [str(period.first or FIRST), str(period.last or LAST)]
    with opened() as (connection, _as_of):
        deals = reach(connection, by, "sales.deal").summed
        leads = reach(connection, by, "sales.lead", prefix="lead_").summed
        touches = connection.execute(TOUCHES.format(deals=deals, leads=leads), days).fetchall()
        (won,) = connection.execute(WON.format(deals=deals), days).fetchone() or (0,)
    costs = {row.role_id: row for row in RoleCost.objects.all()}
    counts: dict[int, dict[str, int]] = {}
    for role, kind, count in touches:
        counts.setdefault(role, {})[kind] = count
    found = []
    for role in Role.objects.filter(pk__in=counts):
        cost = costs.get(role.pk) or RoleCost(role=role)
        done = counts[role.pk]
        minutes = sum(done.get(kind, 0) * getattr(cost, kind) for kind in KINDS)
        found.append((cost.hour, _(role.name), sum(done.values()), minutes / 60))
    whole = sum(hours for *_rest, hours in found)
    rows = [
        [
            Cell(name),
            Cell(touched, "count"),
            Cell(hours, "hours"),
            Cell(hours / whole if whole else None, "share"),
            Cell(hours * hour, "money"),
            Cell(hours / won if won else None, "hours"),
            Cell(hours * hour / won if won else None, "money"),
        ]
        for hour, name, touched, hours in sorted(found)
    ]
    total = sum(hours * hour for hour, _name, _touched, hours in found)
    if rows:
        rows.append(
            [
                Cell(_("In all")),
                Cell(sum(row[2] for row in found), "count"),
                Cell(whole, "hours"),
                Cell(None),
                Cell(total, "money"),
                Cell(whole / won if won else None, "hours"),
                Cell(total / won if won else None, "money"),
            ]
        )
    head = [_("Role"), _("Touches"), _("Hours"), _("Share of hours"), _("Cost"), _("Hours per won deal")]
    note = _("Won deals in the period: %(won)s. Hours are touches times the minutes that a touch takes.") % {"won": won}
    if not any(cost.hour for cost in costs.values()):
        note += " " + _("What an hour costs has not been set yet.")
    return [Table("", [*head, _("Cost per won deal")], rows, note, _("Nobody has touched a deal or a lead then."))]


register_report(
    Report(
        "leverage",
        gettext_lazy("Leverage"),
        gettext_lazy("Hours and cost of each role per won deal: whether costly work is spent where cheap would do."),
        80,
        period="quarter",
        beside=tables,
    )
)
