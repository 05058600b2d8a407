"""Companies of any size, made by the operations, with the cast of the tests among their people."""

import random
from datetime import timedelta
from typing import Any

import installation  # noqa: F401 - the database must be there first

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deals
from setpoint.domains.sales.operations.deals import Closing, Move, Touch
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.clock import company_now
from setpoint.kernel.models import Team, User
from tests.cast import Cast

SET = 5000
TEAM = 10


def hire(cast: Cast, count: int) -> list[User]:
    """Add sellers in teams of ten, all below the head of sales."""
    teams = Team.objects.bulk_create(
        Team(name=f"Team {number}", parent=cast.north.parent) for number in range(-(-count // TEAM))
    )
    return User.objects.bulk_create(
        User(name=f"Seller {n}", email=f"s{n}@tidewater.example", role=cast.sara.role, team=teams[n // TEAM])
        for n in range(count)
    )


def customers(count: int) -> list[Party]:
    """Take so many organisations in."""
    return parties.create_many(
        [Party(kind="organisation", name=f"Customer {number}") for number in range(count)], by=SYSTEM
    )


def open_deals(cast: Cast, people: list[User], count: int) -> None:
    """Open deals of the last sixty days in every stage, none of them closed."""
    draw, buyers, now = random.Random(7), customers(count // 20), company_now()
    for numbers in _sets(count):
        deals.create_many(
            [
                Deal(
                    name=f"Cedar shed {number}",
                    pipeline=cast.pipeline,
                    stage=draw.choice(cast.stages),
                    owner=draw.choice(people),
                    customer=draw.choice(buyers),
                    product=cast.shed,
                    amount=None if number % 50 == 0 else draw.randrange(10_000, 5_000_000),
                    currency="USD",
                    opened_at=now - timedelta(days=draw.randrange(60), seconds=number),
                )
                for number in numbers
            ],
            by=SYSTEM,
        )


def years_of_deals(cast: Cast, people: list[User], count: int, days: int = 300) -> None:
    """Let deals of the last `days` be opened, touched and moved; most are closed, fewer by the first of each team."""
    draw, buyers, now = random.Random(1), customers(max(1, count // 20)), company_now()
    slow = {seller.pk for seller in people[::TEAM]}
    for numbers in _sets(count):
        made = deals.create_many(
            [_opened(cast, people, buyers, number, draw, now, days) for number in numbers], by=SYSTEM
        )
        first = [Touch(deal.pk, "call", deal.opened_at + timedelta(hours=draw.uniform(1, 20))) for deal in made]
        deals.touch_many(first, by=SYSTEM)
        later = [(deal, deal.opened_at + timedelta(days=draw.uniform(1, 20))) for deal in made]
        deals.move_many([Move(deal.pk, cast.stages[1], at) for deal, at in later], by=SYSTEM)
        deals.close_many(
            [
                Closing(deal.pk, draw.choice(("won", "lost")), at + timedelta(days=draw.uniform(1, 19)), reason="x")
                for deal, at in later
                if draw.random() < (0.3 if deal.owner_id in slow else 0.98)
            ],
            by=SYSTEM,
        )


def _opened(
    cast: Cast, people: list[User], buyers: list[Party], number: int, draw: random.Random, now: Any, days: int
) -> Deal:
    return Deal(
        name=f"Shed {number}",
        pipeline=cast.pipeline,
        stage=cast.stages[0],
        owner=people[number % len(people)],
        customer=buyers[number % len(buyers)],
        product=cast.shed,
        amount=draw.randrange(100_000, 900_000),
        currency="USD",
        opened_at=now - timedelta(days=draw.uniform(40, days)),
    )


def _sets(count: int) -> list[range]:
    return [range(start, min(start + SET, count)) for start in range(0, count, SET)]
