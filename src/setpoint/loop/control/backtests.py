"""Which past periods of a flow can still be forecast from what was known then, and what that says of its model."""

from collections.abc import Mapping, Sequence

from setpoint.analysis.backtest import PRIOR, Score, backtest
from setpoint.analysis.season import periods_before
from setpoint.loop.control.facts import NO_DAYS, Days, Facts, Period
from setpoint.loop.control.tree import history_of, nodes_of
from setpoint.loop.plan.flow import Flow
from setpoint.loop.plan.parameters import PARAMETERS
from setpoint.loop.plan.periods import months_of

LOOKS = (0.25, 0.5)
"""Parts of a period after which it is looked at."""
MEMORY = 182
"""Days of history from which a model learns; a cut history must reach back so far."""
YOUNG = 60
"""Days of history without which nothing is learnt, in a company of which everything is known."""

Scores = dict[Period, dict[int, Score]]


def missing(facts: Facts, flow: Flow, known: Sequence[Period]) -> Scores:
    """Score the completed periods of the goals' lengths that are not `known` and that the flow still tells of."""
    if len(flow.spells) == 0:
        return {}
    nodes = nodes_of(flow, PRIOR)
    history = history_of(flow, nodes)
    begin = int(flow.spells.end.min())
    need = YOUNG if begin <= facts.since + YOUNG else MEMORY
    found: Scores = {}
    for first, last in _past(facts):
        days = [first + round(part * (last - first)) for part in LOOKS]
        if (first, last) not in known and days[0] - begin >= need:
            found[first, last] = backtest(
                history,
                nodes.tree,
                facts.calendar,
                (first, last),
                days,
                stages=len(flow.stages.id),
                months=months_of(first, last),
                since=max(facts.since, begin),
            )
    return found


def won_in(history: Mapping[str, Days], flow: str, period: Period) -> int:
    """Wins that the record counts in a period: with another number its backtest no longer holds."""
    fed = [each.measure for each in PARAMETERS.values() if (each.flow, each.value_of) == (flow, "one")]
    days = history.get(fed[0], NO_DAYS) if fed else NO_DAYS
    return int(days.n[(days.day >= period[0]) & (days.day <= period[1])].sum())


def by_level(scores: Mapping[Period, Mapping[int, Score]]) -> dict[int, list[Score]]:
    """Return the scores of all periods by level."""
    found: dict[int, list[Score]] = {}
    for each in scores.values():
        for level, score in each.items():
            found.setdefault(level, []).append(score)
    return found


def _past(facts: Facts) -> list[Period]:
    lengths = {(first, months_of(first, last)) for first, last in facts.periods if first <= facts.day}
    past = {
        (int(first), int(last))
        for start, months in lengths
        for first, last in periods_before(start, months=months, since=max(facts.since, facts.calendar.first))
    }
    return sorted(past)
