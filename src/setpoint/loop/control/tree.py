"""The tree of people over a flow: company > teams > owners, as nodes that forecasts speak of."""

from dataclasses import dataclass

import numpy as np

from setpoint.analysis import flow as analysis
from setpoint.analysis.arrays import Floats, Ints
from setpoint.analysis.draws import Tree, tree_of
from setpoint.analysis.spells import Spells
from setpoint.loop.plan.flow import UNKNOWN, Flow

COMPANY = ("company", 1)


@dataclass(frozen=True)
class Nodes:
    """Node 0 is the company, then the teams, then the owners."""

    tree: Tree
    scopes: list[tuple[str, int]]
    """Scope of each node."""
    at: dict[tuple[str, int], int]
    """Node of each scope."""
    first_owner: int

    def __len__(self) -> int:
        """Number of nodes."""
        return len(self.scopes)

    def of(self, kinds: list[str], ids: list[int]) -> Ints:
        """Nodes (n,) of scopes, UNKNOWN for those outside the tree (a product, a channel)."""
        return np.array([self.at.get(scope, UNKNOWN) for scope in zip(kinds, ids, strict=True)], dtype=np.int64)

    def roll_up(self, own: Floats) -> Floats:
        """Values (nodes,) of whole branches from values (nodes,) of the nodes themselves."""
        total = own.copy()
        for node in range(len(total) - 1, 0, -1):
            total[self.tree.parent[node]] += total[node]
        return total


def nodes_of(flow: Flow, sigmas: tuple[float, ...]) -> Nodes:
    """Return the tree of a flow; `sigmas`: model error of company, team, owner (`analysis.draws`)."""
    teams = len(flow.teams)
    parent = np.concatenate(
        ([UNKNOWN], np.where(flow.team_parent < 0, 0, flow.team_parent + 1), np.where(flow.team < 0, 0, flow.team + 1))
    ).astype(np.int64)
    scopes = [COMPANY, *(("team", int(pk)) for pk in flow.teams), *(("owner", int(pk)) for pk in flow.owners)]
    at = {scope: node for node, scope in enumerate(scopes)}
    return Nodes(tree=tree_of(parent, sigmas), scopes=scopes, at=at, first_owner=1 + teams)


def history_of(flow: Flow, nodes: Nodes) -> analysis.Flow:
    """Return the flow's spells as the mathematics wants them: nodes are owners, traits owner and product."""
    rows = flow.spells
    return analysis.Flow(
        spells=Spells(stage=rows.stage, start=rows.start, end=rows.end, next=rows.next),
        item=rows.item,
        node=rows.owner + nodes.first_owner,
        value=rows.value,
        realised=rows.realised,
        arrival=rows.arrival,
        traits=np.stack([rows.owner, rows.product]),
    )
