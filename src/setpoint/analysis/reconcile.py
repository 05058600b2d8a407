"""Forecasts of parallel trees over one root, made to agree: generalised least squares (MinT)."""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix, diags
from scipy.sparse.linalg import splu

from setpoint.analysis.arrays import Floats, Ints


def constraints(parents: Sequence[Ints]) -> csr_matrix:
    """Aggregation constraints C (m, nodes): each node with children is their sum, in every tree by itself.

    `parents`: per tree (nodes,) index of the parent of each node, -1 where it is not in the tree or its root.
    Nodes of all trees stand in one numbering and share the root.
    """
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    count = 0
    for parent in parents:
        for node in np.unique(parent[parent >= 0]).tolist():
            below = np.flatnonzero(parent == node).tolist()
            rows += [count] * (1 + len(below))
            columns += [node, *below]
            values += [1.0] + [-1.0] * len(below)
            count += 1
    return csr_matrix((values, (rows, columns)), shape=(count, len(parents[0])))


def reconcile(forecast: Floats, variance: Floats, parents: Sequence[Ints], *, common_sd: float = 0.0) -> Floats:
    """Forecasts (nodes,) that add up in every tree, nearest to the given ones by V.

    y~ = y - V C' (C V C')^-1 C y with V = diag(variance) + common_sd^2 y y' (the common factor satisfies every
    constraint only if y does). Source: Wickramasuriya, Athanasopoulos, Hyndman 2019; loop mathematics 2.5.
    """
    matrix = constraints(parents)
    if matrix.shape[0] == 0:
        return forecast.copy()
    noise = diags(np.maximum(variance, 1e-12))
    spread = matrix @ noise @ matrix.T
    miss = matrix @ forecast
    solver = splu(spread.tocsc())
    weights = solver.solve(miss)
    if common_sd > 0:
        # Sherman-Morrison for the rank-one part
        along = solver.solve(miss)
        factor = common_sd**2
        weights = along / (1 + factor * float(miss @ along))
        return np.asarray(forecast - noise @ (matrix.T @ weights) - factor * forecast * float(miss @ weights))
    return np.asarray(forecast - noise @ (matrix.T @ weights))
