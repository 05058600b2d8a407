"""Customers lie in territories by rules and by name; a cutting anew is looked at, applied and taken back."""

import pytest
from django.core.exceptions import ValidationError

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.models import Recut, RecutState, TerritoryRule
from setpoint.domains.sales.operations import intake, recuts
from setpoint.domains.sales.operations.intake import Inquiry
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.models import Territory
from setpoint.kernel.trees_changed import create_territory
from tests.cast import Cast
from tests.platform.search.helpers import run_jobs as work_all


@pytest.fixture
def west(cast: Cast) -> Territory:
    return create_territory(name="West", by=SYSTEM)


@pytest.fixture
def east(cast: Cast) -> Territory:
    return create_territory(name="East", by=SYSTEM)


def rules(west: Territory, east: Territory) -> None:
    recuts.set_rules(
        [
            TerritoryRule(territory=west, conditions=[["country", "is", "Germany"], ["employees", "from", "50"]]),
            TerritoryRule(territory=east, conditions=[["kind", "is", "organisation"]]),
        ],
        by=SYSTEM,
    )


def where() -> dict[str, str | None]:
    return dict(Party.objects.filter(kind="organisation").values_list("name", "territory__name"))


def test_a_cutting_is_looked_at_applied_and_taken_back(cast: Cast, west: Territory, east: Territory) -> None:
    parties.create(kind="organisation", name="Berlin Bau", country="Germany", employees=80, by=SYSTEM)
    acme = parties.create(kind="organisation", name="Acme", country="Germany", employees=80, by=SYSTEM)
    parties.change(cast.oak, {"territory": west}, by=SYSTEM)
    rules(west, east)
    recuts.name_account(acme, east, by=SYSTEM)
    before = where()
    recut = recuts.draft(by=SYSTEM)
    work_all()
    moved = sorted(recut.rows.values_list("party__name", "before__name", "after__name"))
    assert moved == [("Acme", None, "East"), ("Berlin Bau", None, "West"), ("Oak & Sons", "West", "East")]
    assert where() == before
    recuts.apply(recut, by=SYSTEM)
    work_all()
    assert where() == {"Acme": "East", "Berlin Bau": "West", "Oak & Sons": "East"}
    recuts.undo(Recut.objects.get(), by=SYSTEM)
    work_all()
    assert (where(), Recut.objects.get().state) == (before, RecutState.UNDONE)


def test_a_rule_that_means_nothing_is_refused_and_the_others_stay(cast: Cast, west: Territory, east: Territory) -> None:
    rules(west, east)
    with pytest.raises(ValidationError, match="moon full"):
        recuts.set_rules([TerritoryRule(territory=west, conditions=[["moon", "is", "full"]])], by=SYSTEM)
    assert TerritoryRule.objects.count() == 2


def test_a_cutting_that_was_not_worked_out_is_not_applied(cast: Cast, west: Territory, east: Territory) -> None:
    recut = recuts.draft(by=SYSTEM)
    with pytest.raises(ValidationError, match="not ready"):
        recuts.apply(recut, by=SYSTEM)
    with pytest.raises(ValidationError, match="at work"):
        recuts.draft(by=SYSTEM)


def test_a_new_lead_lies_where_the_rules_put_its_customer(cast: Cast, west: Territory, east: Territory) -> None:
    rules(west, east)
    lead = intake.receive(Inquiry(source="site", organisation="Munich Holz"), by=SYSTEM)
    assert lead.territory == east
