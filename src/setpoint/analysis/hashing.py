"""Random numbers that hang on an identity and a seed, not on the order of rows."""

import numpy as np
from numpy.typing import NDArray

from setpoint.analysis.arrays import Floats, Ints


def uniforms(key: Ints, seed: int) -> Floats:
    """Uniform numbers (n,) in [0, 1), one per key (n,), 32 bits."""
    return np.asarray(scatter(key, seed) / 2.0**32)


def scatter(key: Ints, seed: int) -> NDArray[np.uint32]:
    """32 well-mixed bits (n,) per key (n,): splitmix64 (Steele, Lea and Flood 2014)."""
    z = key.astype(np.uint64) + np.uint64((seed + 1) * 0x9E3779B97F4A7C15 % 2**64)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((z ^ (z >> np.uint64(31))) >> np.uint64(32)).astype(np.uint32)


def mix(words: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Mix 32-bit words in place, so that every input bit flips half of the output bits (MurmurHash3)."""
    words ^= words >> np.uint32(16)
    words *= np.uint32(0x85EBCA6B)
    words ^= words >> np.uint32(13)
    words *= np.uint32(0xC2B2AE35)
    words ^= words >> np.uint32(16)
    return words
