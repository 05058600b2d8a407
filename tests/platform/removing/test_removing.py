"""What is in use is removed with a count, its rows go where one says, and all of it can be undone."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import parties
from setpoint.journal.models import Fact
from setpoint.kernel import job_orders
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.jobs import discover
from setpoint.kernel.jobs_worker import run_next
from setpoint.kernel.models import Job, Role, Territory, User
from setpoint.kernel.permissions import registered_kinds
from setpoint.kernel.placing import give_roles, give_territories
from setpoint.kernel.trees_changed import create_territory
from setpoint.platform.fields.operations.values import fill, read_texts
from setpoint.platform.fields.reading import fields_of
from setpoint.platform.objects.operations import records
from setpoint.platform.removing import jobs as removal_jobs
from setpoint.platform.removing.models import Removal, RemovalState
from setpoint.platform.removing.operations import remove, undo
from setpoint.platform.removing.registry import REMOVABLE
from tests.platform.fields.making import DEAL, a_field, said
from tests.platform.fields.test_values import a_deal
from tests.platform.objects.test_kinds import MACHINE, machines


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(removal_jobs, "CHUNK", 2)
    discover()


def work():
    while run_next("tests"):
        pass


def test_a_field_removed_is_hidden_everywhere_and_comes_back_with_what_it_said(cast):
    field, deal = a_field("plot"), a_deal(cast)
    fill(DEAL, deal.pk, {"plot": "7"}, by=SYSTEM)

    removal = remove("field", field.pk, by=SYSTEM)
    assert (removal.rows, removal.state, fields_of(DEAL), said(deal.pk)) == (1, RemovalState.DONE, [], {})

    undo(removal, by=SYSTEM)
    assert said(deal.pk) == {"plot": "7"}


def test_values_go_to_another_field_of_another_type_and_back(cast):
    old, new = a_field("size"), a_field("area", "number")
    deals = [a_deal(cast) for _text in range(5)]
    for deal, text in zip(deals, ("12", "14", "large", "9", ""), strict=True):
        fill(DEAL, deal.pk, {"size": text}, by=SYSTEM)
    fill(DEAL, deals[3].pk, {"area": Decimal(10)}, by=SYSTEM)

    removal = remove("field", old.pk, goes_to=new.pk, by=SYSTEM)
    work()

    removal.refresh_from_db()
    assert (removal.rows, removal.moved, removal.state) == (4, 2, RemovalState.DONE)
    assert [said(deal.pk).get("area") for deal in deals] == [12, 14, None, 10, None]
    moved = Fact.objects.filter(kind="fields.filled", about_id=deals[0].pk).latest("pk")
    assert moved.changes == {"area": [None, "12"]}

    fill(DEAL, deals[1].pk, {"area": Decimal(15)}, by=SYSTEM)
    undo(removal, by=SYSTEM)
    work()

    removal.refresh_from_db()
    assert removal.state == RemovalState.UNDONE
    assert [said(deal.pk).get("area") for deal in deals] == [None, 15, None, 10, None]
    assert [said(deal.pk).get("size") for deal in deals] == ["12", "14", "large", "9", None]


def test_the_old_name_stays_in_facts(cast):
    field, deal = a_field("plot"), a_deal(cast)
    fill(DEAL, deal.pk, {"plot": "7"}, by=SYSTEM)

    remove("field", field.pk, by=SYSTEM)

    assert Fact.objects.get(kind="fields.filled").data["labels"]["plot"]["en"] == "Plot"
    assert Fact.objects.get(kind="removing.begun").data["name"] == "Plot"


def test_a_field_that_a_formula_needs_stays(cast):
    field = a_field("area", "number")
    a_field("twice", "formula", settings={"formula": "area * 2"})

    with pytest.raises(ValidationError, match="Formulas need it: Twice"):
        remove("field", field.pk, by=SYSTEM)

    assert (len(fields_of(DEAL)), Removal.objects.count()) == (2, 0)


def test_a_key_that_was_taken_since_is_not_taken_back(cast):
    removal = remove("field", a_field("plot").pk, by=SYSTEM)
    a_field("plot")

    with pytest.raises(ValidationError, match="Its key “plot” is taken by another field now"):
        undo(removal, by=SYSTEM)

    assert len(fields_of(DEAL)) == 1


@pytest.mark.parametrize("type_", ["choice", "choices"])
def test_a_choice_in_use_asks_where_its_records_go(cast, type_):
    field = a_field("roof", type_)
    gable, flat = field.choices.all()
    deals = [a_deal(cast) for _number in range(3)]
    for deal in deals:
        fill(DEAL, deal.pk, read_texts([field], {"roof": "flat"}), by=SYSTEM)

    with pytest.raises(ValidationError, match="Say where its records go: 3"):
        remove("choice", flat.pk, by=SYSTEM)
    removal = remove("choice", flat.pk, goes_to=gable.pk, by=SYSTEM)
    work()

    keys = {"choice": "gable", "choices": ("gable",)}
    shown = [value.key if type_ == "choice" else tuple(one.key for one in value) for value in roofs(deals)]
    assert shown == [keys[type_]] * 3
    removal.refresh_from_db()
    undo(removal, by=SYSTEM)
    work()
    assert {str(value if type_ == "choice" else value[0]) for value in roofs(deals)} == {"Flat"}


def roofs(deals):
    return [said(deal.pk)["roof"] for deal in deals]


def test_a_kind_of_record_goes_with_its_records_and_comes_back(cast):
    kind = machines()
    saw = records.create(kind, name="Band saw", by=SYSTEM)

    removal = remove("kind", kind.pk, by=SYSTEM)
    assert (removal.rows, MACHINE in registered_kinds()) == (1, False)

    undo(removal, by=SYSTEM)
    saw.refresh_from_db()
    assert MACHINE in registered_kinds()


@pytest.mark.parametrize("what", sorted(REMOVABLE))
def test_only_those_who_may_remove(cast, what):
    thing = {
        "field": lambda: a_field("plot").pk,
        "choice": lambda: a_field("roof", "choice").choices.first().pk,
        "kind": lambda: machines().pk,
        "role": lambda: cast.sara.role_id,
        "stage": lambda: cast.stages[1].pk,
        "territory": lambda: create_territory(name="North", by=SYSTEM).pk,
    }[what]()

    with pytest.raises(PermissionDenied):
        remove(what, thing, by=Actor.of(cast.sara))

    assert not Removal.objects.exists()


def test_people_of_a_removed_role_get_another_and_theirs_back(cast):
    seller, head = cast.sara.role, cast.henry.role
    give_roles(cast.mia, cast.mia.role, [seller], by=SYSTEM)

    removal = remove("role", seller.pk, goes_to=head.pk, by=SYSTEM)
    work()

    removal.refresh_from_db()
    assert (removal.rows, removal.moved, removal.state) == (5, 5, RemovalState.DONE)
    assert {user.role for user in User.objects.filter(name__in=("Sara Stone", "Stan Strange"))} == {head}
    assert list(cast.mia.further_roles.all()) == [head]
    assert Role.objects.filter(removed_at__isnull=False).get() == seller

    undo(removal, by=SYSTEM)
    work()
    cast.sara.refresh_from_db()
    assert (cast.sara.role, list(cast.mia.further_roles.all())) == (seller, [seller])
    assert User.objects.get(pk=cast.henry.pk).role == head


def test_a_role_in_use_asks_where_its_people_go_and_the_last_of_administrators_stays(cast):
    with pytest.raises(ValidationError):
        remove("role", cast.sara.role_id, by=SYSTEM)
    with pytest.raises(ValidationError, match="Nobody could change rights"):
        remove("role", cast.olga.role_id, goes_to=cast.sara.role_id, by=SYSTEM)
    assert not Removal.objects.exists()


def test_customers_and_people_of_a_removed_territory_go_to_another(cast):
    north, south = create_territory(name="North", by=SYSTEM), create_territory(name="South", by=SYSTEM)
    parties.change(cast.oak, {"territory": north}, by=SYSTEM)
    parties.change(cast.ivan, {"territory": north}, by=SYSTEM)
    give_territories(cast.sara, [north], by=SYSTEM)

    removal = remove("territory", north.pk, goes_to=south.pk, by=SYSTEM)
    work()

    removal.refresh_from_db()
    assert (removal.rows, removal.moved) == (3, 3)
    assert {party.territory for party in Party.objects.all()} == {south}
    assert list(cast.sara.territories.all()) == [south]

    undo(removal, by=SYSTEM)
    work()
    assert {party.territory for party in Party.objects.all()} == {north}
    assert list(cast.sara.territories.all()) == [north]


def test_a_territory_with_others_below_stays(cast):
    north = create_territory(name="North", by=SYSTEM)
    create_territory(name="Far North", parent=north, by=SYSTEM)
    with pytest.raises(ValidationError, match="lie below"):
        remove("territory", north.pk, by=SYSTEM)
    assert not Territory.objects.filter(removed_at__isnull=False).exists()


def test_a_removal_cancelled_on_its_way_brings_back_what_has_gone(cast, monkeypatch):
    old, new = a_field("size"), a_field("area", "number")
    deals = [a_deal(cast) for _text in range(5)]
    for deal in deals:
        fill(DEAL, deal.pk, {"size": "12"}, by=SYSTEM)
    removal = remove("field", old.pk, goes_to=new.pk, by=SYSTEM)
    there = removal_jobs._there

    def cancelled_after_the_first_chunk(row):
        count = there(row)
        job_orders.cancel(Job.objects.get(name=removal_jobs.JOB).pk, by=Actor.of(cast.olga))
        monkeypatch.setattr(removal_jobs, "_there", there)
        return count

    monkeypatch.setattr(removal_jobs, "_there", cancelled_after_the_first_chunk)
    work()

    removal.refresh_from_db()
    assert (removal.state, removal.moved) == (RemovalState.UNDONE, 2)
    assert [said(deal.pk) for deal in deals] == [{"size": "12"}] * 5
