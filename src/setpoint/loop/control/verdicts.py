"""Classes with hysteresis, and which goals have a case: the loop tests at the top and descends the tree."""

from collections.abc import Mapping, Sequence

import numpy as np

from setpoint.analysis.arrays import Bools, Floats, Ints
from setpoint.analysis.classes import Admissibility, Evidence, Tolerance, Verdict, classify
from setpoint.loop.control.alarms import Alarm
from setpoint.loop.control.evaluation import Findings
from setpoint.loop.control.situation import GoalKey, Goals, Verdicts

ROOTS = ("company", "team")
"""Scopes that are tested by themselves; the others are named only as causes of a case above them."""
NAMED_SHARE = 0.25
NAMED_CHANCE = 0.20
"""A child is named when it brings a quarter of its parent's shortfall and will hit with at most this chance."""


def verdicts_of(
    goals: Goals,
    findings: Findings,
    before: Mapping[GoalKey, tuple[int, int]],
    p_corrected: Mapping[int, float],
    tolerance: Tolerance | None = None,
    alarmed: Bools | None = None,
) -> Verdicts:
    """Give every goal its class. `before`: (class, streak) of the last evaluation; `p_corrected`: by goal index;
    `alarmed` (goals,): its process has left itself.
    """
    admissibility = np.zeros(len(goals), dtype=np.int64)
    streak = np.zeros(len(goals), dtype=np.int64)
    share = findings.money_at_risk / np.maximum(findings.money_planned, 1)
    rows = zip(goals.keys(), findings.p_hit.tolist(), share.tolist(), findings.completeness.tolist(), strict=True)
    for index, (key, p_hit, money_share, completeness) in enumerate(rows):
        evidence = Evidence(
            p_hit=p_hit,
            p_hit_with_corrections=max(p_hit, p_corrected.get(index, p_hit)),
            money_share=money_share,
            completeness=completeness,
            alarm=alarmed is not None and bool(alarmed[index]),
            past_dates=float(findings.past_dates[index]),
            unknown=bool(findings.why[index]),
        )
        previous = Verdict(Admissibility(before[key][0]), before[key][1]) if key in before else None
        verdict = classify(previous, evidence, tolerance)
        admissibility[index], streak[index] = verdict.admissibility, verdict.streak
    return Verdicts(
        expected=findings.expected,
        actual=findings.actual,
        mean=findings.mean,
        q10=findings.q10,
        q25=findings.q25,
        q50=findings.q50,
        q75=findings.q75,
        q90=findings.q90,
        p_hit=findings.p_hit,
        money_at_risk=findings.money_at_risk,
        admissibility=admissibility,
        streak=streak,
        why=findings.why,
    )


def alarmed_goals(goals: Goals, alarms: Sequence[Alarm]) -> Bools:
    """(goals,) whether the process behind a goal is in alarm: its own, or for the company that of a channel of it."""
    rung = {(alarm.key.parameter, alarm.key.scope_kind, alarm.key.scope) for alarm in alarms}
    rung |= {(alarm.key.parameter, "company", "1") for alarm in alarms if alarm.key.scope_kind == "channel"}
    columns = (goals.parameter.tolist(), goals.scope_kind.tolist(), goals.scope_id.tolist())
    return np.array(
        [(name, kind, str(scope)) in rung for name, kind, scope in zip(*columns, strict=True)], dtype=np.bool_
    )


def cases_of(goals: Goals, verdicts: Verdicts, shortfall: Floats) -> Ints:
    """Indexes of the goals that have a case, greatest money at risk first.

    A goal of company or team has one when its class asks for a correction; a goal below has one when its
    parent does and it is a cause of it. Source: loop mathematics 3.6.
    """
    bad = verdicts.admissibility >= Admissibility.ORANGE
    parent = np.maximum(goals.parent, 0)
    siblings = np.bincount(goals.parent[goals.parent >= 0], minlength=len(goals))
    # an only child is its parent once more
    echo = (goals.parent >= 0) & (siblings[parent] == 1)
    root = (np.isin(goals.scope_kind, ROOTS) & ~echo) | (goals.parent < 0)
    cased: Bools = bad & root
    share = shortfall / np.maximum(shortfall[parent], 1e-9)
    named = bad & ~root & ~echo & (share >= NAMED_SHARE) & (verdicts.p_hit <= NAMED_CHANCE)
    # a parent stands before its children
    for index in np.flatnonzero(named):
        cased[index] = cased[goals.parent[index]]
    found = np.flatnonzero(cased)
    return found[np.argsort(-verdicts.money_at_risk[found], kind="stable")]
