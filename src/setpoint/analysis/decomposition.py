"""Why a figure differs: split of a product by logarithmic means, of a sum into mix and rate. No residual."""

from dataclasses import dataclass

import numpy as np

from setpoint.analysis.arrays import Floats

LEAST = 1e-9
NEAR = 1e-9


def log_mean(a: Floats, b: Floats) -> Floats:
    """Logarithmic mean (n,) of positive values: (a - b) / ln(a / b), a where they are equal."""
    a, b = np.maximum(a, LEAST), np.maximum(b, LEAST)
    same = np.abs(a - b) <= NEAR * np.maximum(a, b)
    return np.asarray(np.where(same, a, (a - b) / np.where(same, 1.0, np.log(a / b))))


def product_split(before: Floats, after: Floats) -> Floats:
    """Contribution (factors,) of each factor to the change of their product; they sum to it exactly.

    LMDI: dR_k = L(R1, R0) ln(x_k1 / x_k0). Factors (factors,) that are 0 count as 1e-9. Source: Ang 2005.
    """
    before, after = np.maximum(before, LEAST), np.maximum(after, LEAST)
    weight = log_mean(np.array([after.prod()]), np.array([before.prod()]))[0]
    return np.asarray(weight * np.log(after / before))


def sum_of_products_split(before: Floats, after: Floats) -> Floats:
    """The same for a sum of products (parts, factors): contribution (factors,) over all parts."""
    before, after = np.maximum(before, LEAST), np.maximum(after, LEAST)
    weight = log_mean(after.prod(axis=1), before.prod(axis=1))
    return np.asarray((weight[:, None] * np.log(after / before)).sum(axis=0))


@dataclass(frozen=True)
class MixAndRate:
    """Change of a rate or mean over groups, by group (n,); everything sums to the whole change."""

    mix: Floats
    """The groups' shares have changed."""
    rate: Floats
    """The groups themselves have."""


def mix_and_rate(weight: tuple[Floats, Floats], rate: tuple[Floats, Floats]) -> MixAndRate:
    """Split the change of a weighted mean with mid-point weights, so that the order of time does not matter.

    `weight`, `rate`: before and after, each (n,); weights become shares, mix is measured against the mean of all.
    """
    before, after = (each / max(float(each.sum()), LEAST) for each in weight)
    middle = (rate[0] + rate[1]) / 2
    overall = float(((before + after) / 2) @ middle)
    return MixAndRate(mix=(after - before) * (middle - overall), rate=(rate[1] - rate[0]) * (before + after) / 2)
