"""Monte-Carlo draws of a period's result for every node of a tree, with common random numbers."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from setpoint.analysis.arrays import Floats, Ints
from setpoint.analysis.hashing import mix, scatter

DRAWS = 2000
CHUNK = 256
RATIO_STEPS = 32
WORDS = 2.0**32
LARGEST_WORD = np.float32(2.0**32 - 512)
LEVEL_SIGMAS = (0.06, 0.05, 0.05)


@dataclass(frozen=True)
class Tree:
    """Nodes of a tree (company > team > owner); a parent stands before its children."""

    parent: Ints
    """(nodes,) index of the parent, -1 for a root."""
    sigma: Floats
    """(nodes,) sd of the node's own lognormal factor, shared by everything below it: model error."""

    def depth(self) -> Ints:
        """Depth (nodes,) of each node; 0 for a root."""
        depth = np.zeros(len(self.parent), dtype=np.int64)
        for node, parent in enumerate(self.parent):
            if parent >= node:
                message = "a parent must stand before its children"
                raise ValueError(message)
            depth[node] = depth[parent] + 1 if parent >= 0 else 0
        return depth


def tree_of(parent: Ints, sigmas: tuple[float, ...] = LEVEL_SIGMAS) -> Tree:
    """A tree whose factors have one sd per level (the last one also for deeper levels)."""
    depth = Tree(parent, np.zeros(len(parent))).depth()
    return Tree(parent, np.array(sigmas)[np.minimum(depth, len(sigmas) - 1)])


@dataclass(frozen=True)
class OpenItems:
    """Open items that may still be won in the period."""

    key: Ints
    """(n,) identity that stays the same from run to run; the item's random numbers hang on it."""
    node: Ints
    """(n,) node of the tree."""
    p: Floats
    """(n,) probability to be won in the rest of the period."""
    value: Floats
    """(n,) listed value, minor units."""


@dataclass(frozen=True)
class NewWins:
    """Wins in the rest of the period of items that do not exist yet."""

    count: Floats
    """(nodes,) expected number: sum over days u of lambda_u v_{T-u}."""
    r: float
    """Negative binomial size of the total number; the shock is common to all nodes. inf for Poisson."""
    value: Floats
    """(nodes,) mean value of one, minor units."""
    value_cv: Floats
    """(nodes,) coefficient of variation of the value of one."""


@dataclass(frozen=True)
class Pool:
    """A second opinion on the rest of the period: so many draws believe it instead of the pipeline."""

    ratio: float
    """Its expected rest divided by the pipeline's."""
    weight: float
    """Share of the draws."""


@dataclass(frozen=True)
class Draws:
    """Results of the period, done part included."""

    value: Floats
    """(nodes, draws) minor units."""
    count: Floats
    """(nodes, draws) number of wins."""


def draw_period(
    tree: Tree,
    items: OpenItems,
    new: NewWins,
    *,
    done_value: Floats,
    done_count: Floats,
    ratio: tuple[float, float] = (1.0, 0.0),
    pool: Pool | None = None,
    seed: int = 0,
    draws: int = DRAWS,
) -> Draws:
    """Draw done + open items + new wins for all nodes at once, rolled up the tree.

    `done_*` (nodes,): already won, of items that hang on this very node, not on its children.
    `ratio`: mean and cv of realised to listed value. The common factors have mean 1, multiply down
    the tree and scale every chance to win, so nodes of one team go wrong together and counts stay
    whole. An item's draws depend on its key and the seed alone: another item, or a greater p, can
    only add. Source: loop mathematics 3.2.
    """
    nodes = len(tree.parent)
    rng = np.random.default_rng([seed, 1])
    factor = _common_factors(tree, rng.standard_normal((nodes, draws)))
    if pool is not None:
        factor[:, : round(pool.weight * draws)] *= pool.ratio
    count, value = _new_wins(new, factor, rng)
    _add_items(count, value, items, factor, ratio_table(*ratio), seed)
    count += done_count[:, None]
    value += done_value[:, None]
    for node in range(nodes - 1, -1, -1):
        if tree.parent[node] >= 0:
            count[tree.parent[node]] += count[node]
            value[tree.parent[node]] += value[node]
    return Draws(value=value, count=count)


def _common_factors(tree: Tree, normals: Floats) -> Floats:
    factor: Floats = np.exp(tree.sigma[:, None] * normals - tree.sigma[:, None] ** 2 / 2)
    for node, parent in enumerate(tree.parent):
        if parent >= 0:
            factor[node] *= factor[parent]
    return factor


def _new_wins(new: NewWins, factor: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Counts (negative binomial) and their summed values (gamma, exact for gamma-distributed values)."""
    size = min(new.r, 1e9)
    mean = new.count[:, None] * factor * rng.gamma(size, 1.0, factor.shape[1]) / size
    count = rng.poisson(mean).astype(np.float64)
    per_win = 1 / np.maximum(new.value_cv, 1e-3) ** 2
    node, draw = np.nonzero(count)
    value = np.zeros_like(count)
    value[node, draw] = rng.gamma(count[node, draw] * per_win[node]) * (new.value / per_win)[node]
    return count, value


def _add_items(count: Floats, value: Floats, items: OpenItems, factor: Floats, ratio: Floats, seed: int) -> None:
    draws = count.shape[1]
    possible = np.flatnonzero(items.p > 0)
    order = possible[np.argsort(items.node[possible], kind="stable")]
    salts = np.random.default_rng([seed, 2]).integers(0, 2**32, draws, dtype=np.uint32)
    hashes = scatter(items.key, seed)
    scaled = (factor * WORDS).astype(np.float32)
    for first in range(0, len(order), CHUNK):
        chunk = order[first : first + CHUNK]
        node = items.node[chunk]
        chances = np.minimum(items.p[chunk, None].astype(np.float32) * scaled[node], LARGEST_WORD)
        words = mix(hashes[chunk][:, None] ^ salts)
        hit = np.flatnonzero(words < chances.astype(np.uint32))
        row = hit // draws
        # Within a win the same word, rescaled, picks the ratio; the table falls, so that a greater
        # chance can only raise the value.
        step = (words.ravel()[hit] / chances.ravel()[hit] * RATIO_STEPS).astype(np.int64)
        worth = items.value[chunk][row] * ratio[np.minimum(step, RATIO_STEPS - 1)]
        nodes = slice(int(node[0]), int(node[-1]) + 1)
        cell = hit + ((node - node[0] - np.arange(len(chunk))) * draws)[row]
        shape = count[nodes].shape
        count[nodes] += np.bincount(cell, minlength=shape[0] * draws).reshape(shape)
        value[nodes] += np.bincount(cell, weights=worth, minlength=shape[0] * draws).reshape(shape)


def ratio_table(mean: float, cv: float) -> Floats:
    """Falling quantiles (RATIO_STEPS,) of a lognormal ratio with this mean and cv."""
    sigma = np.sqrt(np.log1p(cv**2))
    middles = (np.arange(RATIO_STEPS) + 0.5) / RATIO_STEPS
    table = np.exp(sigma * ndtri(middles[::-1])) if sigma > 0 else np.ones(RATIO_STEPS)
    return np.asarray(mean * table / table.mean())
