"""Where figures of sales go wrong elsewhere: each trap once, with the exact value."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from setpoint.domains.analytics.answering import ALL, answer
from setpoint.domains.analytics.asking import question
from setpoint.domains.analytics.operations.copying import refresh
from setpoint.domains.analytics.periods import Period
from setpoint.domains.analytics.reports.plan_fact import fact_of, tables
from setpoint.domains.sales.models import CreditShare, ExchangeRate, Outcome
from setpoint.domains.sales.operations import deals, pipelines
from setpoint.domains.sales.operations.deals import Closing, Move
from setpoint.domains.sales.operations.pipelines import NewStage
from setpoint.journal.followers import catch_up
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import set_company_time
from setpoint.loop.plan.operations.goals import change_target, set_goals
from setpoint.loop.plan.parameters import PARAMETERS
from setpoint.loop.record.accumulating import NAME as MEASURES
from tests.cast import MONDAY, Cast
from tests.domains.test_deals import a_deal
from tests.loop.test_goals import goal_of, planned

DAY = MONDAY.date()


@pytest.fixture(autouse=True)
def home(settings, tmp_path) -> None:
    settings.HOME = tmp_path


def figures(source: str, rows: str, *measures: str, by: Actor = SYSTEM, **asked: object) -> dict[str | None, tuple]:
    """Return what the copy says now, by the key of the row; None is the sum."""
    refresh()
    found = answer(question(source, by, rows=rows, measures=measures, **asked), by)
    return {row: values for (row, column), values in found.cells.items() if column is ALL}


def test_a_success_of_two_counts_once_in_all_and_by_shares_for_each(cast: Cast) -> None:
    deal = a_deal(cast, amount=100_000)
    CreditShare.objects.create(deal=deal, user=cast.sara, share=700_000)
    CreditShare.objects.create(deal=deal, user=cast.nora, share=300_000)
    deals.win(deal, by=SYSTEM)
    found = figures("credited", "owner", "won_value", "won_parts")
    assert found == {str(cast.sara.pk): (70_000, 0.7), str(cast.nora.pk): (30_000, 0.3), None: (100_000, 1.0)}


def test_teams_and_owners_add_up_to_the_company(cast: Cast) -> None:
    for owner, amount in ((cast.sara, 100), (cast.semyon, 200), (cast.nora, 400)):
        a_deal(cast, owner=owner, amount=amount)
    by_team, by_owner = figures("deals", "team", "value"), figures("deals", "owner", "value")
    assert by_team == {str(cast.north.pk): (300,), str(cast.south.pk): (400,), None: (700,)}
    assert by_owner[None] == (700,)
    assert sum(value for key, (value,) in by_owner.items() if key) == 700


def test_nothing_won_is_no_share_and_not_nought(cast: Cast) -> None:
    a_deal(cast)
    assert figures("deals", "owner", "win_rate", "won_value")[None] == (None, None)


@pytest.mark.parametrize(("base", "rate"), [((0, 0), None), ((3, 1), 750_000)])
def test_a_rate_of_nothing_is_unknown(base: tuple[int, int], rate: float | None) -> None:
    (won, lost), parameter = base, PARAMETERS["sales.win_rate"]
    facts = {(parameter.measure, "company", 1): (won, 0, 0.0), (parameter.base[1], "company", 1): (lost, 0, 0.0)}
    assert fact_of(parameter, facts, "company", 1) == rate


def test_amounts_of_other_currencies_count_at_the_rate_of_their_day(cast: Cast) -> None:
    for day, rate in ((DAY, "0.8"), (DAY + timedelta(1), "0.5")):
        ExchangeRate.objects.create(day=day, bank="ecb", base="EUR", currency="USD", rate=Decimal(rate))
    won, lost, opened = (a_deal(cast, amount=100_000, currency="EUR") for _ in range(3))
    deals.win(won, by=SYSTEM)
    deals.lose(lost, reason="Price", by=SYSTEM)
    set_company_time(MONDAY + timedelta(1), rate=0)
    assert figures("deals", "state", "value") == {
        "won": (125_000,),
        "lost": (125_000,),
        "open": (200_000,),
        None: (450_000,),
    }
    assert opened.closed_at is None


def test_a_closing_told_late_counts_on_the_day_on_which_it_happened(cast: Cast) -> None:
    february = Period("", DAY.replace(month=2, day=1), DAY.replace(month=2, day=28))
    deal = a_deal(cast)
    assert figures("deals", "owner", "won", when="closed", period=february)[None] == (0,)
    deals.close_many([Closing(deal.pk, Outcome.WON, MONDAY - timedelta(7))], by=SYSTEM)
    assert figures("deals", "owner", "won", when="closed", period=february)[None] == (1,)


def test_what_was_done_before_a_deal_changed_hands_stays_with_who_did_it(cast: Cast) -> None:
    deal = a_deal(cast)
    deals.touch_many([deals.Touch(deal.pk, "call", MONDAY)], by=Actor.of(cast.sara))
    deals.reassign_many({deal.pk: cast.nora}, by=SYSTEM)
    assert figures("touches", "owner", "touches") == {str(cast.sara.pk): (1,), None: (1,)}
    assert figures("deals", "owner", "count") == {str(cast.nora.pk): (1,), None: (1,)}


def test_a_deal_that_came_back_is_one_arrival_and_leaves_its_stage_twice(cast: Cast) -> None:
    deal = a_deal(cast)
    for stage, hours in ((1, 1), (0, 2), (1, 3)):
        deals.move_many([Move(deal.pk, cast.stages[stage], at=MONDAY + timedelta(hours=hours))], by=SYSTEM)
    first, second = str(cast.stages[0].pk), str(cast.stages[1].pk)
    found = figures("stays", "stage", "entered", "went_on", "back", "staying")
    assert found == {first: (1, 2, 0, 0), second: (1, 0, 1, 1), None: (2, 2, 1, 1)}


def test_who_goes_over_into_another_pipeline_neither_advanced_nor_failed(cast: Cast) -> None:
    other = pipelines.create(name="Barns", stages=[NewStage("Talk", 20, 5, 2)], by=SYSTEM)
    deal = a_deal(cast)
    deals.move_many([Move(deal.pk, other.stages.get(), at=MONDAY + timedelta(days=2))], by=SYSTEM)
    found = figures("stays", "stage", "went_on", "lost", "conversion", "median_days")
    assert found[str(cast.stages[0].pk)] == (0, 0, None, 2.0)


def test_a_reopened_deal_is_lost_no_more_and_its_stage_not_entered_anew(cast: Cast) -> None:
    deal = a_deal(cast)
    deals.lose(deal, reason="Price", by=SYSTEM)
    deal.refresh_from_db()
    deals.reopen(deal, by=SYSTEM)
    assert figures("deals", "state", "lost", "count") == {"open": (0, 1), None: (0, 1)}
    assert figures("stays", "stage", "entered", "staying")[None] == (1, 1)


def plan_and_fact() -> dict[str, tuple]:
    """Return plan, expected, fact, difference and share reached by whose goal it is."""
    catch_up([MEASURES])
    (table,) = tables(SYSTEM, Period("", date(2026, 1, 1), date(2026, 3, 31)), {})
    return {str(row[0].value): tuple(cell.value for cell in row[2:7]) for row in table.rows}


def test_a_period_is_held_against_its_whole_plan_only_when_it_is_over(cast: Cast) -> None:
    q1 = {"first_day": date(2026, 1, 1), "last_day": date(2026, 3, 31)}
    version = set_goals(**q1, trees=[planned(cast)], by=SYSTEM)
    deals.win(a_deal(cast, amount=100), by=SYSTEM)
    # nothing was evaluated yet: what is due by today is unknown, and so is the difference
    assert plan_and_fact()["Sara Stone"] == (69, None, 100, None, 100 / 69)
    set_company_time(MONDAY + timedelta(days=35), rate=0)
    over = plan_and_fact()
    # more than planned is a plus, less a minus; parts add up to the whole
    assert over["Sara Stone"] == (69, 69, 100, 31, 100 / 69)
    assert over["Nora Nash"] == (64, 64, 0, -64, 0.0)
    assert over["Tidewater Sheds"] == (162, 162, 100, -62, 100 / 162)
    assert [over[name][2] for name in ("North", "South")] == [100, 0]
    # told in April of a day in March: it is of March
    late = a_deal(cast, amount=50, owner=cast.nora)
    deals.close_many([Closing(late.pk, Outcome.WON, MONDAY + timedelta(days=20))], by=SYSTEM)
    assert plan_and_fact()["Nora Nash"][2:4] == (50, -14)
    # of no plan nothing is reached, and no share is told
    semyon = goal_of(version, "owner", cast.semyon.pk)
    change_target(goal=semyon, target=0, by=SYSTEM, reason="Left")
    assert plan_and_fact()["Semyon Sokolov"] == (0, 0, 0, 0, None)
