"""The model's own error comes from the past: where its forecasts were bad, the next one is wider."""

from datetime import date

import numpy as np
import pytest

from setpoint.analysis.backtest import LARGEST, PRIOR, SMALLEST, Score, backtest, sigmas_of
from setpoint.analysis.calendar import EVERY_DAY, business_calendar
from setpoint.analysis.draws import tree_of
from setpoint.analysis.forecast import learn, look_ahead, play_out
from setpoint.analysis.season import periods_before
from tests.analysis.worlds import World

PARENT = np.array([-1, 0, 0, 0, 0])
FIRST, LAST = date(2024, 7, 1).toordinal(), date(2024, 9, 30).toordinal()
LOOKS = (FIRST + 23, FIRST + 45)
SINCE = date(2024, 1, 1).toordinal()
CALENDAR = business_calendar(date(2024, 1, 1), date(2025, 12, 31), week=EVERY_DAY)


def scores(world: World, seed: int) -> dict[int, Score]:
    flow = world.live(seed, days=400)
    return backtest(flow, tree_of(PARENT), CALENDAR, (FIRST, LAST), LOOKS, stages=2, months=3, since=SINCE)


def error_of(world: World) -> tuple[float, ...]:
    """Model error after three such quarters."""
    known: dict[int, list[Score]] = {}
    for seed in range(3):
        for level, score in scores(world, seed).items():
            known.setdefault(level, []).append(score)
    return sigmas_of(known)


STEADY = World()
# a month into the quarter the customers stop buying, and nobody is told
BROKEN = World(shock_day=LOOKS[0] - SINCE + 5, shock_win=0.3)


def test_a_steady_company_has_a_small_error_and_a_broken_one_a_great_one() -> None:
    steady, broken = error_of(STEADY), error_of(BROKEN)
    assert SMALLEST <= steady[0] < PRIOR[0]
    assert broken[0] > 2 * PRIOR[0]


def test_the_chance_widens_when_the_backtest_is_bad() -> None:
    flow = STEADY.live(9, days=400)
    now, first, last = (date(2024, *day).toordinal() for day in ((11, 15), (10, 1), (12, 31)))
    model = learn(flow, CALENDAR, now, stages=2, nodes=5, position=CALENDAR.month_of_quarter())
    past = periods_before(first, months=3, since=SINCE)
    nobody = np.full(5, np.nan)

    def forecast(sigmas: tuple[float, ...], target: float):
        tree = tree_of(PARENT, sigmas)
        ahead = look_ahead(model, flow, tree, CALENDAR, first=first, last=last, past=past)
        played = play_out(ahead, tree, revenue_target=nobody, wins_target=np.array([target, *nobody[1:]]), seed=1)
        return played.wins

    steady, broken = error_of(STEADY), error_of(BROKEN)
    target = round(float(forecast(steady, 0.0).mean[0] * 1.10))
    good, bad = forecast(steady, target), forecast(broken, target)
    assert bad.q90[0] - bad.q10[0] > 1.5 * (good.q90[0] - good.q10[0])
    # what was improbable is less so where the model is known to err
    assert good.p_hit[0] < bad.p_hit[0] < 0.5


def test_without_any_backtest_the_prior_holds() -> None:
    assert sigmas_of({}) == pytest.approx(PRIOR)


def test_one_period_counts_half_as_much_as_the_prior() -> None:
    assert sigmas_of({0: [Score(0.09, 1)]})[0] == pytest.approx(np.sqrt((2 * 0.12**2 + 0.09) / 3))


@pytest.mark.parametrize(("excess", "expected"), [(-1.0, SMALLEST), (50.0, LARGEST)])
def test_the_error_stays_between_its_borders(excess: float, expected: float) -> None:
    assert sigmas_of({0: [Score(excess, 1)] * 4})[0] == expected


def test_a_team_answers_for_what_the_company_does_not_explain() -> None:
    company, team, _owner = sigmas_of({0: [Score(0.01, 1)] * 8, 1: [Score(0.05, 2)] * 8})
    assert company == pytest.approx(np.sqrt((2 * 0.12**2 + 8 * 0.01) / 10))
    assert team == pytest.approx(np.sqrt((2 * (0.12**2 + 0.05**2) + 8 * 0.05) / 10 - company**2))


def test_too_few_wins_say_nothing() -> None:
    assert scores(World(arrivals=0.15), 0) == {}


def test_nothing_later_than_the_day_of_looking_is_seen() -> None:
    flow = STEADY.live(4, days=400)
    tree = tree_of(PARENT)
    cut = flow.known_at(LAST)
    looked = [
        backtest(each, tree, CALENDAR, (FIRST, LAST), LOOKS, stages=2, months=3, since=SINCE) for each in (flow, cut)
    ]
    assert looked[0] == looked[1]
