"""The product's own loop: every morning a turn, its levers, hold-outs, verification. It sees facts and levers only."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

import numpy as np

from setpoint.analysis import worth
from setpoint.analysis.arrays import Bools
from setpoint.analysis.assignment import hold_out
from setpoint.analysis.backtest import PRIOR
from setpoint.analysis.belief import Belief
from setpoint.analysis.design import Unit
from setpoint.domains.sales.events import Events
from setpoint.loop.act.levers import LEVERS, Authority, bound
from setpoint.loop.act.proposal import Money, Proposal
from setpoint.loop.act.slow.controller import SlowLoop
from setpoint.loop.cycle import LoopState, TickResult, tick
from setpoint.simulation.bench.policies.base import Steering, Task
from setpoint.simulation.books import Arrivals, Book
from setpoint.simulation.controls import FREE, Controls
from setpoint.simulation.draws import Floats, Ints
from setpoint.simulation.seen.facts import calendar_of, facts_of, goals_of
from setpoint.simulation.seen.flow import FIRST_OWNER, flow_of
from setpoint.simulation.steering import outcomes
from setpoint.simulation.steering.desk import Desk, Running, working_days_on
from setpoint.simulation.steering.proposing import UNTOUCHED, reassign_untouched
from setpoint.simulation.steering.settings import Setting
from setpoint.simulation.world import World

ORDER, OPEN_DEALS, ROUTING = "sales.work_list_order", "sales.reassign_open_deals", "simulation.route_enquiries"
SMOOTHING = 0.6
LEAST_CHANGE = 0.03
FEWEST_ROUTED = 20
SOLVED_ON = (0,)
"""Weekdays on which the programme is solved anew; else when somebody comes or goes."""


@dataclass(frozen=True)
class Look:
    """What a turn said of the company's goal."""

    day: int
    p_hit: float
    mean: float
    q10: float
    q90: float


def settings_of() -> dict[str, Setting]:
    """Return the levers as a company that begins with them has them."""
    found = {}
    for key in (ORDER, OPEN_DEALS):
        lever = LEVERS[key]
        found[key] = Setting(
            key,
            lever.authority,
            lever.unit,
            lever.prior,
            lever.first_dose,
            lever.window,
            lever.hold_days,
            dict(lever.limits),
            relative=lever.relative,
        )
    found[ORDER].limits["without_case"] = 1.0
    found[UNTOUCHED] = Setting(
        UNTOUCHED, Authority.ACTS, Unit.ITEM, Belief(0.05, 0.10), 10, 10, 400, {"gap": 5.0, "touches": 3.0}
    )
    found[ROUTING] = Setting(ROUTING, Authority.ACTS, Unit.ITEM, Belief(0.04, 0.05), 1000, 10, 0, {})
    return found


class Loop(Steering):
    """Free levers only: nothing costs anything."""

    def __init__(self, task: Task) -> None:
        """Begin with priors."""
        super().__init__(task)
        world, quarter = task.world, task.quarter
        self.desk = Desk(settings_of(), acceptance=task.acceptance, seed=task.seed)
        self.state = LoopState()
        self.goals = goals_of(world, quarter.first, quarter.last, task.plan, task.quotas)
        self.calendar = calendar_of(world, quarter.first)
        self.worked = self.calendar.working_days(self.calendar.first, self.calendar.last)
        self.since = int(task.life.diary.pages()[0].day.min())
        self.looks: list[Look] = []
        self.slow: SlowLoop | None = None
        self.weights: Floats | None = None
        self.moves: dict[int, int] = {}
        self.ordered_until = np.zeros(world.parameters.owners, dtype=np.int64)
        self.routed: list[tuple[int, Ints, Bools, Ints]] = []
        self.cases = 0
        self._present: Bools | None = None
        self._changed = True

    def steer(self, world: World, day: date, book: Book) -> Controls:  # noqa: ARG002
        """Turn the loop before work begins."""
        if world.works(day):
            self.turn(day)
        return self.paid()

    def paid(self) -> Controls:
        """Return what is paid for: nothing."""
        return FREE

    def turn(self, day: date) -> None:
        """Look at the evening before, measure what is over, propose, decide, execute."""
        evening, world = day - timedelta(days=1), self.task.world
        flow, events = flow_of(self.task.life.diary, world, evening)
        self._measure(events, flow.day)
        facts = facts_of(flow, events, self.goals, self.calendar, self.since, PRIOR)
        self.slow = SlowLoop(flow, self.calendar, self.task.quarter.last.toordinal())
        present = ~flow.capacity.away(day.toordinal()) & flow.active
        self._changed = self._present is None or bool((present != self._present).any())
        self._present = present
        held = self.desk.held(flow.day)
        on = [key for key, setting in self.desk.settings.items() if setting.on]
        proposers = [bound(LEVERS[key], self.desk.settings[key].terms(held)) for key in on if key in LEVERS]
        if UNTOUCHED in on:
            proposers.append(partial(self._untouched, held))
        result = tick(self.state, facts, flow.day, flow.day, proposers=proposers)
        self.state = result.state
        self._look(result)
        self.moves = {}
        for proposal in self.chosen(result):
            self._execute(proposal, flow.day)
        self._route_anew(day)

    def chosen(self, result: TickResult) -> list[Proposal]:
        """Return the proposals to be decided on, the most promising first."""
        return sorted(result.corrections, key=lambda proposal: -proposal.expected.mean)

    def _untouched(self, held: dict[str, frozenset[int]], situation: Any, *, seed: int) -> list[Proposal]:
        del seed
        slow, present = self.slow, self._present
        if slow is None or present is None:
            return []
        return reassign_untouched(situation, self.desk.settings[UNTOUCHED].terms(held), slow, 0, present)

    def _execute(self, proposal: Proposal, day: int) -> None:
        path = {ORDER: LEVERS[ORDER].writes, OPEN_DEALS: LEVERS[OPEN_DEALS].writes}.get(proposal.lever, UNTOUCHED)
        done = self.desk.decide(proposal, path, day, working_days_on(self.worked, day))
        if done is None:
            return
        treated = set(proposal.units[~done.held].tolist())
        if proposal.lever == ORDER:
            own = np.array(sorted(treated), dtype=np.int64) - FIRST_OWNER
            self.ordered_until[own] = done.matures
            self.actions += len(treated)
            return
        for change in proposal.changes:
            if change.unit in treated:
                self.moves[change.id] = int(change.after) - FIRST_OWNER
        self.actions += len(treated)

    def _route_anew(self, day: date) -> None:
        if self.slow is None or not self.desk.settings[ROUTING].on:
            self.weights = None
            return
        if self.weights is not None and day.weekday() not in SOLVED_ON and not self._changed:
            return
        wanted = self.slow.routing
        if self.weights is not None:
            wanted = SMOOTHING * wanted + (1 - SMOOTHING) * self.weights
        if self._present is not None:
            wanted = np.where(self._present, wanted, 0.0)
        if self.weights is None or np.abs(wanted - self.weights).max() > LEAST_CHANGE:
            self.weights = wanted
            self.actions += 1
            self.desk.executed[ROUTING] += 1

    def _measure(self, events: Events, day: int) -> None:
        def of(one: Running) -> tuple[Floats, Floats]:
            if one.lever == ORDER:
                return outcomes.owners(events, one.proposal.units - FIRST_OWNER, one.executed, one.matures)
            return outcomes.items(events, one.proposal.units, one.executed, one.matures)

        self._routed_weeks(day)
        self.desk.mature(day, of)

    def _routed_weeks(self, day: int) -> None:
        """Leads of the last five working days become a correction whose window begins."""
        if not self.routed or day - self.routed[0][0] < 7:  # noqa: PLR2004 - a week
            return
        refs, held, teams = (np.concatenate([part[n] for part in self.routed]) for n in (1, 2, 3))
        self.routed = []
        if len(refs) < FEWEST_ROUTED:
            return
        proposal = Proposal(
            lever=ROUTING,
            goal=1,
            scope_kind="company",
            scope_id=1,
            people=(),
            unit_kind="sales.deal",
            units=refs,
            blocks=teams,
            covariate=np.zeros(len(refs)),
            changes=(),
            expected=Money(0.0, 0.0, 0.0),
            cost=0,
            p_before=0.0,
            p_after=0.0,
            window=10,
            expires=day,
        )
        ends = working_days_on(self.worked, day)
        self.desk.running.append(Running(ROUTING, proposal, held, day - 7, ends(8)))

    def _look(self, result: TickResult) -> None:
        verdicts = result.verdicts
        self.cases += len(result.situation.cases) > 0
        self.looks.append(
            Look(
                result.situation.day,
                float(verdicts.p_hit[0]),
                float(verdicts.mean[0]),
                float(verdicts.q10[0]),
                float(verdicts.q90[0]),
            )
        )

    def route(self, world: World, day: date, arrivals: Arrivals) -> Ints:
        """Deal out by the weights; some are left to the company's own way, by lot."""
        usual = world.route(arrivals, world.routing(day))
        if self.weights is None or not len(arrivals):
            return usual
        share = self.desk.settings[ROUTING].hold_share
        held = hold_out(
            arrivals.ref, arrivals.team, arrivals.amount.astype(np.float64), share=share, seed=day.toordinal()
        )
        weights = self.weights.copy()
        for team in range(len(world.parameters.teams)):
            if weights[world.team == team].sum() <= 0:
                weights[world.team == team] = 1.0
        self.routed.append((day.toordinal(), arrivals.ref, held, arrivals.team))
        return np.where(held, usual, world.route(arrivals, weights))

    def reassign(self, world: World, day: date, book: Book) -> Ints:  # noqa: ARG002
        """Move what was decided this morning."""
        if not self.moves:
            return book.owner
        return np.array(
            [self.moves.get(ref, owner) for ref, owner in zip(book.ref.tolist(), book.owner.tolist(), strict=True)],
            dtype=np.int64,
        )

    def prioritise(self, world: World, day: date, book: Book) -> Floats:  # noqa: ARG002
        """Keep the lists of those whose week is steered in the order of what a touch adds."""
        if self.slow is None or not self.slow.knows_enough:
            return np.full(len(book), np.nan)
        steered = self.ordered_until[book.owner] >= day.toordinal()
        gain = book.amount * worth.at(self.slow.tables.gain, book.channel, book.stage, book.idle_days)
        return np.where(steered, gain, np.nan)

    def told(self) -> dict[str, Any]:
        """Return looks, corrections by lever, and what was measured."""
        settings = self.desk.settings
        return {
            "looks": [[look.day, look.p_hit, look.mean, look.q10, look.q90] for look in self.looks],
            "executed": dict(self.desk.executed),
            "verified": [[one.lever, one.effect, one.se, one.mean] for one in self.desk.verified],
            "stopped": sorted(key for key, setting in settings.items() if not setting.on),
            "wasted": sum(
                count
                for key, count in self.desk.executed.items()
                if settings[key].measured and settings[key].belief.mean < 0
            ),
            "done": sum(self.desk.executed.values()),
        }
