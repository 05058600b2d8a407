"""Who of several is next: pure arithmetic of turns, weights and load."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from setpoint.domains.sales.models.routing import Method


@dataclass
class Turn:
    """Somebody who may get the next lead. `credit` is how far his turn has come, `load` his open leads."""

    user: int
    weight: float = 1.0
    credit: float = 0.0
    served_at: datetime | None = None
    load: int = 0


def next_of(turns: Sequence[Turn], method: Method, at: datetime) -> Turn | None:
    """Return whose turn it is and let it be so; None where nobody may, or whoever takes it first.

    By weights each gets his share in the long run and never two turns too many: the smooth weighted round robin
    of nginx (commit 52327e0627f49dbda1e8db695e63a4b0af4448b1).
    """
    if method == Method.POOL or not turns:
        return None
    if method == Method.WEIGHTS:
        able = [turn for turn in turns if turn.weight > 0]
        if not able:
            return None
        for turn in able:
            turn.credit += turn.weight
        chosen = max(able, key=lambda turn: turn.credit)
        chosen.credit -= sum(turn.weight for turn in able)
    elif method == Method.LOAD:
        chosen = min(turns, key=lambda turn: (turn.load, turn.served_at is not None, turn.served_at or at))
    else:
        chosen = min(turns, key=lambda turn: (turn.served_at is not None, turn.served_at or at))
    chosen.served_at, chosen.load = at, chosen.load + 1
    return chosen
