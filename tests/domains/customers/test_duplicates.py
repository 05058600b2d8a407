"""Cards of one customer are found: at entry, by what happens to them, and in the night."""

import pytest

from setpoint.analysis.duplicates.weighing import weigh
from setpoint.domains.customers.duplicates.asking import like, same, typed
from setpoint.domains.customers.duplicates.following import FOLLOWER
from setpoint.domains.customers.duplicates.rules import LEAST_LEARNT, RULES, declared
from setpoint.domains.customers.duplicates.scanning import folder, scan
from setpoint.domains.customers.models import Party, Suspect, Weights
from setpoint.domains.customers.operations import duplicates, merges, parties
from setpoint.journal import followers
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.limits import operations as limits
from tests.cast import Cast


@pytest.fixture
def twin(cast: Cast) -> Party:
    """Ivan Petrov once more, as a colleague wrote him down."""
    email = "Ivan@Petrov.example"
    return parties.create(kind="person", name="Петров Иван Сергеевич", email=email, by=SYSTEM)


def found() -> list[tuple[int, int]]:
    return list(Suspect.objects.order_by("-probability").values_list("first", "second"))


def nothing(_done: int, _total: int, _said: str) -> None:
    """Nobody asks how far it is."""


def test_a_new_card_is_compared_with_those_there_as_soon_as_its_fact_is_read(cast: Cast, twin: Party) -> None:
    followers.catch_up([FOLLOWER])
    assert found() == [(cast.ivan.pk, twin.pk)]
    steps = {column: step for column, step, _bits in Suspect.objects.get().evidence}
    assert steps == {"name": "same", "emails": "shared"}


def test_a_card_that_is_no_longer_alike_is_no_longer_shown(cast: Cast, twin: Party) -> None:
    followers.catch_up([FOLLOWER])
    parties.change(twin, {"name": "Nina Orlova", "email": "nina@orlova.example"}, by=SYSTEM)
    followers.catch_up([FOLLOWER])
    assert found() == []


def test_what_was_said_to_be_different_is_never_proposed_again(cast: Cast, twin: Party) -> None:
    duplicates.say_different([(twin.pk, cast.ivan.pk)], by=Actor.of(cast.sara))
    followers.catch_up([FOLLOWER])
    scan(nothing)
    assert found() == []


def test_it_holds_for_the_card_that_one_of_them_became_part_of(cast: Cast, twin: Party) -> None:
    third = parties.create(kind="person", name="Iwan Petrow", email="ivan@petrov.example", by=SYSTEM)
    duplicates.say_different([(cast.ivan.pk, twin.pk)], by=SYSTEM)
    merges.merge(third.pk, twin.pk, by=SYSTEM)
    followers.catch_up([FOLLOWER])
    assert found() == []


def test_the_nightly_scan_finds_what_nobody_was_told_of_and_keeps_nothing_it_read(cast: Cast, twin: Party) -> None:
    assert scan(nothing) == 1
    assert found() == [(cast.ivan.pk, twin.pk)]
    assert list(folder().iterdir()) == []


def test_a_scan_that_was_killed_goes_on(cast: Cast, twin: Party) -> None:
    def kill(_done: int, _total: int, _said: str) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        scan(kill)
    assert [path.name for path in folder().iterdir()] == ["scan.duckdb"]
    assert scan(nothing) == 1


def test_who_types_a_customer_that_is_there_sees_him(cast: Cast) -> None:
    followers.catch_up([FOLLOWER])
    (known,) = like(typed("person", "Petrow, Iwan", emails=["ivan@petrov.example"]), Actor.of(cast.sara))
    assert known.party == cast.ivan
    assert known.probability > 0.95
    assert like(typed("person", "Nina Orlova"), Actor.of(cast.sara)) == []
    assert like(typed("organisation", "Ivan Petrov"), Actor.of(cast.sara)) == []


def test_a_way_in_that_nobody_watches_knows_who_is_surely_there(cast: Cast) -> None:
    followers.catch_up([FOLLOWER])
    cards = {
        7: typed("person", "Иван Петров", emails=["ivan@petrov.example"]),
        8: typed("person", "Ivan Petrov"),
        9: typed("person", "Nina Orlova", emails=["ivan@petrov.example"]),
    }
    assert same(cards) == {7: cast.ivan.pk}


def test_pairs_are_merged_many_at_once_and_what_one_lacks_is_taken_from_the_other(cast: Cast, twin: Party) -> None:
    parties.change(twin, {"sector": "farming"}, by=SYSTEM)
    (merge,) = duplicates.merge_many([(cast.ivan.pk, twin.pk), (twin.pk, cast.ivan.pk)], by=Actor.of(cast.henry))
    cast.ivan.refresh_from_db()
    assert (cast.ivan.name, cast.ivan.sector, merge.loser) == ("Ivan Petrov", "farming", twin.pk)


def test_weights_are_summed_as_bits(cast: Cast) -> None:
    one, other = typed("person", "Ivan Petrov"), typed("person", "Нина Орлова")
    (pair,) = weigh([(one, {**one, "unique_id": 1})], RULES.compared, declared())
    assert pair.probability == pytest.approx(1 / (1 + 999 * 0.0005 / 0.66))
    (pair,) = weigh([(one, other)], RULES.compared, declared())
    assert [each.step for each in pair.evidence] == ["different"]


def test_weights_are_learnt_from_the_cards_where_there_are_enough(cast: Cast) -> None:
    names = [f"{given} {family}" for given in ("Ann", "Ben", "Cid", "Dan") for family in ("Oak", "Elm", "Ash", "Fir")]
    cards = [
        Party(kind="person", name=names[number % 16], email=f"{number // 2}@x.example", phone=f"+7916{number:07d}")
        for number in range(120)
    ]
    parties.create_many(cards, by=SYSTEM)
    limits.change({LEAST_LEARNT: 100}, by=SYSTEM)
    scan(nothing)
    learnt = Weights.objects.get()
    assert learnt.records == 122
    assert learnt.settings["probability_two_random_records_match"] != declared()["probability_two_random_records_match"]
    assert [len(one["comparison_levels"]) for one in learnt.settings["comparisons"]] == [
        len(one["comparison_levels"]) for one in declared()["comparisons"]
    ]
