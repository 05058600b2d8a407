"""Deals and customers that lists are asked for."""

from datetime import timedelta

import pytest

from setpoint.domains.customers.models import Party
from setpoint.domains.sales.models import Deal, Lead
from setpoint.domains.sales.operations import deals
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.trees_changed import create_territory
from setpoint.platform.fields.operations.values import fill_many, read_texts
from setpoint.platform.lists import finding
from tests.cast import MONDAY, Cast
from tests.contracts.sales_examples import a_lead
from tests.platform.fields.making import DEAL, PARTY, a_field


@pytest.fixture(params=[5000, 0], ids=["few are gathered", "many are walked"])
def both_ways(request, monkeypatch):
    """Whether rows are few decides how they are found, and must not decide which."""
    monkeypatch.setattr(finding, "FEW", request.param)


@pytest.fixture
def sheds(cast: Cast) -> list[int]:
    """Seven deals: areas 1, 2, 1, none, 3, none, 2; roofs gable and flat in turn; some without amount or moment."""
    fields = [a_field("area", "number"), a_field("roof", "choice"), a_field("plot"), a_field("built", "date")]
    given = {
        "pipeline": cast.pipeline,
        "currency": "USD",
        "customer": cast.oak,
    }
    made = deals.create_many(
        [
            Deal(
                name=f"Shed {number % 3}",
                stage=cast.stages[number % 2],
                owner=cast.semyon if number > 4 else cast.sara,
                product=None if number % 3 == 0 else cast.shed,
                amount=None if number % 3 == 0 else number * 100,
                opened_at=None if number < 2 else MONDAY - timedelta(days=number),
                **given,
            )
            for number in range(7)
        ],
        by=SYSTEM,
    )
    ids = [deal.pk for deal in made]
    areas = (1, 2, 1, None, 3, None, 2)
    texts = {
        pk: {
            "area": str(area or ""),
            "roof": ("gable", "flat")[number % 2],
            "plot": f"Plot {number % 3}",
            "built": f"2026-02-{20 + number}",
        }
        for number, (pk, area) in enumerate(zip(ids, areas, strict=True))
    }
    fill_many(DEAL, {pk: read_texts(fields, said) for pk, said in texts.items()}, by=SYSTEM)
    return ids


@pytest.fixture
def parties(cast: Cast) -> list[Party]:
    """Six customers, two of whom say nothing of their country."""
    segment = a_field("segment", "choice", kind=PARTY)
    countries = ("Norway", "", "Chad", "Norway", "", "Åland")
    made = [
        Party(
            kind="person",
            name=f"Ann {number}",
            folded=f"ann {number % 4}",
            country=country,
            employees=number,
            created_at=MONDAY,
        )
        for number, country in enumerate(countries)
    ]
    Party.objects.all().delete()
    made = Party.objects.bulk_create(made)
    flat = read_texts([segment], {"segment": "flat"})
    fill_many(PARTY, {party.pk: flat for party in made[:4]}, by=SYSTEM)
    return made


@pytest.fixture
def leads(cast: Cast, parties: list[Party]) -> None:
    """Two leads with an owner and a product; two customers in a territory."""
    coast = create_territory(name="Coast", by=SYSTEM)
    Party.objects.filter(pk__in=[one.pk for one in parties[:2]]).update(territory=coast)
    for number in range(2):
        made = a_lead(cast, name=f"Inquiry {number}")
        Lead.objects.filter(pk=made.pk).update(owner=cast.sara, product=cast.shed)
