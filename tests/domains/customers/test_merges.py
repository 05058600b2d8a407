"""Two cards of one customer become one, and two again, as though nothing had been."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from setpoint.domains.customers.models import Merge, Party, Requisite
from setpoint.domains.customers.operations import details, merges, parties
from setpoint.domains.customers.permissions import KIND
from setpoint.domains.sales.models import Deal
from setpoint.journal import aliases
from setpoint.journal.models import Fact, PersonalValue
from setpoint.journal.reading import timeline
from setpoint.kernel import placing, role_changes, trees_changed
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.role_changes import Granted
from setpoint.platform.personal import erasing
from tests.cast import Cast
from tests.domains.customers.merge_worlds import FIELDS, World

NUMBER = st.integers(0, 11)
TAKE = st.sets(st.sampled_from(FIELDS), min_size=1).map(lambda some: tuple(sorted(some)))
MEANWHILE = st.lists(st.tuples(st.sampled_from(("edit", "touch")), NUMBER, NUMBER, st.just(())), max_size=2)


def chapter(what: str) -> st.SearchStrategy[list[tuple]]:
    """A merge or an undo, and what happens until the next."""
    return st.tuples(st.tuples(st.just(what), NUMBER, NUMBER, TAKE), MEANWHILE).map(lambda both: [both[0], *both[1]])


DEALS = [("deal", number, 0, ()) for number in range(4)]
CHAINS = st.tuples(
    st.lists(chapter("merge"), min_size=2, max_size=3), st.lists(chapter("undo"), min_size=1, max_size=3)
).map(lambda both: [*DEALS, *(step for chapters in both for steps in chapters for step in steps)])


@given(steps=CHAINS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_is_taken_back_amid_a_chain_is_as_though_it_had_never_been(cast: Cast, steps) -> None:
    with transaction.atomic():
        world = World(cast, 4)
        for step in steps:
            world.live(*step)
        expected, found = world.expected(), world.found()
        assert found.cards == expected.cards
        assert found.deals == expected.deals
        assert found.told == expected.told
        transaction.set_rollback(True)


@pytest.fixture
def two(cast: Cast) -> tuple[Party, Party]:
    """Oak & Sons, twice."""
    other = parties.create(kind="organisation", name="Oak and Sons", sector="timber", external_id="7", by=SYSTEM)
    return cast.oak, other


def test_a_merged_card_is_found_under_its_old_number_and_its_deals_go_along(cast: Cast, two) -> None:
    oak, other = two
    deal = Deal.objects.create(
        name="Shed", pipeline=cast.pipeline, stage=cast.stages[0], owner=cast.sara, currency="USD", customer=other,
        opened_at=other.created_at,
    )  # fmt: skip
    merges.merge(oak.pk, other.pk, take=["sector"], by=Actor.of(cast.henry))
    deal.refresh_from_db()
    oak.refresh_from_db()
    assert (deal.customer_id, oak.sector, oak.name) == (oak.pk, "timber", "Oak & Sons")
    assert aliases.canonical(KIND, other.pk) == oak.pk
    assert not Party.objects.filter(pk=other.pk).exists()
    kinds = timeline(SYSTEM, customer=oak.pk).values_list("kind", flat=True)
    assert sorted(kinds) == ["customers.created", "customers.created", "customers.merged", "customers.merged_into"]


def test_a_card_comes_back_whole(cast: Cast, two) -> None:
    oak, other = two
    before = Party.objects.filter(pk=other.pk).values().get()
    merge = merges.merge(oak.pk, other.pk, take=["sector", "external_id"], by=SYSTEM)
    merges.undo(merge, by=SYSTEM)
    assert Party.objects.filter(pk=other.pk).values().get() == before
    oak.refresh_from_db()
    assert (oak.sector, oak.external_id) == ("", "")


def test_a_merge_is_taken_back_once(two) -> None:
    merge = merges.merge(two[0].pk, two[1].pk, by=SYSTEM)
    merges.undo(merge, by=SYSTEM)
    facts = Fact.objects.count()
    with pytest.raises(ValidationError, match="taken back already"):
        merges.undo(merge, by=SYSTEM)
    assert Fact.objects.count() == facts


def test_a_person_and_an_organisation_are_not_one(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="same kind"):
        merges.merge(cast.oak.pk, cast.ivan.pk, by=SYSTEM)
    assert Party.objects.filter(pk__in=(cast.oak.pk, cast.ivan.pk)).count() == 2


def test_who_may_not_change_both_merges_nothing(cast: Cast, two) -> None:
    territory = trees_changed.create_territory(name="North", by=SYSTEM)
    Party.objects.filter(pk=two[0].pk).update(territory=territory)
    placing.give_territories(cast.sara, [territory], by=SYSTEM)
    role_changes.grant(cast.sara.role, KIND, [Granted(KIND, "change", "territory")], by=SYSTEM)
    with pytest.raises(PermissionDenied):
        merges.merge(two[0].pk, two[1].pk, by=Actor.of(cast.sara))
    assert not Merge.objects.exists()


def test_lists_unite_and_part_again(cast: Cast, two) -> None:
    oak, other = two
    parties.change(oak, {"email": "oak@oak.example"}, by=SYSTEM)
    parties.change(other, {"email": "sales@oak.example", "phone": "+1 212 555 0100"}, by=SYSTEM)
    merge = merges.merge(oak.pk, other.pk, by=SYSTEM)
    oak.refresh_from_db()
    assert (oak.email, oak.phone) == ("oak@oak.example", "+1 212 555 0100")
    assert oak.contactpoint_set.filter(medium="email").count() == 2
    back = merges.undo(merge, by=SYSTEM)
    oak.refresh_from_db()
    assert (oak.email, oak.phone) == ("oak@oak.example", "")
    assert (back.email, back.phone) == ("sales@oak.example", "+1 212 555 0100")


def test_the_same_number_of_a_register_is_kept_once_and_comes_back(cast: Cast, two) -> None:
    oak, other = two
    for party in two:
        details.add(Requisite(party=party, sort="inn", value="7707083893"), by=SYSTEM)
    merge = merges.merge(oak.pk, other.pk, by=SYSTEM)
    assert Requisite.objects.filter(party=oak).count() == 1
    merges.undo(merge, by=SYSTEM)
    assert [Requisite.objects.filter(party=party.pk).count() for party in two] == [1, 1]


def test_who_is_forgotten_is_forgotten_under_every_number(cast: Cast) -> None:
    twin = parties.create(kind="person", name="Iwan Petrow", email="iwan@petrow.example", by=SYSTEM)
    merge = merges.merge(cast.ivan.pk, twin.pk, by=SYSTEM)
    erasing.erase(cast.ivan.pk, card=False, by=Actor.of(cast.olga))
    assert not PersonalValue.objects.filter(person_id__in=(cast.ivan.pk, twin.pk)).exists()
    merge.refresh_from_db()
    assert (merge.state, merge.given) == ({}, {})
    with pytest.raises(ValidationError, match="erased"):
        merges.undo(merge, by=SYSTEM)
