"""The log as people enter it: some late, some twice, some never, some that did not happen."""

from typing import Any

import numpy as np

from setpoint.domains.sales.events import Events
from setpoint.simulation.diary import Diary
from setpoint.simulation.draws import Bools, Floats, Ints, Stream, uniforms
from setpoint.simulation.event_log import Happened, Touched
from setpoint.simulation.world import World

DUPLICATE = 1 << 50
"""Added to the reference of an enquiry that was entered twice."""
DUPLICATE_LIVES = 7
"""Calendar days until somebody sees that it is there twice."""


def events_by(diary: Diary, world: World, day: int) -> Events:
    """Return what had been entered by the evening of `day` (ordinal), in order of (item, time)."""
    created, handed, touched, moved, closed = diary.pages()
    slips, seed = world.parameters.slips, world.seed
    touched = _with_fakes(touched.rows(_entered(touched, world, day, 1, missing=slips.missing)), world)
    moved, closed = moved.rows(_entered(moved, world, day, 2)), closed.rows(_entered(closed, world, day, 3))
    listed = dict(zip(("ref", "product", "channel", "amount"), _items(created), strict=True))
    parts = [
        (created.ref, created, Events.OPENED, created.owner, created.amount.astype(np.float64)),
        (handed.ref, handed, Events.REASSIGNED, handed.to_owner, None),
        (touched.ref, touched, Events.TOUCHED, touched.owner, None),
        (moved.ref, moved, Events.MOVED, moved.owner, None),
        (
            closed.ref,
            closed,
            np.where(closed.won, Events.WON, Events.LOST),
            closed.owner,
            closed.amount.astype(np.float64),
        ),
    ]
    if slips.duplicates:
        twice = created.rows(uniforms(created.ref, seed=seed, stream=Stream.SLIP, day=4) < slips.duplicates)
        seen = twice.rows(twice.day + DUPLICATE_LIVES <= day)
        amount = np.full(len(seen), np.nan)
        parts.append((twice.ref + DUPLICATE, twice, Events.OPENED, twice.owner, twice.amount.astype(np.float64)))
        parts.append((seen.ref + DUPLICATE, _later(seen.moment), Events.LOST, seen.owner, amount))
    return _folded(parts, listed)


def _folded(parts: list[tuple[Ints, Any, Any, Ints, Floats | None]], listed: dict[str, Ints]) -> Events:
    item = np.concatenate([part[0] for part in parts])
    moment = np.concatenate([part[1].moment for part in parts])
    rank = np.concatenate([np.full(len(part[0]), n) for n, part in enumerate(parts)])
    kind = np.concatenate([np.broadcast_to(part[2], part[0].shape) for part in parts]).astype(np.int64)
    owner = np.concatenate([part[3] for part in parts])
    amount = np.concatenate([np.full(len(p[0]), np.nan) if p[4] is None else p[4] for p in parts])
    order = np.lexsort((rank, moment, item))
    item, kind = item[order], kind[order]
    place = np.searchsorted(listed["ref"], item % DUPLICATE)
    return Events(
        item=item,
        kind=kind,
        day=moment[order] // (24 * 60),
        stage=_stages(item, kind),
        owner=owner[order],
        product=listed["product"][place],
        channel=listed["channel"][place],
        amount=amount[order],
        says_amount=np.isin(kind, (Events.OPENED, Events.WON, Events.LOST)),
        dated=np.ones(len(item), dtype=np.bool_),
        known=np.ones(len(item), dtype=np.bool_),
        connected=np.ones(len(item), dtype=np.bool_),
    )


def _stages(item: Ints, kind: Ints) -> Ints:
    """Return the stage after each event: how often the item has moved so far."""
    moves = np.cumsum(kind == Events.MOVED)
    first = np.searchsorted(item, item, side="left")
    before = np.where(first > 0, moves[first - 1], 0)
    return moves - before


def _items(created: Any) -> tuple[Ints, Ints, Ints, Ints]:
    order = np.argsort(created.ref, kind="stable")
    return created.ref[order], created.product[order], created.channel[order], created.amount[order]


def _entered(table: Happened, world: World, day: int, salt: int, missing: float = 0.0) -> Bools:
    """Return which rows stand in the log by the evening of `day`."""
    slips, key = world.parameters.slips, table.ref * 1009 + table.day
    if not slips.late and not missing:
        return np.ones(len(table), dtype=np.bool_)
    late = uniforms(key, seed=world.seed, stream=Stream.SLIP, day=salt) < slips.late
    delay = -np.log(uniforms(key, seed=world.seed, stream=Stream.SLIP, day=salt + 10)) * slips.late_days
    lost = uniforms(key, seed=world.seed, stream=Stream.SLIP, day=salt + 20) < missing
    return np.asarray(~lost & (table.day + np.where(late, np.ceil(delay), 0) <= day))


def _with_fakes(touched: Touched, world: World) -> Touched:
    """Add the touches that were logged and never made: a day after a true one of the same deal."""
    share = world.parameters.gaming.fake_touches
    if not share:
        return touched
    key = touched.ref * 1009 + touched.day
    fake = touched.rows(uniforms(key, seed=world.seed, stream=Stream.SLIP, day=30) < share)
    made_up = Touched(
        ref=fake.ref,
        day=fake.day,
        minute=np.minimum(fake.minute + 1, 1439),
        owner=fake.owner,
        kind=fake.kind,
        connected=fake.connected,
    )
    return Touched.joined([touched, made_up])


def _later(moment: Ints) -> Any:
    return _At(moment + DUPLICATE_LIVES * 24 * 60)


class _At:
    """Rows of which the moment alone is known."""

    def __init__(self, moment: Ints) -> None:
        self.moment = moment
