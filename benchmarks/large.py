"""A company of the size for which lists, search and rights have limits: made once, kept in a folder or a database.

500 teams of 2,000 people, 100 roles with conditions, 50 territories, 1,000,000 contacts with four fields of an
administrator, 1,000,000 deals of which four in five are closed. What is made goes on where it stopped, and is there
the next time. No facts are written: neither they nor the importing is what is measured here.
"""

import argparse
import os
import random
import sys
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parent.parent
SET = 5000
TEAMS, ROLES, PEOPLE, TERRITORIES = 500, 100, 2000, 50
COUNTRIES = ["Russia"] * 60 + ["Kazakhstan"] * 25 + ["Norway"] * 14 + ["Chad"]
OWNER = "olga@tidewater.example"
# of two roles: one sees contacts of a territory, one of a territory and of a country, about 2 and 3 (or 16) in 100
OTHERS = ("person-0@tidewater.example", "person-2@tidewater.example")
REASONS = ("price", "went to another", "no money", "no answer")


def options(about: str | None, **more: int) -> argparse.Namespace:
    """Read the command line, and make what is missing of the company; `more` are further numbers that are asked."""
    asked = argparse.ArgumentParser(description=about)
    asked.add_argument("--home", type=Path, required=True, help="the folder in which the company is kept")
    for name, usual in {"contacts": 1_000_000, "deals": 1_000_000, **more}.items():
        asked.add_argument(f"--{name}", type=int, default=usual)
    given = asked.parse_args()
    os.environ |= {"SETPOINT_HOME": str(given.home), "DJANGO_SETTINGS_MODULE": "setpoint.settings"}
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django  # noqa: PLC0415 - the settings must know the home first

    django.setup()
    fill(given.contacts, given.deals)
    return given


def fill(contacts: int, deals: int) -> None:
    """Make what is missing."""
    from django.core.management import call_command  # noqa: PLC0415 - after setup
    from django.db import connection, transaction  # noqa: PLC0415

    from setpoint.domains.customers.models import Party  # noqa: PLC0415
    from setpoint.domains.sales.models import Deal  # noqa: PLC0415
    from setpoint.kernel.models import User  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    if not User.objects.exists():
        with transaction.atomic():
            company()
    begun, there = perf_counter(), (Party.objects.count(), Deal.objects.count())
    if there == (contacts, deals):
        return
    _contacts(there[0], contacts)
    _deals(there[1], deals)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # what it does by itself in time; SQLite is used without statistics
            cursor.execute("VACUUM ANALYZE")
    print(f"{contacts:,} contacts, {deals:,} deals: made in {perf_counter() - begun:.0f} s", flush=True)


def company() -> None:
    """Create teams, roles with conditions, people, products, pipelines and fields."""
    from setpoint.domains.catalog.models import Product  # noqa: PLC0415 - after setup
    from setpoint.domains.catalog.operations import products  # noqa: PLC0415
    from setpoint.domains.sales.operations import pipelines  # noqa: PLC0415
    from setpoint.kernel.actors import SYSTEM  # noqa: PLC0415
    from setpoint.kernel.models import Company, Role, Team, Territory, User  # noqa: PLC0415
    from setpoint.kernel.roles import ensure_default_roles  # noqa: PLC0415

    draw = random.Random(1)
    Company.objects.create(name="Tidewater Sheds", currency="USD", country="RU", time_zone="UTC")
    owner = ensure_default_roles()["owner"]
    stages: list[int] = []
    for name in ("Sheds", "Barns"):
        given = [pipelines.NewStage(f"Stage {number}", 10 * number) for number in range(1, 7)]
        stages += [stage.pk for stage in pipelines.create(name=name, stages=given, by=SYSTEM).stages.all()]
    sheds = [Product(name=f"Shed {size}", list_price=100_000 * size, currency="USD") for size in range(1, 13)]
    products.create_many(sheds, by=SYSTEM)
    teams: list[Team] = []
    for number in range(TEAMS):
        parent = teams[(number - 1) // 8] if number else None
        teams.append(Team.objects.create(name=f"Team {number}", parent=parent))
    territories = [Territory.objects.create(name=f"Territory {number}") for number in range(TERRITORIES)]
    roles = [Role.objects.create(key=f"role-{number}", name=f"Role {number}") for number in range(ROLES)]
    for number, role in enumerate(roles):
        _grants(number, role, str(draw.choice(stages)), str(draw.choice(teams[:40]).pk))
    people = [
        User(name=f"Person {number}", email=f"person-{number}@tidewater.example", role=roles[number % ROLES])
        for number in range(PEOPLE)
    ]
    for number, person in enumerate(people):
        person.team = teams[number * 31 % TEAMS]
    made = User.objects.bulk_create(people)
    for number, team in enumerate(teams):
        team.head = made[number * 4 % PEOPLE]
    Team.objects.bulk_update(teams, ["head"])
    for number, person in enumerate(made):
        person.territories.add(territories[number % TERRITORIES])
    User.objects.create(name="Olga Owen", email=OWNER, role=owner)
    _fields()


def _grants(number: int, role: Any, stage: str, team: str) -> None:
    from setpoint.kernel.models import Grant  # noqa: PLC0415 - after setup

    late, under = ["stage", "from", stage], ["team", "under", team]
    deals: list[tuple[str, list[list[str]]]] = [("own", []), ("below", [late]), ("all", [under, late])]
    deals = [*deals[: number % 3 + 1], ("territory", [["amount", "from", f"{number * 50} USD"]])]
    parties: list[tuple[str, list[list[str]]]] = [("territory", [])]
    if number % 3:
        parties.append(("all", [["country", "is", ("Norway", "Chad")[number % 2]]]))
    for kind, given in (("sales.deal", deals), ("customers.party", parties)):
        for scope, conditions in given:
            Grant.objects.create(role=role, kind=kind, action="see", scope=scope, conditions=conditions)
    for kind in ("loop.figures", "loop.correction"):
        Grant.objects.create(role=role, kind=kind, action="see", scope="below")
    Grant.objects.create(role=role, kind="catalog.product", action="see", scope="all")


def _fields() -> None:
    from setpoint.domains.customers.permissions import KIND  # noqa: PLC0415 - after setup
    from setpoint.kernel.actors import SYSTEM  # noqa: PLC0415
    from setpoint.platform.fields.operations.choices import ChoiceGiven  # noqa: PLC0415
    from setpoint.platform.fields.operations.definitions import add_field  # noqa: PLC0415

    levels = [ChoiceGiven(key, {"en": key.title()}) for key in ("gold", "silver", "tin", "iron", "none")]
    common: dict[str, Any] = {"kind": KIND, "by": SYSTEM}
    add_field(key="score", type="number", names={"en": "Score"}, settings={}, listed=True, **common)
    add_field(key="segment", type="choice", names={"en": "Segment"}, settings={}, choices=levels, **common)
    add_field(key="code", type="text", names={"en": "Code"}, settings={}, **common)
    add_field(key="wave", type="number", names={"en": "Wave"}, settings={}, **common)


def _contacts(there: int, count: int) -> None:
    from benchmarks.search_people import people  # noqa: PLC0415 - after setup
    from setpoint.domains.customers.permissions import KIND  # noqa: PLC0415
    from setpoint.kernel.clock import company_now  # noqa: PLC0415
    from setpoint.kernel.models import Territory  # noqa: PLC0415
    from setpoint.platform.fields.reading import fields_of  # noqa: PLC0415

    fields = {field.key: field for field in fields_of(KIND)}
    territories = [*Territory.objects.order_by("pk").values_list("pk", flat=True), None, None]
    now, rows = company_now(), []
    for number, values in enumerate(people(count), 1):
        if number <= there:
            continue
        rows.append((number, values))
        if len(rows) == SET or number == count:
            _save(rows, fields, territories, now)
            rows = []


def _save(
    rows: list[tuple[int, dict[str, Any]]], fields: dict[str, Any], territories: list[int | None], now: datetime
) -> None:
    from django.db import transaction  # noqa: PLC0415 - after setup

    from setpoint.domains.customers.models import Party  # noqa: PLC0415
    from setpoint.kernel.folding import fold  # noqa: PLC0415
    from setpoint.platform.fields.operations.values import write_rows  # noqa: PLC0415

    draw = random.Random(rows[0][0])
    parties = [
        Party(
            folded=fold(values["name"]),
            country=draw.choice(COUNTRIES),
            territory_id=draw.choice(territories),
            created_at=now - timedelta(minutes=number),
            **values,
        )
        for number, values in rows
    ]
    with transaction.atomic():
        made = Party.objects.bulk_create(parties, batch_size=1000)
        choices = list(fields["segment"].choices.all())
        write_rows(fields["score"], [{"record": one.pk, "number": draw.randrange(10_000) * 10**6} for one in made])
        write_rows(fields["segment"], [{"record": one.pk, "number": draw.choice(choices).pk} for one in made])
        codes = [f"{draw.randrange(16**8):08x}" for _one in made]
        write_rows(
            fields["code"],
            [{"record": one.pk, "value": code, "folded": code} for one, code in zip(made, codes, strict=True)],
        )


def _deals(there: int, count: int) -> None:
    from django.db import transaction  # noqa: PLC0415 - after setup

    from setpoint.domains.catalog.models import Product  # noqa: PLC0415
    from setpoint.domains.customers.models import Party  # noqa: PLC0415
    from setpoint.domains.sales.models import Closure, Deal, Stage  # noqa: PLC0415
    from setpoint.kernel.clock import company_now  # noqa: PLC0415
    from setpoint.kernel.models import User  # noqa: PLC0415

    now = company_now()
    owners = list(User.objects.order_by("pk").values_list("pk", flat=True))
    stages = list(Stage.objects.order_by("pk").values_list("pk", "pipeline_id"))
    products = [*Product.objects.order_by("pk").values_list("pk", flat=True), None]
    buyers = list(Party.objects.order_by("pk").values_list("pk", flat=True)[: max(count // 5, 1)])
    for start in range(there, count, SET):
        draw, rows = random.Random(start), []
        for number in range(start, min(start + SET, count)):
            stage, pipeline = draw.choice(stages)
            opened = now - timedelta(days=draw.randrange(1000), seconds=number % 86_400)
            closed = min(opened + timedelta(days=draw.randrange(1, 90)), now) if number % 5 else None
            rows.append(
                Deal(
                    name=f"Shed {number}",
                    folded=f"shed {number}",
                    pipeline_id=pipeline,
                    stage_id=stage,
                    owner_id=owners[number * 7919 % len(owners)],
                    customer_id=draw.choice(buyers),
                    product_id=draw.choice(products),
                    amount=None if number % 50 == 0 else draw.randrange(9_000) * 100,
                    currency="USD",
                    opened_at=opened,
                    stage_since=opened,
                    touched_at=closed or opened,
                    closed_at=closed,
                )
            )
        with transaction.atomic():
            made = Deal.objects.bulk_create(rows, batch_size=1000)
            Closure.objects.bulk_create(
                Closure(
                    deal=deal,
                    outcome="lost" if deal.pk % 3 else "won",
                    reason=draw.choice(REASONS),
                    closed_at=deal.closed_at,
                )
                for deal in made
                if deal.closed_at
            )


if __name__ == "__main__":
    options(__doc__)
