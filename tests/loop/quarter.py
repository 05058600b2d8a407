"""One half-year of a small company, told twice: into the database by operations, and straight into arrays."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import numpy as np

from setpoint.analysis.calendar import business_calendar, observed_week
from setpoint.analysis.spells import CENSORED, LOST, WON
from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deals
from setpoint.domains.sales.operations.deals import Closing, Move
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.clock import set_company_time
from setpoint.loop.control.facts import Days, Facts, Sum
from setpoint.loop.control.situation import Goals
from setpoint.loop.cycle_facts import AHEAD
from setpoint.loop.plan.flow import Capacity, Flow, OpenItems, Spells, Stages
from tests.cast import Cast

BEGIN, Q1, END = date(2025, 10, 1), date(2026, 1, 1), date(2026, 3, 31)
TODAY = date(2026, 2, 16)


@dataclass(frozen=True)
class Story:
    """What became of a deal; ordinals, 0 = never."""

    owner: int
    amount: int
    opened: int
    moved: int
    closed: int
    won: bool
    final: int


def stories(count: int = 240) -> list[Story]:
    """Return deals opened on working days up to today, two thirds of them moved, many closed."""
    rng = np.random.default_rng(7)
    working = business_calendar(BEGIN, date(2026, 6, 30), country="US").working_days
    days = working(BEGIN.toordinal() - 1 + 1, END.toordinal())
    today = TODAY.toordinal()
    found = []
    for _ in range(count):
        place = int(rng.integers(0, int((days <= today).sum())))
        opened = int(days[place])
        step, wait = (int(value) for value in rng.integers(1, 25, 2))
        moved = int(days[min(place + step, len(days) - 1)]) if rng.random() < 0.66 else 0
        closed = int(days[min(place + step + wait, len(days) - 1)]) if rng.random() < 0.8 else 0
        amount = int(rng.integers(100_000, 900_000))
        found.append(
            Story(
                owner=int(rng.integers(0, 3)),
                amount=amount,
                opened=opened,
                moved=moved if moved <= today else 0,
                closed=closed if closed <= today else 0,
                won=bool(rng.random() < 0.5),
                final=int(amount * rng.uniform(0.8, 1.05)),
            )
        )
    return found


def at_noon(ordinal: int) -> datetime:
    return datetime.combine(date.fromordinal(ordinal), time(12), UTC)


def tell_the_database(cast: Cast, told: list[Story]) -> list[int]:
    """Write the stories through operations; return the numbers of the deals."""
    set_company_time(at_noon(TODAY.toordinal()), rate=0)
    people = [cast.sara, cast.semyon, cast.nora]
    made = deals.create_many(
        [
            Deal(
                name=f"Shed {number}",
                pipeline=cast.pipeline,
                stage=cast.stages[0],
                owner=people[story.owner],
                product=cast.shed,
                amount=story.amount,
                currency="USD",
                opened_at=at_noon(story.opened),
            )
            for number, story in enumerate(told)
        ],
        by=SYSTEM,
    )
    pairs = list(zip(made, told, strict=True))
    deals.move_many([Move(d.pk, cast.stages[1], at_noon(s.moved)) for d, s in pairs if s.moved], by=SYSTEM)
    deals.close_many(
        [
            Closing(d.pk, "won" if s.won else "lost", at_noon(s.closed), s.final if s.won else None, "Price")
            for d, s in pairs
            if s.closed
        ],
        by=SYSTEM,
    )
    return [deal.pk for deal in made]


def tell_arrays(cast: Cast, told: list[Story], refs: list[int], goals: Goals) -> Facts:
    """Build what a turn knows from the stories alone, without asking the database."""
    people = [cast.sara, cast.semyon, cast.nora]
    owners = np.array(sorted(person.pk for person in people))
    owner_of = [int(np.searchsorted(owners, person.pk)) for person in people]
    teams = [cast.sara.team.parent_id, cast.north.pk, cast.south.pk]
    flow = Flow(
        key="sales.deals",
        ref_kind="sales.deal",
        day=TODAY.toordinal(),
        stages=Stages(
            id=np.array([stage.pk for stage in cast.stages]),
            name=[stage.name for stage in cast.stages],
            effort=np.array([stage.effort for stage in cast.stages]),
            norm_days=np.array([stage.norm_days for stage in cast.stages]),
            pipeline=np.full(4, cast.pipeline.pk),
        ),
        owners=owners,
        team=np.array([{cast.nora.pk: 2}.get(int(pk), 1) for pk in owners]),
        teams=np.array(teams),
        team_parent=np.array([-1, 0, 0]),
        active=np.ones(3, dtype=bool),
        products=np.array([cast.shed.pk]),
        channels=[],
        items=_items(told, refs, owner_of),
        spells=_spells(told, refs, owner_of),
        capacity=Capacity(np.zeros(3), TODAY.toordinal(), np.zeros((3, 130), dtype=bool)),
    )
    period = (Q1.toordinal(), END.toordinal())
    length = period[1] - period[0] + 1
    since = min(story.opened for story in told)
    return Facts(
        day=TODAY.toordinal(),
        goals=goals,
        periods={period: _sums(cast, told, period[0], TODAY.toordinal())},
        before={period: _sums(cast, told, period[0] - length, period[0] - 1)},
        history=_history(told),
        flows={"sales.deals": flow},
        calendar=business_calendar(
            date.fromordinal(min(since, period[0] - length)),
            END + AHEAD,
            country="US",
            week=observed_week(np.array([s.closed for s in told if s.closed])),
        ),
        since=since,
        branches={teams[0]: teams, teams[1]: [teams[1]], teams[2]: [teams[2]]},
        # noon
        whole_day=False,
    )


def _spells(told: list[Story], refs: list[int], owner_of: list[int]) -> Spells:
    rows = []
    for ref, s in zip(refs, told, strict=True):
        end = (s.closed, WON if s.won else LOST) if s.closed else (TODAY.toordinal(), CENSORED)
        realised = s.final if s.closed and s.won else np.nan
        if s.moved:
            rows.append((ref, 0, s.opened, s.moved, 1, owner_of[s.owner], s.amount, np.nan, True))
            rows.append((ref, 1, s.moved, *end, owner_of[s.owner], s.amount, realised, False))
        else:
            rows.append((ref, 0, s.opened, *end, owner_of[s.owner], s.amount, realised, True))
    item, stage, start, end, next_, owner, value, realised, arrival = (
        np.array(column) for column in zip(*rows, strict=True)
    )
    none = np.full(len(item), -1)
    return Spells(item, stage, start, end, next_, owner, 0 * none, none, value.astype(float), realised, arrival)


def _items(told: list[Story], refs: list[int], owner_of: list[int]) -> OpenItems:
    kept = [(ref, s) for ref, s in zip(refs, told, strict=True) if not s.closed]
    since = np.array([s.moved or s.opened for _, s in kept])
    none = np.full(len(kept), -1)
    return OpenItems(
        ref=np.array([ref for ref, _ in kept]),
        stage=np.array([1 if s.moved else 0 for _, s in kept]),
        since=since,
        entered=since,
        opened=np.array([s.opened for _, s in kept]),
        value=np.array([float(s.amount) for _, s in kept]),
        owner=np.array([owner_of[s.owner] for _, s in kept]),
        product=0 * none,
        channel=none,
    )


def _entries(told: list[Story]) -> list[tuple[Story, str, int, int]]:
    """(story, measure, day, value)"""
    found = []
    for s in told:
        found.append((s, "sales.created", s.opened, 1))
        if s.closed:
            found.append((s, "sales.won" if s.won else "sales.lost", s.closed, 1))
            found.append((s, "sales.cycle", s.closed, (s.closed - s.opened) * 86_400))
            if s.won:
                found.append((s, "sales.revenue", s.closed, s.final))
    return found


def _sums(cast: Cast, told: list[Story], first: int, last: int) -> dict:
    people = [cast.sara, cast.semyon, cast.nora]
    sums: dict[tuple[str, str, int], Sum] = {}
    for s, measure, day, value in _entries(told):
        if first <= day <= last:
            person = people[s.owner]
            for kind, number in (
                ("company", 1),
                ("team", person.team_id),
                ("owner", person.pk),
                ("product", cast.shed.pk),
            ):
                before = sums.get((measure, kind, number), Sum())
                sums[measure, kind, number] = Sum(before.n + 1, before.total + value, before.squares + value**2)
    return sums


def _history(told: list[Story]) -> dict[str, Days]:
    found = {}
    for measure in {entry[1] for entry in _entries(told)} - {"sales.cycle_"}:
        rows = [(day, value) for _, of, day, value in _entries(told) if of == measure]
        days = np.unique([day for day, _ in rows])
        n = np.array([sum(1.0 for day, _ in rows if day == at) for at in days])
        total = np.array([float(sum(value for day, value in rows if day == at)) for at in days])
        found[measure] = Days(days, n, total)
    return found
