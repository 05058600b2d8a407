"""Tidewater Sheds, the company of the demo."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from setpoint.simulation.history import history
from setpoint.simulation.presets import PETER, SARA, SEMYON, TIMUR, garden_sheds
from setpoint.simulation.world import World

TODAY = date(2026, 5, 18)


def test_sara_and_semyon_lead_the_list_of_team_north():
    preset = garden_sheds(currency="USD")
    names = [(seller.name.en, seller.name.ru) for seller in preset.sellers]
    assert (names[SARA], names[SEMYON]) == (("Sara Stone", "Сара Стоун"), ("Semyon Sokolov", "Семён Соколов"))
    assert [team.of("ru") for team in preset.teams] == ["Север", "Юг"]
    assert preset.parameters.teams == (6, 5)


def test_every_index_of_the_world_has_a_name_in_both_languages():
    preset = garden_sheds(currency="EUR")
    given = preset.parameters
    assert [len(preset.sellers), len(preset.stages), len(preset.channels), len(preset.products)] == [
        given.owners,
        len(given.stages),
        len(given.channels),
        len(given.products),
    ]
    assert all(len(stage.reasons) == len(preset.reasons) for stage in given.stages)
    words = (*preset.stages, *preset.channels, *preset.products, *preset.reasons)
    assert all(word.en and word.ru and word.en != word.ru for word in words)
    assert [seller.team for seller in preset.sellers] == World(given, seed=1).team.tolist()


@pytest.mark.parametrize(
    ("currency", "cheapest"), [("USD", 90_000), ("EUR", 90_000), ("GBP", 72_000), ("RUB", 7_200_000)]
)
def test_prices_look_like_prices_of_the_currency(currency, cheapest):
    assert garden_sheds(currency=currency).parameters.products[0].price == cheapest


def test_a_currency_without_minor_units_and_of_another_level_can_be_given():
    parameters = garden_sheds(currency="JPY", price_level=150, minor=1).parameters
    assert (parameters.products[0].price, parameters.rounding) == (135_000, 1_500)


def test_trouble_comes_around_today_and_only_when_asked_for():
    calm, troubled = garden_sheds(currency="USD"), garden_sheds(currency="USD", today=TODAY)
    world = World(troubled.parameters, seed=1)
    assert calm.parameters.shocks == ()
    assert world.absent(TODAY)[[PETER, TIMUR]].all()
    assert world.routing(TODAY)[SEMYON] == 2 * world.routing(TODAY)[SARA]
    assert not world.absent(TODAY + timedelta(days=60)).all()


@pytest.mark.long
def test_two_years_are_ten_thousand_deals_and_sixty_thousand_touches():
    log = history(World(garden_sheds(currency="USD").parameters, seed=1), date(2024, 1, 1), date(2025, 12, 31))
    assert 8_000 < len(log.created) < 12_500
    assert 50_000 < len(log.touched) < 75_000
    assert 100 < log.closed.won.sum() / 8 < 150


@pytest.mark.long
def test_on_the_day_of_trouble_the_north_has_won_less_than_it_would_have():
    ratios = []
    for seed in range(8):
        given = garden_sheds(currency="USD", today=TODAY).parameters
        told = [
            history(World(one, seed=seed), date(2026, 1, 1), date(2026, 6, 30))
            for one in (given, replace(given, shocks=()))
        ]
        troubled, calm = (
            log.closed.amount[
                log.closed.won & (log.closed.owner < 6) & (log.closed.day >= date(2026, 4, 1).toordinal())
            ]
            for log in told
        )
        ratios.append(troubled.sum() / calm.sum())
    print(f"north, quarter of trouble against the same luck without: {np.mean(ratios):.2f}")  # noqa: T201
    assert 0.7 < np.mean(ratios) < 0.93
