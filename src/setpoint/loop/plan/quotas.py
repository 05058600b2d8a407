"""Splitting a goal down the tree so that it is equally hard for everybody. Evidence comes as arrays."""

from dataclasses import dataclass

import numpy as np

from setpoint.analysis.arrays import Floats, Ints
from setpoint.analysis.quotas import equal_difficulty
from setpoint.loop.plan.parameters import Parameter


@dataclass(frozen=True)
class Evidence:
    """What is expected of each node without a plan, all (nodes,); node 0 is the root, parents stand before children."""

    scopes: list[tuple[str, int]]
    parent: Ints
    mean: Floats
    sd: Floats

    def children(self, node: int) -> Ints:
        """Nodes right below a node."""
        return np.flatnonzero(self.parent == node)


@dataclass(frozen=True)
class GoalTree:
    """Targets of one parameter for a whole tree, all (nodes,), smallest unit."""

    parameter: str
    scopes: list[tuple[str, int]]
    parent: Ints
    target: Ints
    mean: Floats
    sd: Floats


def decompose(parameter: Parameter, target: int, evidence: Evidence) -> GoalTree:
    """Split a target from the root down, at every node with one z for all its children.

    The parts sum to the whole exactly; what does not add up (rates, durations) is the same for all.
    Source: loop mathematics 2.4.
    """
    targets = np.full(len(evidence.scopes), target, dtype=np.int64)
    if parameter.additive:
        for node in range(len(targets)):
            below = evidence.children(node)
            if len(below):
                split = equal_difficulty(evidence.mean[below], evidence.sd[below], int(targets[node]))
                targets[below] = split.targets
    return GoalTree(parameter.key, evidence.scopes, evidence.parent, targets, evidence.mean, evidence.sd)
