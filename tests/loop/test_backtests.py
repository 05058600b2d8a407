"""Past periods are forecast in hindsight once, remembered, and done again only where the record has changed."""

from dataclasses import replace
from datetime import timedelta

from setpoint.analysis.backtest import PRIOR
from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deals
from setpoint.domains.sales.operations.deals import Closing
from setpoint.journal.followers import catch_up
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.clock import company_now
from setpoint.loop.control.models import Backtest, Forecast
from setpoint.loop.control.queries import remembered
from setpoint.loop.cycle_backtests import with_backtests
from setpoint.loop.cycle_db import run_tick
from setpoint.loop.cycle_facts import load_facts
from setpoint.loop.cycle_plan import plan_goal
from tests.cast import Cast
from tests.loop.quarter import BEGIN, END, Q1, TODAY, at_noon, stories, tell_the_database
from tests.one_world import one_world

FLOW = "sales.deals"
NOW = at_noon(TODAY.toordinal())


def an_earlier_half_year(cast: Cast) -> list[Deal]:
    """Tell of deals of the summer, so that the quarter from October can be looked at in hindsight."""
    made, first = [], BEGIN.toordinal() - 100
    for number in range(100):
        opened = at_noon(first + number)
        made.append(
            Deal(
                name=f"Old shed {number}",
                pipeline=cast.pipeline,
                stage=cast.stages[0],
                owner=(cast.sara, cast.semyon, cast.nora)[number % 3],
                product=cast.shed,
                amount=400_000,
                currency="USD",
                opened_at=opened,
            )
        )
    rows = deals.create_many(made, by=SYSTEM)
    closings = [
        Closing(
            row.pk, "won" if number % 2 else "lost", row.opened_at + timedelta(days=15 + number % 20), None, "Price"
        )
        for number, row in enumerate(rows)
    ]
    deals.close_many(closings, by=SYSTEM)
    return rows


@one_world
def company(cast: Cast) -> Cast:
    """Ten months of deals and a plan for the quarter."""
    tell_the_database(cast, stories())
    an_earlier_half_year(cast)
    catch_up()
    plan_goal(parameter="sales.revenue", first_day=Q1, last_day=END, target=30_000_000, by=SYSTEM)
    return cast


def test_a_turn_looks_at_the_quarter_before_in_hindsight_and_remembers_it(company: Cast) -> None:
    run_tick(NOW)
    rows = list(Backtest.objects.filter(level=0).values_list("flow", "first_day", "last_day", "nodes"))
    assert rows == [(FLOW, BEGIN, Q1 - timedelta(days=1), 2)]
    facts = load_facts(NOW)
    assert facts.sigma(FLOW) != PRIOR
    assert with_backtests(facts).sigmas == facts.sigmas


def test_it_is_done_once(company: Cast) -> None:
    run_tick(NOW)
    made = list(Backtest.objects.order_by("pk").values_list("pk", "made_at"))
    run_tick(NOW + timedelta(days=1))
    assert list(Backtest.objects.order_by("pk").values_list("pk", "made_at")) == made


def test_where_the_record_of_wins_has_changed_it_is_done_again(company: Cast) -> None:
    run_tick(NOW)
    row = Backtest.objects.get(level=0)
    Backtest.objects.update(won=row.won + 1)
    facts = load_facts(NOW)
    assert remembered(FLOW, TODAY, facts.history) == {}
    with_backtests(facts)
    assert Backtest.objects.get(level=0).won == row.won


def test_a_bad_past_makes_the_goal_less_certain(company: Cast) -> None:
    run_tick(NOW)
    goal = {"goal__parameter": "sales.revenue", "goal__scope_kind": "company"}
    before = Forecast.objects.get(**goal)
    Backtest.objects.filter(level=0).update(excess=0.5, nodes=2)
    run_tick(NOW)
    after = Forecast.objects.get(**goal)
    assert after.q90 - after.q10 > 1.3 * (before.q90 - before.q10)
    assert abs(after.p_hit - 0.5) < abs(before.p_hit - 0.5)


def test_a_quarter_still_running_is_no_past(company: Cast) -> None:
    facts = load_facts(NOW)
    assert remembered(FLOW, Q1 - timedelta(days=1), facts.history) == {}
    run_tick(NOW)
    # on the last day of that quarter nothing was known of its end
    assert remembered(FLOW, Q1 - timedelta(days=1), facts.history) == {}


def test_a_young_company_keeps_the_prior(cast: Cast) -> None:
    tell_the_database(cast, stories())
    catch_up()
    plan_goal(parameter="sales.revenue", first_day=Q1, last_day=END, target=30_000_000, by=SYSTEM)
    run_tick(company_now())
    assert Backtest.objects.count() == 0
    assert load_facts(NOW).sigma(FLOW) == PRIOR
    assert replace(load_facts(NOW), sigmas={FLOW: (0.3, 0.1, 0.1)}).sigma(FLOW) == (0.3, 0.1, 0.1)
