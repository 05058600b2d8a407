"""The garden-shed company on a Monday: Sara is away with eighty deals, her colleagues have room, the plan is missed."""

from dataclasses import dataclass
from datetime import date

from setpoint.domains.sales.models import Deal, Method, RoutingRule
from setpoint.domains.sales.operations import deals, intake, routing
from setpoint.domains.sales.operations.intake import Inquiry
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.loop.act.levers import LEVERS
from setpoint.loop.act.models import Correction
from setpoint.loop.act.operations import corrections
from setpoint.loop.act.queries import settings_now, terms
from setpoint.loop.control.situation import Situation
from setpoint.loop.plan.models import Goal, Plan, PlanVersion
from tests.cast import MONDAY, Cast
from tests.loop.situations import DEALS, a_flow, a_lead_flow, a_situation
from tests.one_world import one_world

REASSIGN = "sales.reassign_open_deals"
ORDER = "sales.work_list_order"
REDISTRIBUTE = "loop.redistribute_goal"


@dataclass
class Bench:
    """The people, their situation as arrays, and the goals of the company, of North and of South."""

    cast: Cast
    situation: Situation
    goals: list[Goal]

    @property
    def henry(self) -> Actor:
        """The head of sales."""
        return Actor.of(self.cast.henry)

    @property
    def olga(self) -> Actor:
        """The owner of the company."""
        return Actor.of(self.cast.olga)

    def propose(self, lever: str, seed: int = 7) -> Correction:
        """Store the lever's first proposal."""
        proposals = LEVERS[lever].propose(self.situation, terms(settings_now()[lever]), seed=seed)
        (correction,) = corrections.propose_many(proposals[:1], seed=seed)
        return correction

    def owners(self) -> dict[int, int]:
        """Return who owns which deal."""
        return dict(Deal.objects.order_by("pk").values_list("pk", "owner_id"))


@one_world
def bench(cast: Cast) -> Bench:
    """Everything in the database, and the same as arrays."""
    return make_bench(cast)


def make_bench(cast: Cast) -> Bench:
    """Create deals, plan and goals in whatever database is connected."""
    people = [cast.sara] * DEALS + [cast.semyon] * 4 + [cast.nora] * 4
    rows = deals.create_many(
        [
            Deal(
                name=f"Shed {i}",
                pipeline=cast.pipeline,
                stage=cast.stages[i % 4],
                owner=owner,
                customer=cast.oak,
                amount=1000 * (i + 1),
                currency="USD",
                opened_at=MONDAY,
            )
            for i, owner in enumerate(people)
        ],
        by=SYSTEM,
    )
    plan = Plan.objects.create(name="Q1 2026", first_day=date(2026, 1, 1), last_day=date(2026, 3, 31))
    version = PlanVersion.objects.create(plan=plan, number=1, kind="base", created_at=MONDAY, author_label="Henry Hale")
    company = Goal.objects.create(
        version=version, parameter="sales.revenue", scope_kind="company", scope_id=1, target=100_000
    )
    parts = [
        Goal.objects.create(
            version=version,
            parameter="sales.revenue",
            scope_kind="team",
            scope_id=team.pk,
            target=target,
            parent=company,
        )
        for team, target in ((cast.north, 60_000), (cast.south, 40_000))
    ]
    goals = [company, *parts]
    flow = a_flow(
        (cast.sara.pk, cast.semyon.pk, cast.nora.pk),
        (cast.north.pk, cast.south.pk),
        [deal.pk for deal in rows],
        tuple(stage.pk for stage in cast.stages),
    )
    people_of = (cast.sara.pk, cast.semyon.pk, cast.nora.pk)
    situation = a_situation(
        flow, leads=a_lead_flow(people_of, _leads(cast)), goals=(company.pk, parts[0].pk, parts[1].pk), plan=plan.pk
    )
    return Bench(cast, situation, goals)


def _leads(cast: Cast) -> list[int]:
    """Take in the leads of the situation, and let a rule choose among the same people."""
    owners = [cast.sara] * 40 + [cast.semyon] * 5 + [cast.nora] * 5
    asked = [Inquiry(source="site", name=f"Asks {i}", owner=owner) for i, owner in enumerate(owners)]
    seats = [routing.Seat(owner) for owner in (cast.sara, cast.semyon, cast.nora)]
    routing.save(RoutingRule(name="Everybody", method=Method.WEIGHTS), seats=seats, by=SYSTEM)
    return [lead.pk for lead in intake.receive_many(asked, by=SYSTEM)]
