"""What rights cost a page: 500 teams, 100 roles with conditions, on SQLite or (with DATABASE_URL) on PostgreSQL.

`nice python benchmarks/bench_rights.py --home FOLDER [--deals 1000000] [--runs 200]`: teams, people, roles and
deals are made in FOLDER (or in the database named by DATABASE_URL) once, and are there the next time. Asked are, for
people of every role: the questions of a page about rights, the first page of fifty deals that they see, and the same
page for who sees all. Fails where the median or the 95th percentile of what rights add to a page is 10 ms or more.
"""

import argparse
import os
import random
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

ROOT = Path(__file__).parent.parent
LIMIT_MS = 10
TEAMS, ROLES, PEOPLE = 500, 100, 2000
SET = 5000
PAGE = 50
KINDS = (
    "sales.deal",
    "customers.party",
    "catalog.product",
    "kernel.user",
    "kernel.team",
    "loop.goal",
    "loop.correction",
)


def main() -> int:
    """Make what is missing, ask, print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--home", type=Path, required=True)
    asked.add_argument("--deals", type=int, default=1_000_000)
    asked.add_argument("--runs", type=int, default=200)
    options = asked.parse_args()
    os.environ |= {"SETPOINT_HOME": str(options.home), "DJANGO_SETTINGS_MODULE": "setpoint.settings"}
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django  # noqa: PLC0415 - the settings must know the home first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - after setup

    call_command("migrate", verbosity=0)
    fill(options.deals)
    return measure(options.runs)


def fill(count: int) -> None:
    """Create the company, and the deals that are missing."""
    from django.db import connection, transaction  # noqa: PLC0415 - after setup

    from setpoint.domains.sales.models import Deal, Stage  # noqa: PLC0415
    from setpoint.kernel.models import User  # noqa: PLC0415

    if not User.objects.exists():
        with transaction.atomic():
            company()
    owners = list(User.objects.order_by("pk").values_list("pk", flat=True))
    stages = list(Stage.objects.order_by("pk").values_list("pk", "pipeline_id"))
    there, started = Deal.objects.count(), perf_counter()
    for start in range(there, count, SET):
        rows = []
        for number in range(start, min(start + SET, count)):
            stage, pipeline = stages[number % len(stages)]
            name, owner = f"Shed {number}", owners[number * 7919 % len(owners)]
            amount = number % 9000 * 100
            rows.append(Deal(name=name, folded=name.lower(), pipeline_id=pipeline, stage_id=stage, owner_id=owner))
            rows[-1].amount, rows[-1].currency = amount, "USD"
        with transaction.atomic():
            Deal.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{max(0, count - there):,} deals made in {perf_counter() - started:.0f} s")


def company() -> None:
    """Create teams, roles with conditions, people and pipelines."""
    from setpoint.domains.sales.operations import pipelines  # noqa: PLC0415 - after setup
    from setpoint.kernel.actors import SYSTEM  # noqa: PLC0415
    from setpoint.kernel.models import Company, Grant, Role, Team, Territory, User  # noqa: PLC0415
    from setpoint.kernel.roles import ensure_default_roles  # noqa: PLC0415

    dice = random.Random(1)
    Company.objects.create(name="Tidewater Sheds", currency="USD", country="US", time_zone="UTC")
    owner = ensure_default_roles()["owner"]
    stages: list[int] = []
    for name in ("Sheds", "Barns"):
        given = [pipelines.NewStage(f"Stage {number}", 10 * number) for number in range(1, 7)]
        stages += [stage.pk for stage in pipelines.create(name=name, stages=given, by=SYSTEM).stages.all()]
    teams: list[Team] = []
    for number in range(TEAMS):
        parent = teams[(number - 1) // 8] if number else None
        teams.append(Team.objects.create(name=f"Team {number}", parent=parent))
    territories = [Territory.objects.create(name=f"Territory {number}") for number in range(50)]
    roles = [Role.objects.create(key=f"role-{number}", name=f"Role {number}") for number in range(ROLES)]
    for number, role in enumerate(roles):
        stage = ["stage", "from", str(dice.choice(stages))]
        team = ["team", "under", str(dice.choice(teams[:40]).pk)]
        grants = [("own", []), ("below", [stage]), ("all", [team, stage])][: number % 3 + 1]
        grants.append(("territory", [["amount", "from", f"{number * 50} USD"]]))
        for scope, conditions in grants:
            Grant.objects.create(role=role, kind="sales.deal", action="see", scope=scope, conditions=conditions)
        Grant.objects.create(role=role, kind="customers.party", action="see", scope="territory")
        Grant.objects.create(role=role, kind="loop.figures", action="see", scope="below")
        Grant.objects.create(role=role, kind="loop.correction", action="see", scope="below")
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
    for number, person in enumerate(made[::4]):
        person.territories.add(territories[number % len(territories)])
    User.objects.create(name="Olga Owen", email="olga@tidewater.example", role=owner)


def measure(runs: int) -> int:
    """Ask as people of every role; return 1 where rights cost too much."""
    from setpoint.kernel.actors import Actor  # noqa: PLC0415 - after setup
    from setpoint.kernel.models import User  # noqa: PLC0415

    olga = User.objects.get(email="olga@tidewater.example")
    people = list(User.objects.exclude(pk=olga.pk).order_by("pk")[:: max(1, PEOPLE // runs)])[:runs]
    page(Actor.of(olga))
    everything = float(np.median([sum(page(Actor.of(olga))) for _run in range(20)]))
    asked, read = np.array([page(Actor.of(person)) for person in people]).T * 1000
    added = np.maximum(asked + read - everything * 1000, asked)
    rows = (("questions", asked), ("first page", read), ("added by rights", added))
    for name, times in rows:
        print(f"{name}: median {np.median(times):.1f} ms, 95th percentile {np.percentile(times, 95):.1f} ms")
    print(f"the same page for who sees all: {everything * 1000:.1f} ms")
    return int(max(np.median(added), np.percentile(added, 95)) >= LIMIT_MS)


def page(person: Any) -> tuple[float, float]:
    """Return the seconds that questions of rights take, and the first page of deals."""
    from setpoint.kernel.permissions import remembering, rights_of, scope_of, visible_to  # noqa: PLC0415 - after setup

    actor, started = remembering(person), perf_counter()
    for kind in KINDS:
        visible_to(actor, kind)
        scope_of(actor, kind, "change")
    rights_of(actor).kinds("see")
    asked = perf_counter()
    list(visible_to(actor, "sales.deal").order_by("-pk").values_list("pk", "name", "amount")[:PAGE])
    return asked - started, perf_counter() - asked


if __name__ == "__main__":
    sys.exit(main())
