"""CUSUMs of many streams against their own lagged baselines: levels, limits, when each has left its own process."""

from dataclasses import dataclass

import numpy as np

from setpoint.analysis.arrays import Bools, Floats, Ints
from setpoint.analysis.limits import admitted_ratio, count_limit, rate_limit
from setpoint.analysis.scores import bernoulli_score, negative_binomial_score
from setpoint.analysis.shrink import shrink_intensities

LAG = 40
MEMORY = 130
FEWEST_STEPS = 20
CAP = 1.5
TOLERANCE = 0.10
LEAST_EXPECTED = 5.0


@dataclass(frozen=True)
class Streams:
    """Streams of one kind with a common clock; all (n, steps)."""

    events: Floats
    exposure: Floats
    """Expected events but for each stream's own factor: calendar weights, or what a pooled model expects."""
    trials: Floats | None = None
    """Units decided, for rates; None for counts."""


@dataclass(frozen=True)
class Watch:
    """What the charts of n streams say at the end, all (n,)."""

    level: Floats
    """CUSUM on the watched side, nats; at most 1.5 times the limit."""
    other: Floats
    """CUSUM on the other side: good news, charted and no alarm."""
    limit: Floats
    """nan where there is too little history to chart."""
    baseline: Floats
    """Events per unit of exposure."""
    known: Floats
    """Events that the baseline rests on."""
    size: float
    """Negative binomial size of a step."""
    ratio: Floats
    """Observed to expected since the change began."""
    begin: Ints
    """Step after which the level has not been 0, -1 where it is 0 now."""

    @property
    def over(self) -> Bools:
        """(n,) True where the level has reached the limit."""
        return np.asarray(np.nan_to_num(self.limit, nan=np.inf) <= self.level)


def watch(
    streams: Streams,
    *,
    arl0: Floats,
    rho: float,
    rho_other: float,
    frozen: Ints | None = None,
    tolerance: float = TOLERANCE,
    lag: int = LAG,
    memory: int = MEMORY,
) -> Watch:
    """Chart the last steps of n streams against a baseline learnt from the steps before them.

    `arl0` (n,): promised steps between false alarms; `rho`, `rho_other`: shifts watched for on either side;
    `frozen` (n,): last step of the baseline of streams in alarm, -1 for the others. The baseline is as old as `lag`
    steps, half of the history where that is short, so that a slow change does not hide in it. Loop mathematics 3.5.
    """
    count, steps = streams.events.shape
    last = steps - 1 - min(lag, steps // 2)
    ends = np.full(count, last) if frozen is None else np.where(frozen >= 0, np.minimum(frozen, last), last)
    step = np.arange(steps)
    learnt = (step <= ends[:, None]) & (step > ends[:, None] - memory)
    known = shrink_intensities(streams.events * learnt, streams.exposure * learnt)
    baseline, charted = known.mean, ~learnt & (step > ends[:, None])
    expected = baseline[:, None] * streams.exposure
    enough = (learnt & (streams.exposure > 0)).sum(axis=1) >= FEWEST_STEPS
    enough &= (expected * learnt).sum(axis=1) >= LEAST_EXPECTED
    limit = _limits(
        streams, expected, charted, known.size, known.shape, enough, arl0=arl0, rho=rho, tolerance=tolerance
    )
    level, begin = _run(_scores(streams, expected, known.size, rho, tolerance) * charted, CAP * np.nan_to_num(limit))
    other, _ = _run(_scores(streams, expected, known.size, rho_other, tolerance) * charted, np.full(count, np.inf))
    since = charted & (step > begin[:, None]) & (begin >= 0)[:, None]
    seen, due = (streams.events * since).sum(axis=1), (expected * since).sum(axis=1)
    return Watch(
        level=np.where(enough, level, 0.0),
        other=np.where(enough, other, 0.0),
        limit=limit,
        baseline=baseline,
        known=known.shape,
        size=known.size,
        ratio=np.divide(seen, due, out=np.ones(count), where=due > 0),
        begin=begin,
    )


def _scores(streams: Streams, expected: Floats, size: float, rho: float, tolerance: float) -> Floats:
    admitted = admitted_ratio(rho, tolerance)
    if streams.trials is None:
        return negative_binomial_score(streams.events, admitted * expected, size, rho / admitted)
    rate = np.divide(expected, streams.trials, out=np.zeros_like(expected), where=streams.trials > 0)
    return bernoulli_score(streams.events, streams.trials, admitted * rate, rho / admitted)


def _limits(
    streams: Streams,
    expected: Floats,
    charted: Bools,
    size: float,
    known: Floats,
    enough: Bools,
    *,
    arl0: Floats,
    rho: float,
    tolerance: float,
) -> Floats:
    """Limits (n,) by what a charted step brings on average; nan where there is not enough to chart."""
    worked = charted & (streams.exposure > 0)
    steps = np.maximum(worked.sum(axis=1), 1)
    mean = (expected * worked).sum(axis=1) / steps
    found = np.full(len(mean), np.nan)
    for row in np.flatnonzero(enough & (mean > 0)).tolist():
        if streams.trials is None:
            found[row] = count_limit(
                mean[row], size, rho, float(arl0[row]), known=float(known[row]), tolerance=tolerance
            )
        else:
            trials = float((streams.trials * worked)[row].sum() / steps[row])
            share = mean[row] / max(trials, 1e-9)
            found[row] = rate_limit(share, trials, rho, float(arl0[row]), known=float(known[row]), tolerance=tolerance)
    return found


def _run(scores: Floats, cap: Floats) -> tuple[Floats, Ints]:
    """Final levels (n,) of capped CUSUMs over scores (n, steps), and the last step at 0 before them (-1: now)."""
    level = np.zeros(len(scores))
    begin = np.full(len(scores), -1)
    for step in range(scores.shape[1]):
        level = np.minimum(np.maximum(level + scores[:, step], 0.0), cap)
        begin = np.where(level <= 0, step, begin)
    return level, np.where(level <= 0, -1, begin)
