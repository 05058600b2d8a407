"""Choosing a set of corrections: the best of all sets, limits and conflicts kept, harmful ones left out."""

from itertools import product

import numpy as np
import pytest

from setpoint.analysis.choice import Candidates, choose


def given(count: int, seed: int, *, limit: float = 100.0) -> tuple[Candidates, np.ndarray, np.ndarray]:
    luck = np.random.default_rng(seed)
    mean = luck.uniform(0.5, 4.0, count)
    candidates = Candidates(
        cost=luck.uniform(0.0, 0.3, count),
        effect=mean[:, None] + luck.normal(0, 0.8, (count, 200)),
        uses=luck.uniform(0.5, 2.0, (count, 1)),
        conflicts=np.zeros((count, count), dtype=bool),
    )
    return candidates, luck.normal(95, 6, 200), np.array([limit])


def best_of_all(candidates: Candidates, base: np.ndarray, limit: float) -> float:
    def worth(these: np.ndarray) -> float:
        effect = candidates.effect[these].sum(axis=0)
        short = np.sort(np.maximum(100 - base - effect, 0))[int(0.7 * len(base)) :]
        return float(effect.mean() - candidates.cost[these].sum() - 0.3 * short.mean())

    sets = [np.array(bits, dtype=bool) for bits in product([False, True], repeat=len(candidates.cost))]
    fitting = [worth(these) for these in sets if candidates.uses[these].sum() <= limit]
    return max(fitting) - worth(np.zeros(len(candidates.cost), dtype=bool))


@pytest.mark.parametrize("seed", range(6))
def test_without_interactions_the_best_of_all_sets_is_found(seed):
    candidates, base, limits = given(8, seed)
    assert choose(candidates, base, 100.0, limits).gain == pytest.approx(best_of_all(candidates, base, 100.0))


@pytest.mark.parametrize("seed", range(6))
def test_with_a_limit_that_binds_nearly_the_best_is_found_and_the_limit_kept(seed):
    candidates, base, limits = given(8, seed, limit=4.0)
    chosen = choose(candidates, base, 100.0, limits)
    assert candidates.uses[chosen.taken].sum() <= 4.0
    assert chosen.gain >= 0.95 * best_of_all(candidates, base, 4.0)


def test_two_that_exclude_each_other_are_never_taken_together():
    candidates, base, limits = given(4, 1)
    conflicts = ~np.eye(4, dtype=bool)
    only = Candidates(candidates.cost, candidates.effect, candidates.uses, conflicts)
    assert choose(only, base, 100.0, limits).taken.sum() == 1


def test_what_costs_more_than_it_brings_is_not_taken():
    candidates, base, limits = given(3, 2)
    dear = Candidates(candidates.cost + 50, candidates.effect, candidates.uses, candidates.conflicts)
    chosen = choose(dear, base, 100.0, limits)
    assert (chosen.taken.sum(), chosen.gain) == (0, 0.0)


def test_a_number_that_is_none_is_refused_by_name():
    candidates, base, limits = given(3, 2)
    candidates.effect[0, 0] = np.nan
    with pytest.raises(ValueError, match="effect of the candidates"):
        choose(candidates, base, 100.0, limits)
