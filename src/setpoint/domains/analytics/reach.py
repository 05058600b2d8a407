"""What of the copy somebody may see: records by `visible_to`, figures of the owners whose figures are his to see."""

from dataclasses import dataclass

import duckdb

from setpoint.domains.analytics.copying.reading import give_ids
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import User
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import figure_scopes, scope_of, visible_to

FIGURES = "loop.figures"


@dataclass(frozen=True)
class Reach:
    """`records`: a condition on `id`; `totals`: on `owner`, whose records are summed; `named`: who stands by name.

    A member's own team counts in sums where it has three people at least; its people by name are its head's.
    """

    records: str
    totals: str
    named: str

    @property
    def summed(self) -> str:
        """The condition on rows that count in sums."""
        return f"({self.records}) AND ({self.totals})"


def reach(connection: duckdb.DuckDBPyConnection, by: Actor, kind: str, prefix: str = "") -> Reach:
    """Return what the actor may see of records of a kind; tables of the connection hold what is many."""
    seen = visible_to(by, kind)
    records = "TRUE"
    if seen.query.where:
        give_ids(connection, f"{prefix}seen", list(seen.order_by().values_list("pk", flat=True)))
        records = f"id IN (SELECT id FROM {prefix}seen)"  # noqa: S608 - a name of ours
    if not by.is_person or scope_of(by, FIGURES, "see") == Scope.ALL:
        return Reach(records, "TRUE", "TRUE")
    scopes = figure_scopes(by)
    named = {number for of, number in scopes if of == "owner"}
    teams = [number for of, number in scopes if of == "team"]
    totals = named | set(User.objects.filter(team__in=teams).values_list("pk", flat=True))
    give_ids(connection, f"{prefix}totals", sorted(totals))
    give_ids(connection, f"{prefix}named", sorted(named))
    inside = f"owner IN (SELECT id FROM {prefix}"  # noqa: S608 - a name of ours
    return Reach(records, f"{inside}totals)", f"{inside}named)")
