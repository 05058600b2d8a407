"""Names of the array types that every module of this package speaks, and the sum by group."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def sum_by(group: Ints, values: Floats, size: int) -> Floats:
    """Sums (size,) of values (n,) by group (n,) in 0..size-1."""
    return np.bincount(group, weights=values, minlength=size).astype(np.float64)
