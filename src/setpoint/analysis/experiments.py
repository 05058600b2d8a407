"""Effects where single items cannot be randomised: switchback, difference in differences, structural series."""

import warnings
from dataclasses import dataclass

import numpy as np
from statsmodels.regression.linear_model import OLS
from statsmodels.tsa.statespace.structural import UnobservedComponents

from setpoint.analysis.arrays import Bools, Floats, Ints
from setpoint.analysis.effect import Effect

BLOCK, WASH_OUT = 2, 1
BOOTSTRAPS = 999
PARALLEL = 0.10
FEWEST_CLUSTERS = 2


def clustered(outcome: Floats, columns: Floats, cluster: Ints, *, of: int = 0) -> Effect:
    """Least squares of outcome (n,) on columns (n, k) and a constant, errors clustered; effect of column `of`.

    Cluster-robust (Liang and Zeger 1986) by statsmodels, t with clusters - 1 degrees of freedom.
    """
    design = np.column_stack([columns, np.ones(len(outcome))])
    clusters = len(np.unique(cluster))
    on = columns[:, of] > 0
    treated, held = int(on.sum()), int((~on).sum())
    if clusters < FEWEST_CLUSTERS or min(treated, held) == 0:
        return Effect(0.0, float("inf"), treated, held, 1.0)
    fitted = OLS(outcome, design).fit(cov_type="cluster", cov_kwds={"groups": cluster, "use_correction": True})
    se = float(fitted.bse[of])
    known = np.isfinite(se) and se > 0
    return Effect(float(fitted.params[of]), se if known else float("inf"), treated, held, clusters - 1.0)


def switchback_weeks(nodes: int, weeks: int, *, seed: int) -> Bools:
    """On (nodes, weeks): blocks of two weeks, of every pair of blocks one at random. Source: Bojinov et al. 2023."""
    pairs = -(-weeks // (2 * BLOCK))
    first = np.random.default_rng([seed, 11]).integers(2, size=(nodes, pairs)) == 1
    blocks = np.stack([first, ~first], axis=2).reshape(nodes, 2 * pairs)
    return np.repeat(blocks, BLOCK, axis=1)[:, :weeks]


def switchback(outcome: Floats, on: Bools, before: Floats | None = None) -> Effect:
    """Effect from weekly outcomes (nodes, weeks) of a switchback; the week after every switch is washed out.

    Every pair of blocks is its own experiment, so the errors are those of the pairs, whatever drifts more slowly.
    `before` (nodes, weeks): a covariate known beforehand (the same week's forecast), used as CUPED uses it.
    """
    kept = np.ones_like(on)
    kept[:, WASH_OUT:] &= on[:, WASH_OUT:] == on[:, :-WASH_OUT]
    gaps = _pair_gaps(outcome, on, kept)
    known = np.isfinite(gaps)
    pairs = int(known.sum())
    columns = np.ones((pairs, 1))
    if before is not None:
        columns = np.column_stack([columns, _pair_gaps(before, on, kept)[known]])
    treated, held = int((on & kept).sum()), int((~on & kept).sum())
    freedom = pairs - columns.shape[1]
    if freedom < 1:
        return Effect(0.0, float("inf"), treated, held, 1.0)
    fitted = OLS(gaps[known], columns).fit()
    return Effect(float(fitted.params[0]), float(fitted.bse[0]), treated, held, float(freedom))


def _pair_gaps(values: Floats, on: Bools, kept: Bools) -> Floats:
    """Mean of the weeks on less that of the weeks off (nodes x pairs,); nan where one side has no week left."""
    length = 2 * BLOCK
    whole = values.shape[1] // length * length
    shape = (values.shape[0], -1, length)
    sides = []
    for chosen in (on & kept, ~on & kept):
        weight = chosen[:, :whole].reshape(shape)
        count = weight.sum(axis=2)
        total = (values[:, :whole].reshape(shape) * weight).sum(axis=2)
        sides.append(np.where(count > 0, total / np.maximum(count, 1), np.nan))
    return np.asarray(sides[0] - sides[1]).ravel()


@dataclass(frozen=True)
class Differences:
    """A difference in differences with its check."""

    effect: Effect
    parallel: float
    """p-value that treated and control nodes moved alike before; below .1 the comparison does not hold."""

    @property
    def holds(self) -> bool:
        """Whether the comparison may teach."""
        return self.parallel >= PARALLEL


def difference_in_differences(outcome: Floats, treated: Bools, start: int, *, seed: int) -> Differences:
    """Two-way fixed effects on outcomes (nodes, periods), treated (nodes,) from period `start`.

    Standard error by the wild cluster bootstrap (Rademacher, null imposed) over nodes: few treated nodes make
    the usual one far too small. Source: Cameron, Gelbach, Miller 2008.
    """
    gap = outcome[:, start:].mean(axis=1) - outcome[:, :start].mean(axis=1)
    estimate = float(gap[treated].mean() - gap[~treated].mean())
    rng = np.random.default_rng([seed, 12])
    spread = _wild(gap, treated, rng)
    half = start // 2
    drift = outcome[:, half:start].mean(axis=1) - outcome[:, :half].mean(axis=1) if half else np.zeros(len(gap))
    ahead = float(drift[treated].mean() - drift[~treated].mean())
    ahead_spread = _wild(drift, treated, rng)
    parallel = float((np.abs(ahead_spread) >= abs(ahead) - 1e-12).mean()) if half else 1.0
    effect = Effect(estimate, float(spread.std(ddof=1)), int(treated.sum()), int((~treated).sum()), len(gap) - 2.0)
    return Differences(effect, parallel)


def _wild(gap: Floats, treated: Bools, rng: np.random.Generator) -> Floats:
    """Bootstrapped differences (BOOTSTRAPS,) under no effect; spread of all controls stands for the treated."""
    centred = gap - gap.mean()
    signs = rng.choice((-1.0, 1.0), (BOOTSTRAPS, len(gap)))
    shaken = signs * centred
    return np.asarray(shaken[:, treated].mean(axis=1) - shaken[:, ~treated].mean(axis=1))


def structural_effect(outcome: Floats, controls: Floats, start: int) -> Effect:
    """Mean effect per period on one node from period `start`: local level with other nodes as regressors.

    `outcome` (periods,), `controls` (periods, k). As CausalImpact: the past is fitted, the rest forecast, the
    difference averaged; the error of the forecast is that of its mean. Source: Brodersen et al. 2015.
    """
    after = len(outcome) - start
    scale = float(outcome[:start].std()) or 1.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = UnobservedComponents(outcome[:start] / scale, "local level", exog=_standard(controls, start)[:start])
        fitted = model.fit(disp=False)
        forecast = fitted.get_forecast(after, exog=_standard(controls, start)[start:])
    gap = outcome[start:] / scale - forecast.predicted_mean
    one = float(np.asarray(forecast.var_pred_mean)[0])
    grown = float(np.asarray(forecast.var_pred_mean)[-1])
    # errors of a random walk are shared by all later periods, those of a period are its own
    level = max(grown - one, 0.0) / max(after - 1, 1)
    common = level * (after + 1) * (2 * after + 1) / (6 * after)
    own = max(one - level, 0.0) / after
    return Effect(float(gap.mean()) * scale, float(np.sqrt(common + own)) * scale, after, start, float(start - 2))


def _standard(controls: Floats, start: int) -> Floats:
    past = controls[:start]
    return np.asarray((controls - past.mean(axis=0)) / np.maximum(past.std(axis=0), 1e-12))
