"""Who may demand, reset and set up a second factor."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from setpoint.journal.models import Fact
from setpoint.kernel import second_factors
from setpoint.kernel.actors import Actor
from tests.cast import Cast

SECRET = "JBSWY3DPEHPK3PXP"


def test_an_administrator_resets_the_second_factor_of_a_colleague_and_ends_his_sessions(cast: Cast) -> None:
    second_factors.add_app(cast.sara, secret=SECRET, by=Actor.of(cast.sara))
    client = Client()
    client.force_login(cast.sara)
    client.get("/settings")
    second_factors.reset(cast.sara, by=Actor.of(cast.olga))
    assert not Authenticator.objects.filter(user=cast.sara).exists()
    assert not UserSession.objects.filter(user=cast.sara).exists()
    assert client.get("/settings").status_code == 302
    fact = Fact.objects.latest("pk")
    assert (fact.kind, fact.actor_label, fact.about_id) == ("kernel.second_factor_reset", "Olga Owen", cast.sara.pk)


@pytest.mark.parametrize("who", ["henry", "semyon", "stan"])
def test_nobody_else_resets_it(cast: Cast, who: str) -> None:
    second_factors.add_app(cast.sara, secret=SECRET, by=Actor.of(cast.sara))
    before = Fact.objects.count()
    with pytest.raises(PermissionDenied):
        second_factors.reset(cast.sara, by=Actor.of(getattr(cast, who)))
    assert second_factors.has_one(cast.sara)
    assert Fact.objects.count() == before


def test_not_even_an_administrator_sets_one_up_for_another(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        second_factors.add_app(cast.sara, secret=SECRET, by=Actor.of(cast.olga))
    assert not second_factors.has_one(cast.sara)


def test_a_role_is_made_to_have_one_and_let_go_each_once(cast: Cast) -> None:
    for _ in range(2):
        second_factors.require_of(cast.sara.role, by=Actor.of(cast.olga))
    second_factors.release(cast.sara.role, by=Actor.of(cast.olga))
    facts = Fact.objects.filter(kind__startswith="kernel.second_factor_re").order_by("pk")
    assert [(fact.kind, fact.data) for fact in facts] == [
        ("kernel.second_factor_required", {"role": "seller"}),
        ("kernel.second_factor_released", {"role": "seller"}),
    ]


def test_a_seller_demands_nothing_of_others(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        second_factors.require_of(cast.henry.role, by=Actor.of(cast.sara))
    cast.henry.role.refresh_from_db()
    assert not cast.henry.role.second_factor_required


def test_the_last_one_stays_where_the_role_requires_it(cast: Cast) -> None:
    app = second_factors.add_app(cast.sara, secret=SECRET, by=Actor.of(cast.sara))
    second_factors.require_of(cast.sara.role, by=Actor.of(cast.olga))
    with pytest.raises(ValidationError, match="requires a second factor"):
        second_factors.remove(app, by=Actor.of(cast.sara))
    assert second_factors.has_one(cast.sara)
