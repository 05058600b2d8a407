"""A program acts for a person: within scopes, until a day, until it is revoked."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from setpoint.journal.models import Fact
from setpoint.kernel import tokens
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import machine_now
from setpoint.kernel.models import ApiToken, User
from setpoint.kernel.permissions import require, scope_of, visible_to
from setpoint.kernel.rights import Rights
from tests.cast import Cast
from tests.web.conftest import a_deal


def make(user: User, *scopes: str, days: int = 30) -> tuple[ApiToken, str]:
    ends = machine_now() + timedelta(days=days)
    return tokens.make(user, name="Export", scopes=scopes or ("*:*",), expires_at=ends, by=Actor.of(user))


def test_a_token_acts_for_its_owner_through_the_door_of_the_api(cast: Cast) -> None:
    _row, token = make(cast.sara)
    found = tokens.actor_of(token)
    assert found is not None
    assert (found.user_id, found.label, found.door) == (cast.sara.pk, "Sara Stone", "api")


def test_of_a_token_only_its_beginning_and_its_digest_are_kept(cast: Cast) -> None:
    row, token = make(cast.sara)
    assert token.startswith(row.prefix)
    assert (len(row.prefix), len(row.digest), len(token)) == (9, 64, 46)
    kept = str(list(ApiToken.objects.values()) + list(Fact.objects.values()))
    assert token[len(row.prefix) :] not in kept


def test_a_token_expires(cast: Cast) -> None:
    row, token = make(cast.sara)
    ApiToken.objects.filter(pk=row.pk).update(expires_at=machine_now())
    assert tokens.actor_of(token) is None


def test_a_revoked_token_opens_nothing_and_is_revoked_once(cast: Cast) -> None:
    row, token = make(cast.sara)
    tokens.revoke(row, by=Actor.of(cast.sara))
    tokens.revoke(row, by=Actor.of(cast.sara))
    assert tokens.actor_of(token) is None
    assert list(tokens.tokens_of(cast.sara)) == []
    assert Fact.objects.filter(kind="kernel.token_revoked").count() == 1


def test_the_token_of_who_has_left_opens_nothing(cast: Cast) -> None:
    _row, token = make(cast.sara)
    User.objects.filter(pk=cast.sara.pk).update(is_active=False)
    assert tokens.actor_of(token) is None


@pytest.mark.parametrize("wrong", ["", "sp_", "sp_guess", "Bearer x"])
def test_nothing_else_is_a_token(cast: Cast, wrong: str) -> None:
    make(cast.sara)
    assert tokens.actor_of(wrong) is None


def test_a_token_that_reads_deals_changes_none_and_sees_no_customer(cast: Cast) -> None:
    a_deal(cast)
    found = tokens.actor_of(make(cast.sara, "sales.deal:see")[1])
    assert found is not None
    assert visible_to(found, "sales.deal").count() == 1
    assert visible_to(found, "customers.party").count() == 0
    assert scope_of(found, "loop.figures", "see") is None
    with pytest.raises(PermissionDenied):
        require(found, "sales.deal", "change", owner_id=cast.sara.pk)


def test_a_token_never_widens_what_its_owner_may(cast: Cast) -> None:
    found = tokens.actor_of(make(cast.mia, "*:*")[1])
    assert found is not None
    assert scope_of(found, "customers.party", "see") == "all"
    assert scope_of(found, "sales.deal", "see") is None


@pytest.mark.parametrize(
    ("scopes", "kinds"),
    [
        (None, {"*"}),
        ({"*:see"}, {"*"}),
        ({"sales.deal:see", "customers.party:*"}, {"sales.deal", "customers.party"}),
        ({"sales.deal:change"}, set()),
    ],
)
def test_the_kinds_an_owner_reaches_through_scopes(cast: Cast, scopes: set[str] | None, kinds: set[str]) -> None:
    assert Rights(cast.olga.pk, None if scopes is None else frozenset(scopes)).kinds("see") == kinds


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["sales.deal"]}, "scopes"),
        ({"expires_at": timedelta(days=400)}, "expires_at"),
        ({"expires_at": timedelta(0)}, "expires_at"),
    ],
)
def test_a_wrong_wish_makes_no_token(cast: Cast, wrong: dict[str, object], field: str) -> None:
    wish = {"name": "Export", "scopes": ["*:see"], "expires_at": timedelta(days=1)} | wrong
    before = Fact.objects.count()
    with pytest.raises(ValidationError) as refusal:
        tokens.make(cast.sara, by=Actor.of(cast.sara), **wish | {"expires_at": machine_now() + wish["expires_at"]})
    assert list(refusal.value.error_dict) == [field]
    assert (ApiToken.objects.count(), Fact.objects.count()) == (0, before)


def test_nobody_makes_a_token_for_another_nor_a_token_by_a_token(cast: Cast) -> None:
    ends = machine_now() + timedelta(days=1)
    acting = tokens.actor_of(make(cast.sara)[1])
    for by in (Actor.of(cast.olga), acting):
        with pytest.raises(PermissionDenied):
            tokens.make(cast.sara, name="Mine", scopes=["*:*"], expires_at=ends, by=by)
    assert ApiToken.objects.count() == 1


def test_an_administrator_revokes_a_colleagues_token_and_a_head_does_not(cast: Cast) -> None:
    row, token = make(cast.sara)
    with pytest.raises(PermissionDenied):
        tokens.revoke(row, by=Actor.of(cast.henry))
    assert tokens.actor_of(token) is not None
    tokens.revoke(row, by=Actor.of(cast.olga))
    assert tokens.actor_of(token) is None


def test_the_last_use_is_told_to_the_minute(cast: Cast) -> None:
    row, token = make(cast.sara)
    tokens.actor_of(token)
    row.refresh_from_db()
    assert row.last_used_at is not None
    with CaptureQueriesContext(connection) as captured:
        tokens.actor_of(token)
    assert len(captured) == 1
