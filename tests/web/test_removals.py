"""Removing what is in use, in the browser."""

from setpoint.kernel.actors import SYSTEM
from setpoint.platform.fields.operations.values import fill, read_texts
from setpoint.platform.fields.reading import fields_of
from setpoint.platform.removing.models import Removal
from tests.cast import Cast
from tests.platform.fields.making import DEAL, a_field, said
from tests.web.conftest import SignIn, a_deal


def test_a_field_is_removed_with_its_count_and_brought_back(cast: Cast, as_person: SignIn) -> None:
    field, deal, olga = a_field("plot"), a_deal(cast), as_person(cast.olga)
    fill(DEAL, deal.pk, {"plot": "7"}, by=SYSTEM)

    page = olga.get(f"/settings/removals/field/{field.pk}").content.decode()
    olga.post(f"/settings/removals/field/{field.pk}")

    assert "It stands in <strong>1</strong> record." in page
    assert fields_of(DEAL) == []
    assert "Plot" in olga.get("/settings/removals").content.decode()
    olga.post(f"/settings/removals/{Removal.objects.get().pk}/undoing")
    assert said(deal.pk) == {"plot": "7"}


def test_a_choice_in_use_goes_nowhere_without_an_answer(cast: Cast, as_person: SignIn) -> None:
    field, deal, olga = a_field("roof", "choice"), a_deal(cast), as_person(cast.olga)
    fill(DEAL, deal.pk, read_texts([field], {"roof": "flat"}), by=SYSTEM)
    flat = field.choices.get(key="flat")

    answer = olga.post(f"/settings/removals/choice/{flat.pk}")

    assert (answer.status_code, Removal.objects.count()) == (422, 0)
    assert "Say where its records go: 1." in answer.content.decode()


def test_a_seller_removes_nothing(cast: Cast, as_person: SignIn) -> None:
    field, sara = a_field("plot"), as_person(cast.sara)

    assert sara.post(f"/settings/removals/field/{field.pk}").status_code == 403
    assert sara.get("/settings/removals").status_code == 403
    assert len(fields_of(DEAL)) == 1
