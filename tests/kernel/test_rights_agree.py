"""Whatever a role grants: a list, the question about one record, and the rights told by hand say the same."""

from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from setpoint.domains.sales.models import Deal
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Grant, Team, Territory, User
from setpoint.kernel.permissions import remembering, require, require_rows, visible_to
from tests.cast import Cast
from tests.kernel.test_scopes import DEAL, a_deal, north_and_south

SCOPES = ("own", "team", "below", "territory", "all")
AMOUNT = 100_000


def conditions() -> st.SearchStrategy[list[tuple[str, str, int]]]:
    """Stages and amounts by their place: 0..3, the fifth is a stage that is no more."""
    stage = st.tuples(st.just("stage"), st.sampled_from(["is", "from", "to"]), st.integers(0, 4))
    amount = st.tuples(st.just("amount"), st.sampled_from(["from", "to"]), st.integers(0, 3))
    return st.lists(stage | amount, max_size=2)


grants = st.lists(st.tuples(st.sampled_from(SCOPES), conditions()), max_size=4)


def holds(deal: Deal, told: tuple[str, str, int], cast: Cast) -> bool:
    field, operator, place = told
    said = deal.stage.position if field == "stage" else deal.amount
    wanted = place * AMOUNT
    if field == "stage":
        if place == len(cast.stages):
            return False
        wanted = cast.stages[place].position
    return {"is": said == wanted, "from": said >= wanted, "to": said <= wanted}[operator]


def within(deal: Deal, scope: str, cast: Cast, *, head: bool, territories: set[int]) -> bool:
    """What a scope means to Sara of the North, who may head it, with the Docks below."""
    owner = deal.owner
    return {
        "own": owner == cast.sara,
        "team": owner.team == cast.north,
        "below": owner.team == cast.north or (head and owner.team == cast.nora.team),
        "territory": deal.customer is not None and deal.customer.territory_id in territories,
        "all": True,
    }[scope]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(given_rights=grants, head=st.booleans())
def test_lists_and_single_questions_agree(cast: Cast, given_rights, head: bool) -> None:
    if not Deal.objects.exists():
        north_and_south(cast)
        User.objects.filter(pk=cast.nora.pk).update(team=Team.objects.create(name="Docks", parent=cast.north))
        cast.nora.refresh_from_db()
        owners = (cast.sara, cast.semyon, cast.nora, cast.henry)
        customers = (cast.oak, cast.ivan, None)
        for number in range(9):
            a_deal(
                cast, owners[number % 4], number % 3 + 1, customer=customers[number % 3], amount=AMOUNT * number // 3
            )
    Team.objects.filter(pk=cast.north.pk).update(head=cast.sara if head else None)
    role = cast.sara.role
    Grant.objects.filter(role=role, kind=DEAL).delete()
    stages = [*(stage.pk for stage in cast.stages), 999_999]

    def value(told: tuple[str, str, int]) -> list[str]:
        field, operator, place = told
        return [field, operator, str(stages[place]) if field == "stage" else f"{place * AMOUNT // 100} USD"]

    for scope, told in given_rights:
        Grant.objects.create(role=role, kind=DEAL, action="see", scope=scope, conditions=[value(one) for one in told])

    sara = remembering(Actor.of(cast.sara))
    listed = set(visible_to(sara, DEAL).values_list("pk", flat=True))
    inside = set(Territory.objects.filter(name__endswith="North").values_list("pk", flat=True))
    for deal in Deal.objects.select_related("stage", "owner__team", "customer"):
        by_hand = any(
            within(deal, scope, cast, head=head, territories=inside) and all(holds(deal, one, cast) for one in told)
            for scope, told in given_rights
        )
        assert (deal.pk in listed) == by_hand
        assert allowed(lambda deal=deal: require_rows(sara, Deal.objects.all(), DEAL, "see", [deal.pk])) == by_hand
        # who knows the owner alone knows less, never more
        assert not allowed(lambda deal=deal: require(sara, DEAL, "see", deal.owner_id)) or by_hand


def allowed(asks) -> bool:
    try:
        asks()
    except PermissionDenied:
        return False
    return True
