"""How hard a loop may pull when its effect comes late."""

from math import pi, sin

import numpy as np

SAFE = 0.3


def largest_gain(delay: int) -> float:
    """Gain per step below which g' = g - gain * g[delay steps ago] dies out: 2 sin(pi / (2 (2 delay + 1)))."""
    return 2 * sin(pi / (2 * (2 * delay + 1)))


def safe_gain(delay: int) -> float:
    """Three tenths of it: what a rule may remove of a gap per step. Loop mathematics 5.4."""
    return SAFE * largest_gain(delay)


def growth(gain: float, delay: int) -> float:
    """Factor per step by which the slowest mode grows; below 1 the loop is stable. From the companion matrix."""
    companion = np.zeros((delay + 1, delay + 1))
    companion[0, 0] = 1.0
    companion[0, delay] -= gain
    companion[1:, :-1] = np.eye(delay)
    return float(np.abs(np.linalg.eigvals(companion)).max())
