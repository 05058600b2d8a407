"""Joint draws of a tree: exact moments, common factors, and a deal more never harms."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpoint.analysis.draws import NewWins, OpenItems, Pool, Tree, draw_period, ratio_table, tree_of
from setpoint.analysis.phit import read_off

COMPANY = Tree(np.array([-1]), np.zeros(1))
TEAMS = np.array([-1, 0, 0, 1, 1, 2, 2])


def nothing_new(nodes: int = 1) -> NewWins:
    return NewWins(np.zeros(nodes), float("inf"), np.full(nodes, 1.0), np.zeros(nodes))


def items(p, value, node=None, key=None) -> OpenItems:
    p, value = np.asarray(p, float), np.asarray(value, float)
    node = np.zeros(len(p), int) if node is None else np.asarray(node)
    return OpenItems(np.arange(len(p)) if key is None else np.asarray(key), node, p, value)


def drawn(open_items, tree=COMPANY, new=None, **more):
    zeros = np.zeros(len(tree.parent))
    more = {"done_value": zeros, "done_count": zeros, **more}
    return draw_period(tree, open_items, new or nothing_new(len(zeros)), **more)


def test_draws_have_the_mean_and_the_variance_of_independent_deals():
    rng = np.random.default_rng(1)
    p, value = rng.uniform(0.02, 0.6, 400), rng.lognormal(8, 1, 400)

    draws = drawn(items(p, value), draws=20_000)

    assert draws.value.mean() == pytest.approx((p * value).sum(), rel=0.01)
    assert draws.value.std() == pytest.approx(np.sqrt((p * (1 - p) * value**2).sum()), rel=0.03)
    assert draws.count.mean() == pytest.approx(p.sum(), rel=0.01)


def test_few_deals_keep_their_skew_and_a_certain_deal_is_certain():
    draws = drawn(items([0.1, 1.0], [900.0, 100.0]))

    assert set(np.unique(draws.value)) == {100.0, 1000.0}
    assert (draws.value == 1000.0).mean() == pytest.approx(0.1, abs=0.02)


def test_realised_values_scatter_about_the_listed_ones():
    draws = drawn(items(np.full(4000, 0.5), np.full(4000, 100.0)), ratio=(0.9, 0.3))

    assert draws.value.sum() / draws.count.sum() == pytest.approx(90.0, rel=0.005)
    table = ratio_table(0.9, 0.3)
    assert table.mean() == pytest.approx(0.9)
    assert (np.diff(table) < 0).all()


def test_wins_that_are_still_to_come_are_over_dispersed_and_worth_a_gamma_each():
    new = NewWins(np.array([50.0]), 10.0, np.array([200.0]), np.array([0.8]))

    draws = drawn(items([], []), new=new, draws=40_000)

    variance = 50 + 50**2 / 10
    assert draws.count.mean() == pytest.approx(50, rel=0.01)
    assert draws.count.var() == pytest.approx(variance, rel=0.03)
    assert draws.value.var() == pytest.approx(200**2 * (variance + 50 * 0.8**2), rel=0.04)


def test_every_node_is_the_sum_of_its_children_and_its_own():
    tree = tree_of(TEAMS)
    node = np.arange(700) % 7

    draws = drawn(items(np.full(700, 0.2), np.full(700, 10.0), node), tree, done_value=np.arange(7.0))

    np.testing.assert_allclose(draws.value[0], draws.value[1] + draws.value[2] + own(draws, 0, node), atol=1e-6)


def own(draws, node, nodes):
    """What hangs on the node itself: its total less its children's."""
    children = np.flatnonzero(np.equal(node, TEAMS))
    return draws.value[node] - draws.value[children].sum(axis=0)


def test_owners_of_one_team_go_wrong_together():
    tree = tree_of(TEAMS, (0.0, 0.3, 0.0))
    node = np.repeat([3, 4, 5, 6], 2000)

    draws = drawn(items(np.full(8000, 0.3), np.ones(8000), node), tree)

    together = np.corrcoef(draws.count[3:])
    assert together[0, 1] > 0.9
    assert abs(together[0, 2]) < 0.1


def test_the_company_factor_widens_by_its_sd():
    draws = drawn(items(np.full(20_000, 0.2), np.ones(20_000)), Tree(np.array([-1]), np.array([0.12])))

    assert draws.count.std() / draws.count.mean() == pytest.approx(0.12, abs=0.01)
    assert draws.count.mean() == pytest.approx(4000, rel=0.01)


def test_a_second_opinion_moves_its_share_of_the_draws():
    open_items = items(np.full(5000, 0.2), np.ones(5000))

    draws = drawn(open_items, pool=Pool(ratio=0.5, weight=0.25))

    assert draws.count.mean() == pytest.approx(1000 * (0.75 + 0.25 * 0.5), rel=0.01)


def test_same_seed_same_numbers_another_seed_others():
    open_items = items(np.full(50, 0.2), np.arange(50))

    assert (drawn(open_items, seed=5).value == drawn(open_items, seed=5).value).all()
    assert (drawn(open_items, seed=5).value != drawn(open_items, seed=6).value).any()


def test_the_order_of_deals_does_not_matter():
    rng = np.random.default_rng(3)
    whole = items(rng.random(300), rng.integers(1, 100, 300))
    order = rng.permutation(300)
    shuffled = OpenItems(whole.key[order], whole.node[order], whole.p[order], whole.value[order])

    np.testing.assert_allclose(drawn(whole).value, drawn(shuffled).value)


chance = st.floats(0, 1)
money = st.floats(0, 1e6)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(chance, money), max_size=30), chance, money, st.integers(0, 2**31), money)
def test_a_deal_more_never_lowers_the_chance_to_hit(deals, p, value, key, target):
    tree = Tree(np.array([-1]), np.array([0.1]))
    before = items([deal[0] for deal in deals], [deal[1] for deal in deals])
    after = OpenItems(
        np.append(before.key, key), np.append(before.node, 0), np.append(before.p, p), np.append(before.value, value)
    )

    less = read_off(drawn(before, tree, draws=500, ratio=(1.0, 0.2)).value, np.array([target]))
    more = read_off(drawn(after, tree, draws=500, ratio=(1.0, 0.2)).value, np.array([target]))

    assert more.p_hit[0] >= less.p_hit[0]
    assert more.money_at_risk[0] <= less.money_at_risk[0] + 1e-6


def test_a_better_chance_never_lowers_a_draw():
    low = items(np.full(200, 0.2), np.full(200, 10.0))
    high = dataclasses.replace(low, p=low.p + 0.1)

    assert (drawn(high, ratio=(1.0, 0.3)).value >= drawn(low, ratio=(1.0, 0.3)).value).all()


def test_at_the_end_the_chance_is_nought_or_one():
    at_the_end = drawn(items([], []), done_value=np.array([100.0]))

    for target, expected in ((100.0, 1.0), (100.5, 0.0)):
        assert read_off(at_the_end.value, np.array([target])).p_hit[0] == expected


def test_forecasts_are_read_off_the_draws():
    totals = np.arange(1.0, 101.0)[None, :]

    forecast = read_off(totals, np.array([91.0]))

    assert forecast.p_hit[0] == 0.10
    assert forecast.money_at_risk[0] == pytest.approx(sum(range(1, 91)) / 100)
    assert [forecast.q10[0], forecast.q50[0], forecast.q90[0]] == pytest.approx([10.9, 50.5, 90.1])
    assert np.isnan(read_off(totals, np.array([np.nan])).p_hit[0])


def test_a_child_before_its_parent_is_refused():
    with pytest.raises(ValueError, match="before its children"):
        tree_of(np.array([1, -1]))
