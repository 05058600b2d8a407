"""Fields and kinds of an administrator in imports: recognised, written, refused with the reason, undone."""

from dataclasses import replace
from decimal import Decimal

from setpoint.domains.customers.models import Party
from setpoint.kernel.actors import Actor
from setpoint.platform.fields.models import NumberValue
from setpoint.platform.importing import undoing
from setpoint.platform.importing.uploads import upload
from setpoint.platform.objects.models import ObjectRecord
from tests.platform.fields.making import PARTY, a_field, said
from tests.platform.importing.helpers import files, finished, imported
from tests.platform.objects.test_kinds import MACHINE, machines


def test_columns_of_a_file_fill_fields_and_undoing_takes_them_away(cast):
    a_field("area", "number", kind=PARTY)
    a_field("segment", "choice", kind=PARTY)
    olga = Actor.of(cast.olga)

    run = imported(olga, accounts="Account,Sector,Area,SEGMENT\nPine Ltd,retail,12,Flat\nFir Ltd,retail,,dome\n")

    file = run.files.get()
    assert (file.created, file.refused) == (1, 1)
    pine = Party.objects.get(name="Pine Ltd")
    assert said(pine.pk, PARTY)["area"] == Decimal(12)
    assert said(pine.pk, PARTY)["segment"].key == "flat"
    assert "cannot be chosen" in file.refusals.get().problems[0]["params"]["reason"]
    undoing.undo(run, by=olga)
    run.refresh_from_db()
    undoing.work_back(run)
    assert not NumberValue.objects.exists()


def test_records_of_a_kind_of_ones_own_are_imported(cast):
    machines()
    a_field("power", "number", kind=MACHINE)
    olga = Actor.of(cast.olga)
    given = files(machines="Name,Power\nBand saw,2\nPlane,3\n")
    given = [replace(given[0], kind=MACHINE)]

    finished(upload(given, by=olga), olga)

    assert list(ObjectRecord.objects.order_by("pk").values_list("name", flat=True)) == ["Band saw", "Plane"]
    assert said(ObjectRecord.objects.get(name="Plane").pk, MACHINE) == {"power": Decimal(3)}
