"""The fluid programme of a team: who should get how many items and spend how many touches on which stage, by week.

Source: loop mathematics 4.2. Items flow like water; a week is a step. Solved by HiGHS, interior point without
crossover, so that of equally good plans the one in the middle is taken: equals are treated alike.
"""

from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from setpoint.analysis.arrays import Floats


class UnsolvableError(Exception):
    """A programme without a solution: numbers that contradict each other."""


@dataclass(frozen=True)
class Team:
    """What the programme is told; o owners, s stages, t weeks."""

    stock: Floats
    """(o, s) open items."""
    advance: Floats
    """(o, s) moved on per touch."""
    end: Floats
    """(s,) lost per touch."""
    most: Floats
    """(s,) touches that an item takes in a week."""
    fade: Floats
    """(s,) share of untouched items lost in a week."""
    capacity: Floats
    """(o, t) touches."""
    arrivals: Floats
    """(t,) items that come in."""
    value: float
    """Of a won item."""
    weight: Floats
    """(t,) what a win of the week counts: 1 in the period, less after it."""
    after: Floats
    """(s,) what an item left at the end counts, in won items."""
    short: float = 0.0
    """Value still to be won in the period; 0 for none."""
    phi: float = 0.0
    """What a unit of value missing at the end of the period costs."""


@dataclass(frozen=True)
class Week:
    """What the programme says of the first week, and its prices."""

    routing: Floats
    """(o,) share of the arrivals; sums to 1."""
    coverage: Floats
    """(o, s) touches as a share of those that the items take, 0..1."""
    touch_price: Floats
    """(o,) value of one touch more in the first week."""
    item_price: float
    """Value of one item more in the first week."""
    value: float
    """Of the whole programme."""


def solve(team: Team) -> Week:
    """Solve the programme. `UnsolvableError` where it has no solution, ValueError for numbers that are none."""
    _check(team)
    owners, stages = team.stock.shape
    weeks = len(team.arrivals)
    at = _Columns(owners, stages, weeks)
    rows = _rows(team, at)
    cost = np.zeros(at.count)
    # in units of one won item, so that the currency changes nothing
    gain = team.advance[:, -1][:, None] * team.weight[None, :]
    cost[at.touches[:, -1, :]] = -gain
    cost[at.stock[:, :, weeks]] = -team.after[None, :]
    if team.short > 0 and team.phi > 0:
        cost[at.missing] = team.phi
    solution = _run(cost, rows, at)
    # what nobody has in stock or can do is dropped by the interior point only nearly
    touched = np.maximum(solution.x[at.touches[:, :, 0]], 0)
    routed = np.maximum(solution.x[at.routed[:, 0]], 0)
    takes = team.most[None, :] * np.maximum(team.stock + 0.5 * _coming(team, solution.x, at), 1e-9)
    total = float(routed.sum())
    shares = routed / total if total > 0 else _by_capacity(team)
    return Week(
        routing=shares,
        coverage=np.clip(touched / takes, 0, 1),
        touch_price=team.value * np.maximum(-solution.dual[rows.capacity[:, 0]], 0),
        item_price=-team.value * float(solution.dual[rows.arrivals[0]]),
        value=-team.value * solution.value,
    )


class _Columns:
    """Numbers of the variables."""

    def __init__(self, owners: int, stages: int, weeks: int) -> None:
        sizes = {"stock": (owners, stages, weeks + 1), "touches": (owners, stages, weeks), "routed": (owners, weeks)}
        begin, found = 0, {}
        for name, shape in sizes.items():
            size = int(np.prod(shape))
            found[name] = np.arange(begin, begin + size).reshape(shape)
            begin += size
        self.stock, self.touches, self.routed = found["stock"], found["touches"], found["routed"]
        self.missing = begin
        self.count = begin + 1


@dataclass
class _Rows:
    """Constraints low <= A x <= high, with the places of those whose prices are read."""

    matrix: sparse.csr_matrix
    low: Floats
    high: Floats
    capacity: np.ndarray
    arrivals: np.ndarray


def _rows(team: Team, at: _Columns) -> _Rows:
    owners, stages = team.stock.shape
    weeks = len(team.arrivals)
    parts: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    low: list[float] = []
    high: list[float] = []

    def row(entries: list[tuple[int, float]], least: float, most: float) -> int:
        number = len(low)
        columns, values = zip(*entries, strict=True)
        parts.append((np.full(len(columns), number), np.array(columns), np.array(values)))
        low.append(least)
        high.append(most)
        return number

    capacity = np.zeros((owners, weeks), dtype=np.int64)
    for o in range(owners):
        for s in range(stages):
            row([(at.stock[o, s, 0], 1.0)], team.stock[o, s], team.stock[o, s])
            out = team.advance[o, s] + team.end[s] - team.fade[s] / max(team.most[s], 1e-9)
            for t in range(weeks):
                source = [(at.routed[o, t], 1.0)] if s == 0 else [(at.touches[o, s - 1, t], team.advance[o, s - 1])]
                flow = [(column, -(1 - team.fade[s] / 2) * share) for column, share in source]
                row(
                    [
                        (at.stock[o, s, t + 1], 1.0),
                        (at.stock[o, s, t], team.fade[s] - 1),
                        (at.touches[o, s, t], out),
                        *flow,
                    ],
                    0.0,
                    0.0,
                )
                limit = [(column, -team.most[s] / 2 * share) for column, share in source]
                row([(at.touches[o, s, t], 1.0), (at.stock[o, s, t], -team.most[s]), *limit], -np.inf, 0.0)
        for t in range(weeks):
            capacity[o, t] = row([(at.touches[o, s, t], 1.0) for s in range(stages)], -np.inf, team.capacity[o, t])
    arrivals = np.array(
        [row([(at.routed[o, t], 1.0) for o in range(owners)], n, n) for t, n in enumerate(team.arrivals)]
    )
    wins = [
        (at.touches[o, stages - 1, t], team.advance[o, -1])
        for o in range(owners)
        for t in range(weeks)
        if team.weight[t] >= 1
    ]
    row([*wins, (at.missing, 1.0)], team.short / max(team.value, 1e-9), np.inf)
    index, column, value = (np.concatenate(part) for part in zip(*parts, strict=True))
    matrix = sparse.csr_matrix((value, (index, column)), shape=(len(low), at.count))
    return _Rows(matrix, np.array(low), np.array(high), capacity, arrivals)


@dataclass
class _Solution:
    x: Floats
    dual: Floats
    value: float


def _run(cost: Floats, rows: _Rows, at: _Columns) -> _Solution:
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = at.count, len(rows.low)
    programme.col_cost_ = cost
    programme.col_lower_, programme.col_upper_ = np.zeros(at.count), np.full(at.count, highspy.kHighsInf)
    programme.row_lower_ = np.where(np.isfinite(rows.low), rows.low, -highspy.kHighsInf)
    programme.row_upper_ = np.where(np.isfinite(rows.high), rows.high, highspy.kHighsInf)
    programme.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    programme.a_matrix_.start_ = rows.matrix.indptr
    programme.a_matrix_.index_ = rows.matrix.indices
    programme.a_matrix_.value_ = rows.matrix.data
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    options: dict[str, bool | int | str] = {
        "output_flag": False,
        "solver": "ipm",
        "run_crossover": "off",
        "threads": 1,
        "random_seed": 0,
    }
    for option, setting in options.items():
        solver.setOptionValue(option, setting)
    solver.passModel(programme)
    solver.run()
    status = solver.getModelStatus()
    if status not in {highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kUnknown}:
        raise UnsolvableError(solver.modelStatusToString(status))
    found = solver.getSolution()
    x = np.array(found.col_value)
    if not np.isfinite(x).all() or len(x) != at.count:
        raise UnsolvableError(solver.modelStatusToString(status))
    return _Solution(x, np.array(found.row_dual), float(solver.getInfo().objective_function_value))


def _coming(team: Team, x: Floats, at: _Columns) -> Floats:
    """(o, s) items that come into each stage in the first week."""
    first = np.maximum(x[at.routed[:, 0]], 0)[:, None]
    onward = team.advance[:, :-1] * np.maximum(x[at.touches[:, :-1, 0]], 0)
    return np.concatenate([first, onward], axis=1)


def _by_capacity(team: Team) -> Floats:
    whole = team.capacity.sum()
    return team.capacity.sum(axis=1) / whole if whole > 0 else np.full(len(team.stock), 1 / len(team.stock))


def _check(team: Team) -> None:
    for name in Team.__dataclass_fields__:
        if not np.isfinite(getattr(team, name)).all():
            message = f"{name} of the team holds a number that is none"
            raise ValueError(message)
    if min(team.stock.min(), team.capacity.min(), team.arrivals.min(initial=0)) < 0:
        message = "stock, capacity and arrivals of a team are never negative"
        raise ValueError(message)
