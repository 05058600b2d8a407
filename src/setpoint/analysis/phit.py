"""P(hit), quantiles and money at risk of every node, read off joint draws of the period."""

from dataclasses import dataclass

import numpy as np

from setpoint.analysis.arrays import Floats

QUANTILES = (0.10, 0.25, 0.50, 0.75, 0.90)


@dataclass(frozen=True)
class NodeForecasts:
    """Forecast of the period's result of n nodes, all (nodes,), in the unit of the draws."""

    mean: Floats
    sd: Floats
    q10: Floats
    q25: Floats
    q50: Floats
    q75: Floats
    q90: Floats
    p_hit: Floats
    """Probability to reach the target; nan where there is none."""
    money_at_risk: Floats
    """E[(T - Y)+], nan where there is no target."""


def read_off(totals: Floats, target: Floats) -> NodeForecasts:
    """Summarise draws (nodes, draws) against targets (nodes,), nan for none. Loop mathematics 3.2, 3.7."""
    q10, q25, q50, q75, q90 = np.quantile(totals, QUANTILES, axis=1)
    planned = np.isfinite(target)
    missing = target[:, None] - totals
    return NodeForecasts(
        mean=totals.mean(axis=1),
        sd=totals.std(axis=1),
        q10=q10,
        q25=q25,
        q50=q50,
        q75=q75,
        q90=q90,
        p_hit=np.where(planned, (missing <= 0).mean(axis=1), np.nan),
        money_at_risk=np.where(planned, np.maximum(missing, 0).mean(axis=1), np.nan),
    )
