"""Segments: customers chosen by what is known of them and by what they did, kept up to date as it happens."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from setpoint.domains.customers.models import (
    Happened,
    Occasion,
    OccasionKind,
    Party,
    PartyRole,
    Relation,
    RelationKind,
    Segment,
    SegmentMember,
    SegmentSize,
)
from setpoint.domains.customers.operations import details, merges, parties, segments
from setpoint.domains.customers.segments.following import FOLLOWER
from setpoint.domains.customers.segments.keeping import build, fitting
from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deals
from setpoint.journal import followers
from setpoint.journal.models import Fact
from setpoint.journal.writing import retract
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.platform.lists.asking import question
from setpoint.platform.lists.kinds import columns_of, list_of
from tests.cast import MONDAY, Cast

NO_PURCHASE = '{"all":[["did.bought","from","1"],["since.bought","from","90"]]}'


def a_segment(cast: Cast, asked: str, name: str = "Timber") -> Segment:
    segment = segments.save(Segment(name=name, asked=asked), by=Actor.of(cast.henry))
    build(segment, lambda _done, _total: None)
    return segment


def members(segment: Segment) -> list[int]:
    return list(SegmentMember.objects.filter(segment=segment).order_by("party").values_list("party", flat=True))


def a_purchase(cast: Cast, party: Party, days_ago: int) -> None:
    deal = Deal(name="Shed", pipeline=cast.pipeline, stage=cast.stages[0], owner=cast.sara, customer=party)
    deal.currency, deal.opened_at = "USD", MONDAY - timedelta(days=days_ago + 1)
    (made,) = deals.create_many([deal], by=SYSTEM)
    deals.close_many([deals.Closing(made.pk, "won", MONDAY - timedelta(days=days_ago))], by=SYSTEM)


def test_a_segment_holds_who_fulfils_its_conditions(cast: Cast) -> None:
    parties.change(cast.oak, {"sector": "timber"}, by=SYSTEM)
    assert members(a_segment(cast, '{"all":[["sector","is","timber"]]}')) == [cast.oak.pk]


def test_one_change_moves_a_customer_in_and_out(cast: Cast) -> None:
    segment = a_segment(cast, '{"all":[["sector","is","timber"]]}')
    parties.change(cast.oak, {"sector": "timber"}, by=SYSTEM)
    followers.catch_up([FOLLOWER])
    assert members(segment) == [cast.oak.pk]
    parties.change(cast.oak, {"sector": "steel"}, by=SYSTEM)
    followers.catch_up([FOLLOWER])
    assert members(segment) == []


def test_who_bought_once_but_not_in_ninety_days(cast: Cast) -> None:
    a_purchase(cast, cast.oak, 120)
    a_purchase(cast, cast.ivan, 20)
    followers.catch_up([FOLLOWER])
    segment = a_segment(cast, NO_PURCHASE)
    assert members(segment) == [cast.oak.pk]
    a_purchase(cast, cast.oak, 1)
    followers.catch_up([FOLLOWER])
    assert members(segment) == []


def test_what_happened_lately_is_counted_by_day(cast: Cast) -> None:
    for days in (10, 20, 200):
        a_purchase(cast, cast.oak, days)
    followers.catch_up([FOLLOWER])
    assert members(a_segment(cast, '{"all":[["lately.bought","from","2"]]}', "Two")) == [cast.oak.pk]
    assert members(a_segment(cast, '{"all":[["lately.bought","from","3"]]}', "Three")) == []
    assert members(a_segment(cast, '{"all":[["did.bought","from","3"]]}', "Ever")) == [cast.oak.pk]


def test_what_is_taken_back_never_happened(cast: Cast) -> None:
    a_purchase(cast, cast.oak, 10)
    followers.catch_up([FOLLOWER])
    retract(Fact.objects.filter(kind="sales.deal_won").values_list("pk", flat=True), by=SYSTEM, reason="import")
    followers.catch_up([FOLLOWER])
    assert list(Happened.objects.values_list("event", flat=True)) == ["asked"]


def test_a_merge_unites_what_happened_and_its_undoing_parts_it(cast: Cast) -> None:
    twin = parties.create(kind="organisation", name="Oak and Sons", by=SYSTEM)
    a_purchase(cast, cast.oak, 10)
    a_purchase(cast, twin, 20)
    followers.catch_up([FOLLOWER])
    merge = merges.merge(cast.oak.pk, twin.pk, by=SYSTEM)
    followers.catch_up([FOLLOWER])
    bought = Happened.objects.filter(event="bought").order_by("party").values_list("party", "times")
    assert list(bought) == [(cast.oak.pk, 2)]
    merges.undo(merge, by=SYSTEM)
    followers.catch_up([FOLLOWER])
    assert list(bought.all()) == [(cast.oak.pk, 1), (twin.pk, 1)]


def test_a_static_segment_is_filled_by_hand_and_its_size_is_written_down(cast: Cast) -> None:
    henry = Actor.of(cast.henry)
    segment = segments.save(Segment(name="Guests", static=True), by=henry)
    assert segments.add(segment, [cast.oak.pk, cast.ivan.pk], by=henry) == 2
    assert segments.remove(segment, [cast.ivan.pk], by=henry) == 1
    assert members(segment) == [cast.oak.pk]
    assert list(SegmentSize.objects.values_list("segment", "size")) == [(segment.pk, 1)]


def test_a_list_asks_for_a_segment(cast: Cast) -> None:
    henry = Actor.of(cast.henry)
    segment = segments.save(Segment(name="Guests", static=True), by=henry)
    segments.add(segment, [cast.ivan.pk], by=henry)
    kind = list_of("customers.party")
    asked = {"filter": f'{{"all":[["segment","is","{segment.pk}"]]}}'}
    found = question(kind, columns_of(kind, henry), asked, henry).search.fitting
    assert list(found.values_list("pk", flat=True)) == [cast.ivan.pk]


def test_conditions_that_say_nothing_are_refused(cast: Cast) -> None:
    for asked in ("", '{"all":[["nonsense","is","1"]]}'):
        with pytest.raises(ValidationError):
            segments.save(Segment(name="Wrong", asked=asked), by=Actor.of(cast.henry))
    assert not Segment.objects.exists()


def test_a_colleagues_segment_is_not_changed_by_who_may_not(cast: Cast) -> None:
    segment = a_segment(cast, '{"all":[["sector","is","timber"]]}')
    with pytest.raises(PermissionDenied):
        segments.delete(segment, by=Actor.of(cast.stan))
    assert Segment.objects.filter(pk=segment.pk).exists()


@pytest.mark.parametrize(
    "asked",
    [
        '["did.bought","from","1"]',
        '["since.bought","to","30"]',
        '["since.bought","from","90"]',
        '["lately.bought","from","1"]',
        '["lately.bought","to","0"]',
        '["role","is","partner"]',
        '["role","not","partner"]',
        '["occasion","is","birthday:7"]',
        '["relation","is","%(works_at)s"]',
        '["relation","is","-%(works_at)s"]',
    ],
)
def test_some_customers_looked_at_fulfil_what_they_fulfil_among_all(cast: Cast, asked: str) -> None:
    a_purchase(cast, cast.oak, 3)
    works = RelationKind.objects.get(key="works_at")
    birthday = OccasionKind.objects.get(key="birthday")
    details.add_many(
        [
            PartyRole(party=cast.oak, role="partner"),
            Relation(party=cast.ivan, kind=works, other=cast.oak),
            Occasion(party=cast.ivan, kind=birthday, on=MONDAY.date().replace(year=1990)),
        ],
        by=SYSTEM,
    )
    followers.catch_up([FOLLOWER])
    segment = a_segment(cast, f'{{"all":[{asked % {"works_at": works.pk}}]}}')

    whole = set(fitting(segment))
    for some in ([cast.oak], [cast.ivan], [cast.oak, cast.ivan]):
        assert set(fitting(segment, {"in": [one.pk for one in some]})) == whole & set(some)
    assert len(whole) == 1
