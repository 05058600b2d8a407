"""How far rights reach: own, own team, teams below, territories, all; several unite; conditions narrow."""

import pytest
from django.core.exceptions import PermissionDenied

from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deals
from setpoint.kernel import placing, role_changes, trees_changed
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.governed import Condition
from setpoint.kernel.models import Grant, Role, Team, Territory, User
from setpoint.kernel.permissions import may, remembering, scope_of, visible_to
from setpoint.kernel.role_changes import Granted
from setpoint.platform.fields.operations.values import fill
from tests.cast import Cast
from tests.platform.fields.making import a_field

DEAL, PARTY = "sales.deal", "customers.party"


def a_deal(cast: Cast, owner: User, stage: int = 0, **values: object) -> Deal:
    name = f"Shed of {owner.name}"
    place = {"pipeline": cast.pipeline, "stage": cast.stages[stage], "owner": owner}
    return deals.create(name=name, currency="USD", by=SYSTEM, **place, **values)


def may_see(role: Role, *rights: tuple[str, list[Condition]] | str, kind: str = DEAL, action: str = "see") -> None:
    """Let a role grant exactly this on a kind: scopes, with or without conditions."""
    given = [right if isinstance(right, tuple) else (right, []) for right in rights]
    role_changes.grant(role, kind, [Granted(kind, action, scope, tuple(told)) for scope, told in given], by=SYSTEM)


def seen(user: User, kind: str = DEAL) -> set[str]:
    return {str(row) for row in visible_to(Actor.of(user), kind)}


def north_and_south(cast: Cast) -> tuple[Territory, Territory]:
    """Put Oak & Sons into the Far North, and Sara to work in the North above it."""
    north = trees_changed.create_territory(name="North", by=SYSTEM)
    far = trees_changed.create_territory(name="Far North", parent=north, by=SYSTEM)
    south = trees_changed.create_territory(name="South", by=SYSTEM)
    parties.change(cast.oak, {"territory": far}, by=SYSTEM)
    parties.change(cast.ivan, {"territory": south}, by=SYSTEM)
    placing.give_territories(cast.sara, [north], by=SYSTEM)
    return north, south


def test_a_team_is_its_people_and_below_are_the_teams_of_who_heads(cast: Cast) -> None:
    Team.objects.create(name="Docks", parent=cast.north)
    for owner in (cast.sara, cast.semyon, cast.nora, cast.henry):
        a_deal(cast, owner)
    may_see(cast.sara.role, "team")
    may_see(cast.henry.role, "team")
    assert seen(cast.sara) == {"Shed of Sara Stone", "Shed of Semyon Sokolov"}
    assert seen(cast.henry) == {"Shed of Henry Hale"}

    may_see(cast.henry.role, "below")
    may_see(cast.sara.role, "below")
    assert len(seen(cast.henry)) == 4
    assert seen(cast.sara) == {"Shed of Sara Stone", "Shed of Semyon Sokolov"}


def test_a_territory_holds_what_lies_below_it(cast: Cast) -> None:
    north_and_south(cast)
    a_deal(cast, cast.nora, customer=cast.oak)
    a_deal(cast, cast.henry, customer=cast.ivan)
    a_deal(cast, cast.olga)
    may_see(cast.sara.role, "territory")
    may_see(cast.sara.role, "territory", kind=PARTY)

    assert seen(cast.sara) == {"Shed of Nora Nash"}
    assert seen(cast.sara, PARTY) == {"Oak & Sons"}
    assert (seen(cast.nora), seen(cast.nora, PARTY)) == (set(), set())


def test_rights_of_one_role_and_of_several_unite(cast: Cast) -> None:
    north_and_south(cast)
    for owner, customer in ((cast.sara, None), (cast.nora, cast.oak), (cast.henry, cast.ivan)):
        a_deal(cast, owner, customer=customer)
    may_see(cast.sara.role, "own", "territory")
    assert seen(cast.sara) == {"Shed of Sara Stone", "Shed of Nora Nash"}

    auditor = role_changes.create_role(name="Auditor", by=SYSTEM)
    may_see(auditor, ("all", [Condition("team", "is", str(cast.henry.team_id))]))
    placing.give_roles(cast.sara, cast.sara.role, [auditor], by=SYSTEM)
    assert seen(cast.sara) == {"Shed of Sara Stone", "Shed of Nora Nash", "Shed of Henry Hale"}


def test_deals_of_the_north_in_stage_proposal_and_above(cast: Cast) -> None:
    for stage in range(4):
        a_deal(cast, cast.sara, stage, external_id=f"north {stage}")
        a_deal(cast, cast.nora, stage, external_id=f"south {stage}")
    late = Condition("stage", "from", str(cast.stages[2].pk))
    may_see(cast.mia.role, ("all", [Condition("team", "under", str(cast.north.pk)), late]))

    mia = Actor.of(cast.mia)
    assert {deal.external_id for deal in visible_to(mia, DEAL)} == {"north 2", "north 3"}
    # no figure of all deals is hers, though the right reaches all owners
    assert scope_of(mia, DEAL, "see") == "own"


def test_a_condition_on_an_administrators_field(cast: Cast) -> None:
    roof = {choice.key: choice for choice in a_field("roof", "choice").choices.all()}
    fill(DEAL, a_deal(cast, cast.sara).pk, {"roof": roof["gable"]}, by=SYSTEM)
    fill(DEAL, a_deal(cast, cast.nora).pk, {"roof": roof["flat"]}, by=SYSTEM)
    may_see(cast.mia.role, ("all", [Condition("f.roof", "is", "flat")]))
    assert seen(cast.mia) == {"Shed of Nora Nash"}


@pytest.mark.parametrize(
    "broken",
    [
        ["stage", "from", "999999"],
        ["stage", "resembles", "1"],
        ["stage", "from", "Proposal"],
        ["amount", "from", "plenty"],
        ["nothing like it", "is", "1"],
        ["f.roof", "is", "flat"],
        ["stage"],
        "stage from 1",
        {"stage": 1},
    ],
)
def test_a_broken_condition_lets_nothing_be_seen(cast: Cast, broken: object) -> None:
    a_deal(cast, cast.sara, 3)
    Grant.objects.filter(role=cast.sara.role, kind=DEAL).update(conditions=[broken])
    assert seen(cast.sara) == set()


def test_conditions_that_are_no_list_let_nothing_be_seen(cast: Cast) -> None:
    a_deal(cast, cast.sara, 3)
    Grant.objects.filter(role=cast.sara.role, kind=DEAL).update(conditions={"stage": 1})
    assert seen(cast.sara) == set()


def test_what_is_changed_stays_within_the_right_to_change_it(cast: Cast) -> None:
    deal = a_deal(cast, cast.sara, 2)
    late = Condition("stage", "from", str(cast.stages[2].pk))
    may_see(cast.sara.role, ("own", [late]), action="change")
    sara = Actor.of(cast.sara)

    deals.move_many([deals.Move(deal.pk, cast.stages[3])], by=sara)
    with pytest.raises(PermissionDenied):
        deals.move_many([deals.Move(deal.pk, cast.stages[0])], by=sara)

    deal.refresh_from_db()
    assert deal.stage == cast.stages[3]
    early = a_deal(cast, cast.sara, 0)
    with pytest.raises(PermissionDenied):
        deals.change(early, {"name": "Barn"}, by=sara)


def test_what_is_created_fulfils_the_right_to_create(cast: Cast) -> None:
    small = Condition("amount", "to", "1000 USD")
    may_see(cast.sara.role, ("own", [small]), action="create")
    values = {"pipeline": cast.pipeline, "stage": cast.stages[0], "owner": cast.sara, "currency": "USD"}
    sara = Actor.of(cast.sara)

    made = deals.create(name="Bench", amount=90_000, by=sara, **values)
    with pytest.raises(PermissionDenied):
        deals.create(name="Barn", amount=900_000, by=sara, **values)
    assert list(Deal.objects.all()) == [made]


def test_a_customer_is_not_led_out_of_ones_territory(cast: Cast) -> None:
    north, south = north_and_south(cast)
    may_see(cast.sara.role, "territory", kind=PARTY, action="change")
    sara = Actor.of(cast.sara)

    parties.change(cast.oak, {"territory": north}, by=sara)
    with pytest.raises(PermissionDenied):
        parties.change(cast.oak, {"territory": south}, by=sara)
    with pytest.raises(PermissionDenied):
        parties.change(cast.ivan, {"sector": "Hotels"}, by=sara)
    cast.oak.refresh_from_db()
    cast.ivan.refresh_from_db()
    assert (cast.oak.territory, cast.ivan.sector) == (north, "")


def test_rights_with_everything_take_a_few_queries_however_many_they_are(cast: Cast, django_assert_num_queries) -> None:
    north_and_south(cast)
    stages = [Condition("stage", "from", str(stage.pk)) for stage in cast.stages]
    may_see(cast.sara.role, *[("territory", [one]) for one in stages], *[("below", [one]) for one in stages])
    sara = remembering(Actor.of(cast.sara))
    # person with grants, teams, own territories, all territories
    with django_assert_num_queries(4):
        visible_to(sara, DEAL)
    with django_assert_num_queries(0):
        visible_to(sara, DEAL)
        may(sara, DEAL, "change", 0)


def test_the_reach_of_roles_of_before_is_what_it_was(cast: Cast) -> None:
    a_deal(cast, cast.sara)
    assert seen(cast.henry) == {"Shed of Sara Stone"}
    assert seen(cast.nora) == set()
    assert seen(cast.mia) == set()
