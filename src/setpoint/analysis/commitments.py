"""What people promise and what comes of it: a regression per person, shrunk to the team."""

from dataclasses import dataclass

import numpy as np

from setpoint.analysis.arrays import Floats, Ints

PRIOR_PERIODS = 4.0


@dataclass(frozen=True)
class Candour:
    """actual = alpha + beta * commit, of each of n people."""

    alpha: Floats
    """(n,) minor units."""
    beta: Floats
    """(n,) 1: means what he says; above 1: promises too little; below 1: too much."""
    sd: float
    """Standard deviation of actual around it, minor units."""
    periods: Ints
    """(n,) how many promises it rests on."""

    def debias(self, person: int, commit: float) -> float:
        """What to expect when this person commits to an amount; never negative."""
        return max(0.0, float(self.alpha[person] + self.beta[person] * commit))


def learn_candour(person: Ints, commit: Floats, actual: Floats, people: int) -> Candour:
    """Empirical Bayes regression of actual on commit (n,) of `person` (n,), shrunk to all by four periods' weight.

    The prior is the line of everybody through the origin and the mean; without any promise kept it is alpha 0,
    beta 1. Source: loop mathematics 2.4.
    """
    count = np.bincount(person, minlength=people)
    if len(commit) == 0 or commit.max(initial=0) <= 0:
        return Candour(np.zeros(people), np.ones(people), float("inf"), count)
    scale = float(commit.mean())
    x, y = commit / scale, actual / scale
    # everybody: beta pulled to 1, alpha to 0, with the weight of four periods
    team = _ridge(x, y, np.array([0.0, 1.0]))
    lines = np.array([_ridge(x[person == who], y[person == who], team) for who in range(people)])
    miss = y - (lines[person, 0] + lines[person, 1] * x)
    freedom = max(len(x) - min(len(x) - 1, 2), 1)
    return Candour(lines[:, 0] * scale, lines[:, 1], float(np.sqrt((miss**2).sum() / freedom)) * scale, count)


def _ridge(x: Floats, y: Floats, prior: Floats) -> Floats:
    rows = np.stack([np.ones_like(x), x], axis=1)
    left = rows.T @ rows + PRIOR_PERIODS * np.eye(2)
    return np.asarray(np.linalg.solve(left, rows.T @ y + PRIOR_PERIODS * prior))
