"""Luck with a name: the same seed, stream, day and key always give the same draw.

Common random numbers follow: what happens to one deal does not depend on what else is in the book.
"""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_GOLDEN = 0x9E3779B97F4A7C15
_FIRST = 0xBF58476D1CE4E5B9
_SECOND = 0x94D049BB133111EB
_MASK = (1 << 64) - 1


class Stream(IntEnum):
    """One name per kind of luck, so that two uses never share a draw."""

    QUALITY = 1
    OUTCOME = 2
    CAPACITY = 3
    SKILL = 4
    PACE = 5
    HABIT = 6
    WHIM = 7
    COMPLIANCE = 8
    MINUTE = 9
    KIND = 10
    CONNECTED = 11
    REASON = 12
    DISCOUNT = 13
    PRODUCT = 14
    OPTIONS = 15
    CUSTOMER = 16
    HOME = 17
    ROUTE = 18
    ARRIVAL = 19
    COUNT = 20
    ABSENCE = 21
    SANDBAG = 22
    LEAVING = 23
    SLIP = 24
    ACCEPTANCE = 25


def _mixed(value: int) -> int:
    value = ((value ^ (value >> 30)) * _FIRST) & _MASK
    value = ((value ^ (value >> 27)) * _SECOND) & _MASK
    return value ^ (value >> 31)


def uniforms(keys: Ints, *, seed: int, stream: Stream, day: int = 0) -> Floats:
    """Return one draw in (0, 1) per key, shape of `keys`; splitmix64 (Steele, Lea, Flood 2014)."""
    base = _mixed((_mixed((_mixed(seed & _MASK) + _GOLDEN * int(stream)) & _MASK) + day) & _MASK)
    mixed = np.atleast_1d(keys).astype(np.uint64) * np.uint64(_GOLDEN) + np.uint64(base)
    for _ in range(2):
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(_FIRST)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(_SECOND)
        mixed = mixed ^ (mixed >> np.uint64(31))
    return (mixed >> np.uint64(11)).astype(np.float64) * 2.0**-53 + 2.0**-54


def normals(keys: Ints, *, seed: int, stream: Stream, day: int = 0) -> Floats:
    """Return one standard normal draw per key."""
    scores: Floats = ndtri(uniforms(keys, seed=seed, stream=stream, day=day))
    return scores


def categories(keys: Ints, weights: Floats, *, seed: int, stream: Stream, day: int = 0) -> Ints:
    """Return one category per key; `weights` is [category], or [key, category] where they differ by key."""
    draw = uniforms(keys, seed=seed, stream=stream, day=day)
    edges = np.cumsum(weights, axis=-1) / np.sum(weights, axis=-1, keepdims=True)
    chosen: Ints = np.sum(draw[:, None] > edges, axis=1, dtype=np.int64)
    last: Ints = np.minimum(chosen, weights.shape[-1] - 1)
    return last
