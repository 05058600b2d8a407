"""The cast: the people of Tidewater Sheds, the same in tests, demo and screenshots."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from setpoint.domains.catalog.models import Product
from setpoint.domains.catalog.operations import products
from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.models import Pipeline, Stage
from setpoint.domains.sales.operations import pipelines
from setpoint.domains.sales.operations.pipelines import NewStage
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.clock import set_company_time
from setpoint.kernel.models import Company, Team, User
from setpoint.kernel.roles import ensure_default_roles
from setpoint.web.shell.rates import COUNTER

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class Cast:
    """Everybody and everything a test of the garden-shed company may name."""

    company: Company
    north: Team
    south: Team
    olga: User
    henry: User
    sara: User
    semyon: User
    nora: User
    mia: User
    anton: User
    stan: User
    pipeline: Pipeline
    stages: list[Stage]
    shed: Product
    oak: Party
    ivan: Party


# the cast of a world that many tests share, and what the world is worth (tests/one_world.py)
IN_WORLD = pytest.StashKey[tuple[Cast, Any]]()


@pytest.fixture
def cast(request: pytest.FixtureRequest, db: None) -> Cast:
    """Tidewater Sheds on a Monday morning; company time stands still, and nobody has asked for anything yet."""
    COUNTER.clear()
    return request.node.stash[IN_WORLD][0] if IN_WORLD in request.node.stash else make_cast()


def make_cast() -> Cast:
    """Create the company in whatever database is connected."""
    company = Company.objects.create(name="Tidewater Sheds", currency="USD", country="US", time_zone="UTC")
    set_company_time(MONDAY, rate=0)
    roles = ensure_default_roles()

    def person(name: str, role: str, team: Team | None = None) -> User:
        email = name.lower().replace(" ", ".") + "@tidewater.example"
        return User.objects.create(name=name, email=email, role=roles[role], team=team)

    sales = Team.objects.create(name="Sales")
    north = Team.objects.create(name="North", parent=sales)
    south = Team.objects.create(name="South", parent=sales)
    olga, henry = person("Olga Owen", "owner"), person("Henry Hale", "head", sales)
    sales.head = henry
    sales.save()
    pipeline = pipelines.create(
        name="Sheds",
        stages=[
            NewStage("Qualification", 10, 5, 2),
            NewStage("Meeting", 30, 10, 3),
            NewStage("Proposal", 50, 15, 3),
            NewStage("Closing", 80, 10, 3),
        ],
        by=SYSTEM,
    )
    (shed,) = products.create_many([Product(name="Cedar shed", list_price=480_000, currency="USD")], by=SYSTEM)
    oak = parties.create(kind="organisation", name="Oak & Sons", by=SYSTEM)
    ivan = parties.create(kind="person", name="Ivan Petrov", email="ivan@petrov.example", by=SYSTEM)
    return Cast(
        company=company,
        north=north,
        south=south,
        olga=olga,
        henry=henry,
        sara=person("Sara Stone", "seller", north),
        semyon=person("Semyon Sokolov", "seller", north),
        nora=person("Nora Nash", "seller", south),
        mia=person("Mia Marsh", "marketer"),
        anton=person("Anton Aster", "agent"),
        stan=person("Stan Strange", "seller"),
        pipeline=pipeline,
        stages=list(pipeline.stages.all()),
        shed=shed,
        oak=oak,
        ivan=ivan,
    )
