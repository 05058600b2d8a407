"""The loop through the API: what happened, how goals stand, what is decided on corrections."""

from setpoint.domains.sales.operations import deals
from setpoint.kernel.actors import SYSTEM
from setpoint.loop.act.models import Correction
from tests.loop.bench import REASSIGN
from tests.web.conftest import a_deal


def test_facts_are_read_on_from_the_last_one(cast, olgas):
    deal = a_deal(cast)
    first = olgas("GET", "/facts?kind=sales.deal_opened").json()["items"]
    deals.win(deal, by=SYSTEM)

    later = olgas("GET", f"/facts?after={first[-1]['id']}&kind=sales.deal_won").json()

    assert [fact["about"] for fact in later["items"]] == [{"kind": "sales.deal", "id": deal.pk}]
    assert later["items"][0]["sentence"].startswith("Setpoint won the deal")


def test_a_seller_hears_nothing_of_deals_of_others(cast, saras):
    theirs = a_deal(cast, owner=cast.nora)

    assert saras("GET", "/facts?kind=sales.deal_opened").json()["items"] == []
    assert saras("GET", f"/deals/{theirs.pk}/timeline").status_code == 404


def test_the_timeline_of_a_customer_tells_what_happened_to_his_deals(cast, olgas):
    a_deal(cast, customer=cast.ivan)

    items = olgas("GET", f"/customers/{cast.ivan.pk}/timeline").json()["items"]

    assert [fact["type"] for fact in items] == ["sales.deal_opened", "customers.created"]


def test_a_correction_is_applied_and_taken_back(bench, program):
    waiting = bench.propose(REASSIGN)
    henrys = program(bench.cast.henry)

    (told,) = henrys("GET", "/corrections?waiting=true").json()["items"]
    applied = henrys("POST", f"/corrections/{waiting.pk}/approval")
    undone = henrys("DELETE", f"/corrections/{waiting.pk}/approval")

    assert (told["id"], told["state"]) == (waiting.pk, "proposed")
    assert (applied.json()["state"], undone.json()["state"]) == ("executed", "undone")


def test_a_seller_decides_nothing(bench, program):
    waiting = bench.propose(REASSIGN)

    answer = program(bench.cast.sara)("POST", f"/corrections/{waiting.pk}/approval")

    assert (answer.status_code, Correction.objects.get(pk=waiting.pk).state) == (403, "proposed")


def test_a_correction_is_declined_with_a_reason(bench, program):
    waiting = bench.propose(REASSIGN)
    henrys = program(bench.cast.henry)

    nothing = henrys("POST", f"/corrections/{waiting.pk}/refusal", {"reason": "mood"})
    answer = henrys("POST", f"/corrections/{waiting.pk}/refusal", {"reason": "capacity"})

    assert (nothing.status_code, answer.json()["state"]) == (422, "declined")
