"""Rights decide before anything is cut, and nothing tells of what somebody may not see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deals
from setpoint.journal.followers import catch_up
from setpoint.kernel import role_changes
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.models import User
from setpoint.platform.fields.operations.values import fill
from setpoint.platform.search import seeing
from setpoint.platform.search.finding import find, shown
from setpoint.platform.search.kinds import KINDS
from tests.cast import Cast
from tests.platform.fields.making import a_field
from tests.platform.search.helpers import found

DEAL = "sales.deal"


def make_deals(cast: Cast, owner: User, count: int, name: str = "Larch shed") -> list[Deal]:
    rows = [
        Deal(name=f"{name} {number}", pipeline=cast.pipeline, stage=cast.stages[0], owner=owner, currency="USD")
        for number in range(count)
    ]
    return deals.create_many(rows, by=SYSTEM)


def test_a_seller_never_finds_a_colleagues_deal(cast: Cast) -> None:
    make_deals(cast, cast.semyon, 1)
    assert found(cast.semyon, "larch") == ["Larch shed 0"]
    assert found(cast.sara, "larch") == []
    assert found(cast.sara, "lorch") == []
    assert found(cast.henry, "larch") == ["Larch shed 0"]
    assert found(cast.stan, "larch") == []
    assert found(cast.mia, "larch") == []


def test_without_a_role_nothing_is_found(cast: Cast) -> None:
    nobody = User.objects.create(name="Nora New", email="nora@tidewater.example")
    assert found(nobody, "oak") == []


@pytest.mark.parametrize("theirs", [7, 150, 2300])
def test_the_limit_is_applied_after_rights(cast: Cast, theirs: int) -> None:
    """Sara's one deal is older than all the others, and is still found first: hers are the only ones she sees."""
    make_deals(cast, cast.sara, 1)
    make_deals(cast, cast.semyon, theirs)
    assert found(cast.sara, "larch", limit=6) == ["Larch shed 0"]
    assert found(cast.sara, "l", limit=6) == ["Larch shed 0"]


def test_who_sees_many_records_is_asked_for_window_after_window(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeing, "WINDOWS", (5, 10))
    monkeypatch.setattr(seeing, "SEES_FEW", 20)
    mine = make_deals(cast, cast.sara, 30)
    make_deals(cast, cast.semyon, 100)
    expected = [deal.name for deal in reversed(mine)][:6]
    assert found(cast.sara, "larch", limit=6) == expected


def test_the_answer_never_says_how_many_there_are(cast: Cast) -> None:
    make_deals(cast, cast.sara, 8)
    make_deals(cast, cast.semyon, 8)
    catch_up(["search"])
    (group,) = find(Actor.of(cast.sara), "larch", limit=6).groups
    assert (len(group.hits), group.more) == (6, True)
    (group,) = find(Actor.of(cast.sara), "larch", limit=8).groups
    assert (len(group.hits), group.more) == (8, False)


def test_a_deal_handed_over_is_found_by_the_new_owner_at_once(cast: Cast) -> None:
    (deal,) = make_deals(cast, cast.sara, 1)
    assert found(cast.sara, "larch") == ["Larch shed 0"]
    deals.reassign_many({deal.pk: cast.semyon}, by=SYSTEM)
    answer = find(Actor.of(cast.sara), "larch", limit=6)
    assert answer.groups == []
    assert [hit.id for group in find(Actor.of(cast.semyon), "larch", limit=6).groups for hit in group.hits] == [deal.pk]


def test_records_opened_last_are_shown_only_as_far_as_they_may_be_seen(cast: Cast) -> None:
    (mine,) = make_deals(cast, cast.sara, 1)
    (other,) = make_deals(cast, cast.semyon, 1)
    seen = shown(Actor.of(cast.sara), KINDS[DEAL], [other.pk, mine.pk])
    assert [hit.id for hit in seen] == [mine.pk]


@pytest.mark.parametrize("rows", [2, 60])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("larch", 7),
        # what nobody is called is looked for among the words that are near it, too
        ("lorch", 10),
        ("+1 415 555", 7),
    ],
)
def test_the_number_of_queries_does_not_grow(cast: Cast, text: str, expected: int, rows: int) -> None:
    parties.create_many(
        [Party(kind="person", name=f"Larch {row}", phone=f"+1 415 555 {row:04}") for row in range(rows)], by=SYSTEM
    )
    make_deals(cast, cast.sara, rows)
    catch_up(["search"])
    with CaptureQueriesContext(connection) as queries:
        assert find(Actor.of(cast.sara), text, limit=6).groups
    assert len(queries) == expected


def hide(user: User, kind: str, *fields: str) -> None:
    role_changes.govern_fields(user.role, kind, dict.fromkeys(fields, "hidden"), by=SYSTEM)


def test_a_hidden_field_is_neither_found_by_nor_shown(cast: Cast) -> None:
    parties.change(cast.ivan, {"phone": "+1 202 555 0143", "sector": "Joinery"}, by=SYSTEM)
    a_field("keeper", searchable=True)
    (deal,) = make_deals(cast, cast.sara, 1)
    deals.change(deal, {"product": cast.shed}, by=SYSTEM)
    fill(DEAL, deal.pk, {"keeper": "Mikhail"}, by=SYSTEM)
    for words, what in (("202 555", "Ivan Petrov"), ("ivan@petrov", "Ivan Petrov"), ("joinery", "Ivan Petrov")):
        assert found(cast.sara, words) == [what]
    assert (found(cast.sara, "mikhail"), found(cast.sara, "cedar")) == ([deal.name], ["Cedar shed", deal.name])

    hide(cast.sara, "customers.party", "email", "phone", "sector")
    hide(cast.sara, DEAL, "f.keeper", "product")

    for words in ("202 555", "2025550143", "ivan@petrov", "joinery", "joinary", "mikhail", "mikhial", "ivan joinery"):
        assert found(cast.sara, words) == []
    assert found(cast.sara, "cedar") == ["Cedar shed"]
    assert found(cast.henry, "mikhail") == [deal.name]
    for words in ("ivan petrov", "iavn"):
        ((hit,),) = [group.hits for group in find(Actor.of(cast.sara), words, limit=6).groups]
        assert (hit.shown.label, set(hit.shown.details)) == ("Ivan Petrov", {""})
