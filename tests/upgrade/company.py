"""A tiny company with one of everything, and the figures that must stand through every upgrade."""

from decimal import Decimal
from io import BytesIO
from typing import Any

from django.db.models import Count, Sum

from setpoint.domains.catalog.models import Product
from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deals
from setpoint.journal.followers import catch_up
from setpoint.journal.models import Fact, PersonalValue
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.models import Role, Team, User
from setpoint.loop.cycle_db import run_tick
from setpoint.loop.cycle_plan import plan_goal
from setpoint.loop.plan.models import Goal
from setpoint.loop.record.models import DailyMeasure
from setpoint.platform.fields.models import Field
from setpoint.platform.fields.operations.values import fill
from setpoint.platform.fields.reading import fields_of, values_of
from setpoint.platform.importing.uploads import Upload, upload
from setpoint.platform.objects.operations import records
from tests.cast import MONDAY, make_cast
from tests.contracts.access import CUSTOMERS
from tests.loop.quarter import END, Q1, TODAY, at_noon, stories, tell_the_database
from tests.platform.fields.making import DEAL, PARTY, a_field
from tests.platform.objects.test_kinds import machines, sellers

PASSWORD = "cedar and larch"


def found() -> None:
    """Fill the connected, migrated and empty database."""
    cast = make_cast()
    cast.olga.set_password(PASSWORD)
    cast.olga.save()
    a_field("roof", "choice", listed=True)
    a_field("area", "number", settings={"places": 2})
    a_field("hobby", kind=PARTY, personal=True)
    kind = machines(roles=sellers())
    tell_the_database(cast, stories(20))
    catch_up()
    plan_goal(parameter="sales.revenue", first_day=Q1, last_day=END, target=60_000_000, by=SYSTEM)
    run_tick(at_noon(TODAY.toordinal()))
    ada = parties.create(kind="person", name="Ada Ash", email="ada@ash.example", employer=cast.oak, by=SYSTEM)
    parties.change(ada, {"phone": "+1 202 555 0143"}, by=Actor.of(cast.sara))
    fill(PARTY, ada.pk, {"hobby": "Beekeeping"}, by=SYSTEM)
    deal = Deal.objects.open().filter(owner=cast.sara).earliest("pk")
    fill(DEAL, deal.pk, {"area": Decimal(12)}, by=SYSTEM)
    deals.touch_many([deals.Touch(deal.pk, "note", MONDAY, text="Wants it by May")], by=Actor.of(cast.sara))
    records.create(kind, name="Saw", owner=cast.sara, by=SYSTEM)
    upload([Upload("customers.csv", BytesIO(CUSTOMERS))], by=Actor.of(cast.olga))
    catch_up()


def figures() -> dict[str, Any]:
    """Return what a company reads off its records, as JSON holds it: no version may change any of it."""
    ada = Party.objects.get(name="Ada Ash")
    area = Deal.objects.filter(pk__in=_with_area()).values_list("name", flat=True)
    return {
        "facts": sorted(map(list, Fact.objects.values_list("kind").annotate(Count("pk")))),
        "standing": Fact.objects.standing().count(),
        "personal values": PersonalValue.objects.count(),
        "people": sorted(User.objects.values_list("email", flat=True)),
        "roles": sorted(Role.objects.values_list("key", flat=True)),
        "teams": sorted(Team.objects.values_list("name", flat=True)),
        "customers": sorted(Party.objects.values_list("name", flat=True)),
        "telephone": ada.phone,
        "hobby": values_of(PARTY, [ada.pk], fields_of(PARTY))[ada.pk]["hobby"],
        "products": sorted(Product.objects.values_list("name", flat=True)),
        "deals": sorted(
            map(list, Deal.objects.values_list("stage__name", "closure__outcome").annotate(Count("pk"), Sum("amount"))),
            key=str,
        ),
        "with an area": sorted(area),
        "fields": sorted(Field.objects.values_list("kind", "key")),
        "goals": sorted(map(list, Goal.objects.values_list("scope_kind", "parameter", "target")), key=str),
        "measures": sorted(
            map(list, DailyMeasure.objects.filter(scope_kind="company").values_list("measure").annotate(Sum("n"))),
            key=str,
        ),
    }


def _with_area() -> list[int]:
    ids = list(Deal.objects.values_list("pk", flat=True))
    return [pk for pk, said in values_of(DEAL, ids, fields_of(DEAL)).items() if said.get("area") == 12]
