"""Deals as a flow: spells and open items from facts, nothing later than the day looked at."""

from datetime import timedelta

import numpy as np

from setpoint.analysis.spells import CENSORED, LOST, WON
from setpoint.domains.sales.flow import load_deals
from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deals
from setpoint.domains.sales.operations.deals import Closing, Move, Touch
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.models import Absence
from tests.cast import MONDAY, Cast

DAY = timedelta(days=1)
TODAY = MONDAY.toordinal()


def opened(cast: Cast, **values: object) -> Deal:
    given = {
        "name": "Cedar shed",
        "pipeline": cast.pipeline,
        "stage": cast.stages[0],
        "owner": cast.sara,
        "customer": cast.oak,
        "product": cast.shed,
        "amount": 480_000,
        "currency": "USD",
        "opened_at": MONDAY,
    } | values
    return deals.create_many([Deal(**given)], by=SYSTEM)[0]


def spells(flow) -> list[tuple]:
    rows = flow.spells
    columns = (rows.stage, rows.start - TODAY, rows.end - TODAY, rows.next, rows.arrival)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_a_touch_begins_a_new_spell_and_a_call_that_reached_nobody_does_not(cast: Cast) -> None:
    deal = opened(cast)
    touches = [Touch(deal.pk, "call", MONDAY + DAY, connected=False), Touch(deal.pk, "call", MONDAY + 2 * DAY)]
    deals.touch_many(touches, by=SYSTEM)
    deals.move_many([Move(deal.pk, cast.stages[1], MONDAY + 5 * DAY)], by=SYSTEM)
    deals.close_many([Closing(deal.pk, "won", MONDAY + 9 * DAY, 450_000)], by=SYSTEM)
    flow = load_deals(MONDAY + 20 * DAY)
    assert spells(flow) == [(0, 0, 2, 0, True), (0, 2, 5, 1, False), (1, 5, 9, WON, False)]
    assert flow.spells.value.tolist() == [480_000.0] * 3
    assert np.nan_to_num(flow.spells.realised, nan=-1).tolist() == [-1, -1, 450_000]
    assert len(flow.items) == 0


def test_looking_back_sees_nothing_that_happened_later(cast: Cast) -> None:
    deal = opened(cast)
    deals.move_many([Move(deal.pk, cast.stages[2], MONDAY + 5 * DAY)], by=SYSTEM)
    deals.change(deal, {"amount": 600_000}, by=SYSTEM)
    deals.close_many([Closing(deal.pk, "lost", MONDAY + 9 * DAY, reason="Price")], by=SYSTEM)
    flow = load_deals(MONDAY + 3 * DAY)
    assert spells(flow) == [(0, 0, 3, CENSORED, True)]
    items = flow.items
    assert (items.ref.tolist(), items.stage.tolist(), (items.since - TODAY).tolist()) == ([deal.pk], [0], [0])
    assert spells(load_deals(MONDAY + 9 * DAY)) == [(0, 0, 5, 2, True), (2, 5, 9, LOST, False)]


def test_a_changed_amount_and_a_new_owner_hold_for_the_running_spell_and_do_not_cut_it(cast: Cast) -> None:
    deal = opened(cast)
    deals.change(deal, {"amount": 600_000}, by=SYSTEM)
    deals.reassign_many({deal.pk: cast.nora}, by=SYSTEM)
    flow = load_deals(MONDAY + DAY)
    assert spells(flow) == [(0, 0, 1, CENSORED, True)]
    assert flow.spells.value.tolist() == flow.items.value.tolist() == [600_000.0]
    assert flow.owners[flow.items.owner].tolist() == [cast.nora.pk]
    assert flow.teams[flow.team[flow.items.owner]].tolist() == [cast.south.pk]


def test_a_deal_created_at_an_unknown_time_begins_a_spell_with_its_first_dated_event(cast: Cast) -> None:
    deal = opened(cast, opened_at=None)
    flow = load_deals(MONDAY + DAY)
    assert (len(flow.spells), flow.items.since.tolist(), flow.items.opened.tolist()) == (0, [-1], [-1])
    deals.move_many([Move(deal.pk, cast.stages[1], MONDAY + 2 * DAY)], by=SYSTEM)
    assert spells(load_deals(MONDAY + 4 * DAY)) == [(1, 2, 4, CENSORED, False)]


def test_a_reopened_deal_runs_again_without_a_new_arrival(cast: Cast) -> None:
    deal = opened(cast)
    deals.close_many([Closing(deal.pk, "lost", MONDAY, reason="Price")], by=SYSTEM)
    deals.reopen(deal, by=SYSTEM)
    flow = load_deals(MONDAY + 2 * DAY)
    assert spells(flow) == [(0, 0, 0, LOST, True), (0, 0, 2, CENSORED, False)]
    assert flow.items.ref.tolist() == [deal.pk]


def test_teams_stand_below_their_parents_and_absences_are_known(cast: Cast) -> None:
    opened(cast)
    Absence.objects.create(user=cast.sara, first_day=(MONDAY + 2 * DAY).date(), last_day=(MONDAY + 3 * DAY).date())
    flow = load_deals(MONDAY)
    assert flow.team_parent.tolist() == [-1, 0, 0]
    assert [bool(flow.capacity.away(TODAY + day)[0]) for day in range(5)] == [False, False, True, True, False]


def test_an_empty_company_has_an_empty_flow(cast: Cast) -> None:
    flow = load_deals(MONDAY)
    assert (len(flow.spells), len(flow.items), len(flow.owners)) == (0, 0, 0)


def test_more_deals_take_no_more_queries(cast: Cast, django_assert_num_queries) -> None:
    opened(cast)
    with django_assert_num_queries(10):
        load_deals(MONDAY + DAY)
    opened(cast)
    opened(cast, owner=cast.nora)
    with django_assert_num_queries(10):
        load_deals(MONDAY + DAY)
