"""Kinds of record of one's own as people meet them."""

from decimal import Decimal

import pytest

from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.models import Role
from setpoint.platform.objects.models import ObjectRecord
from setpoint.platform.objects.operations import records
from tests.cast import Cast
from tests.platform.fields.making import a_field
from tests.platform.objects.test_kinds import MACHINE, machines, sellers
from tests.web.conftest import SignIn, queries


def test_an_administrator_creates_a_kind_and_a_seller_works_with_it_in_the_browser(
    cast: Cast, as_person: SignIn
) -> None:
    olga, sara, mia = (as_person(person) for person in (cast.olga, cast.sara, cast.mia))
    seller = Role.objects.get(key="seller").pk
    given = {"name_en": "Machine", "plural_en": "Machines", "key": "machine", "roles": [seller]}

    assert olga.post("/settings/kinds/new", given).headers["Location"] == f"/settings/fields/{MACHINE}"
    a_field("power", "number", kind=MACHINE, listed=True, required_from=0)
    asked = {"name": "Band saw", "owner": cast.sara.pk}
    assert sara.post("/records/machine/new", asked).status_code == 422
    made = sara.post("/records/machine/new", asked | {"field_power": "2"})

    saw = ObjectRecord.objects.get()
    assert made.headers["Location"] == f"/records/machine/{saw.pk}"
    page = sara.get(
        "/records/machine?filter={%22all%22:[[%22f.power%22,%22from%22,%221%22]]}&sort=-f.power"
    ).content.decode()
    assert "Band saw" in page
    assert '<td data-label="Power" class="num">2</td>' in page
    assert "Sara Stone added “Band saw”" in sara.get(f"/records/machine/{saw.pk}").content.decode()
    assert 'href="/records"' in sara.get("/deals").content.decode()
    assert 'href="/records"' not in mia.get("/customers").content.decode()
    assert mia.get("/records/machine").status_code == 404
    assert mia.get(f"/records/machine/{saw.pk}").status_code == 404
    assert sara.get("/settings/kinds").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_takes_the_same_queries_for_one_record_as_for_three(cast, as_person, count):
    kind = machines(roles=sellers())
    a_field("power", "number", kind=MACHINE, listed=True)
    for number in range(count):
        records.create(kind, name=f"Saw {number}", owner=cast.sara, fields={"power": Decimal(number)}, by=SYSTEM)

    assert queries(as_person(cast.sara), "/records/machine") == 17
