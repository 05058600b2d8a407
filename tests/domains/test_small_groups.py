"""Figures of two people, as control room, reports and API read them: each would know what the other did."""

import duckdb

from setpoint.domains.analytics.reach import reach
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Grant, User
from setpoint.kernel.models.people import Scope
from setpoint.loop.plan.permissions import seen_scopes
from tests.cast import Cast


def summed(cast: Cast) -> set[int]:
    """The owners whose records count in a sum that Sara reads."""
    with duckdb.connect() as connection:
        reach(connection, Actor.of(cast.sara), "sales.deal")
        return {number for (number,) in connection.execute("SELECT id FROM totals").fetchall()}


def test_a_team_of_two_has_no_figures_for_its_members_and_one_of_three_has(cast: Cast) -> None:
    Grant.objects.filter(kind="loop.figures", role=cast.sara.role).update(scope=Scope.TEAM)
    team = ("team", cast.north.pk)
    assert team not in (seen_scopes(Actor.of(cast.sara)) or set())
    assert summed(cast) == {cast.sara.pk}

    User.objects.filter(pk=cast.stan.pk).update(team=cast.north)
    assert team in (seen_scopes(Actor.of(cast.sara)) or set())
    assert summed(cast) == {cast.sara.pk, cast.semyon.pk, cast.stan.pk}
