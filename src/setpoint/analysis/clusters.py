"""Effect of a lever that acts on owners, from owner-weeks: cluster-robust, each owner a cluster."""

import numpy as np
from statsmodels.regression.linear_model import OLS

from setpoint.analysis.arrays import Bools, Floats, Ints
from setpoint.analysis.effect import Effect

NOTHING = 1e-12


def owner_week_effect(outcome: Floats, held_out: Bools, owner: Ints, weight: Floats | None = None) -> Effect:
    """Within-owner difference of treated to held-out weeks (n,), with errors clustered by owner (n,).

    `weight` (n,): what a week rests on (touches behind a rate), None for equal weeks. Owners with only
    one kind of week say nothing and are left out; where nothing varied the error is inf. Degrees of
    freedom: owners - 1. Source: loop mathematics 5.1.
    """
    both = np.isin(owner, np.intersect1d(owner[held_out], owner[~held_out]))
    _, group = np.unique(owner[both], return_inverse=True)
    owners = int(group.max(initial=-1)) + 1
    counts = int((~held_out).sum()), int(held_out.sum())
    if owners < 2:  # noqa: PLR2004 - one cluster has no variance between clusters
        return Effect(0.0, float("inf"), *counts, 1.0)
    root = np.sqrt(np.ones(len(group)) if weight is None else weight[both])
    own_level = np.eye(owners)[group]
    design = np.column_stack((~held_out[both], own_level)) * root[:, None]
    fit = OLS(outcome[both] * root, design).fit(cov_type="cluster", cov_kwds={"groups": group})
    varied = float(fit.bse[0]) > NOTHING * float(np.abs(outcome[both]).max(initial=0.0))
    return Effect(float(fit.params[0]), float(fit.bse[0]) if varied else float("inf"), *counts, float(owners - 1))
