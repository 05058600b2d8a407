"""Rights are asked of the database once a request, and never stand longer than that."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from setpoint.kernel import people
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Grant, Team, User
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import (
    figure_scopes,
    remembering,
    require,
    rights_of,
    scope_of,
    sees_figures_of,
    visible_to,
)
from setpoint.web.http import actor
from tests.cast import Cast


def ask_much(by: Actor) -> None:
    """What a page asks of its reader, over and over."""
    for kind in ("sales.deal", "loop.goal", "loop.correction", "kernel.user", "control.case") * 2:
        visible_to(by, kind)
        scope_of(by, kind, "change")


def test_a_page_of_questions_takes_three_queries(cast: Cast, django_assert_num_queries) -> None:
    henry = remembering(Actor.of(cast.henry))
    with django_assert_num_queries(3):  # person with grants, teams, members
        ask_much(henry)
    with django_assert_num_queries(0):
        ask_much(henry)


def test_who_may_everything_takes_one(cast: Cast, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        ask_much(remembering(Actor.of(cast.olga)))


def test_a_request_has_one_actor(cast: Cast) -> None:
    request = RequestFactory().get("/")
    request.user = cast.henry
    assert actor(request) is actor(request)
    request.user = cast.sara
    assert actor(request).label == "Sara Stone"


def test_an_actor_who_does_not_remember_sees_every_change(cast: Cast) -> None:
    sara = Actor.of(cast.sara)
    assert not sees_figures_of(sara, "team", cast.north.pk)
    Team.objects.filter(pk=cast.north.pk).update(head=cast.sara)
    assert sees_figures_of(sara, "team", cast.north.pk)


def test_who_changes_teams_sees_it_at_once(cast: Cast) -> None:
    olga = remembering(Actor.of(cast.olga))
    assert rights_of(olga).headed == frozenset()
    people.set_head(cast.north, cast.olga, by=olga)
    assert figure_scopes(olga) == {
        ("owner", cast.olga.pk),
        ("team", cast.north.pk),
        ("owner", cast.sara.pk),
        ("owner", cast.semyon.pk),
    }


def test_the_widest_of_several_rights_counts(cast: Cast) -> None:
    Grant.objects.create(role=cast.sara.role, kind="*", action="see", scope=Scope.TEAM)
    sara = Actor.of(cast.sara)
    assert scope_of(sara, "sales.deal", "see") == Scope.TEAM
    assert scope_of(sara, "customers.party", "see") == Scope.ALL
    assert scope_of(sara, "sales.deal", "change") == Scope.OWN
    assert scope_of(sara, "sales.deal", "reassign") is None


def test_who_has_no_team_has_no_right_on_others_without_one(cast: Cast) -> None:
    Grant.objects.filter(role=cast.stan.role, kind="sales.deal").update(scope=Scope.TEAM)
    stan = Actor.of(cast.stan)
    require(stan, "sales.deal", "change", owner_id=cast.stan.pk)
    with pytest.raises(PermissionDenied):
        require(stan, "sales.deal", "change", owner_id=cast.mia.pk)


def test_a_team_of_two_is_not_shown_to_its_members(cast: Cast) -> None:
    Grant.objects.filter(kind="loop.figures", role=cast.sara.role).update(scope=Scope.TEAM)
    sara, semyon = Actor.of(cast.sara), Actor.of(cast.semyon)
    assert [sees_figures_of(one, "team", cast.north.pk) for one in (sara, semyon)] == [False, False]
    assert sees_figures_of(Actor.of(cast.henry), "team", cast.north.pk)

    User.objects.filter(pk=cast.stan.pk).update(team=cast.north)
    assert [sees_figures_of(one, "team", cast.north.pk) for one in (sara, semyon)] == [True, True]
    # what one of the three did, nobody of them is shown
    assert not sees_figures_of(sara, "owner", cast.semyon.pk)
    assert not sees_figures_of(sara, "team", cast.south.pk)

    User.objects.filter(pk=cast.stan.pk).update(is_active=False)
    assert not sees_figures_of(sara, "team", cast.north.pk)


def test_figures_of_a_scope_want_a_right_on_the_whole_scope(cast: Cast) -> None:
    Team.objects.filter(pk=cast.north.pk).update(head=cast.sara)
    sara = Actor.of(cast.sara)
    assert sees_figures_of(sara, "team", cast.north.pk)
    assert not sees_figures_of(sara, "team", cast.henry.team_id)
    assert not sees_figures_of(sara, "company", 1)
