"""Whose figures are shown to whom."""

import pytest

from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import sees_figures_of
from tests.cast import Cast


@pytest.mark.parametrize(
    ("who", "sees"),
    [("sara", True), ("semyon", False), ("nora", False), ("henry", True), ("olga", True), ("mia", False)],
)
def test_a_persons_figures_are_shown_to_him_and_his_heads_not_to_colleagues(cast: Cast, who: str, sees: bool) -> None:
    assert sees_figures_of(Actor.of(getattr(cast, who)), "owner", cast.sara.pk) is sees


@pytest.mark.parametrize(("who", "sees"), [("sara", False), ("henry", True), ("olga", True)])
def test_a_teams_figures_are_shown_to_its_heads(cast: Cast, who: str, sees: bool) -> None:
    assert sees_figures_of(Actor.of(getattr(cast, who)), "team", cast.north.pk) is sees


def test_somebody_who_left_has_no_rights(cast: Cast) -> None:
    cast.olga.is_active = False
    cast.olga.save()
    assert not sees_figures_of(Actor.of(cast.olga), "owner", cast.sara.pk)
