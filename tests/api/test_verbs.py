"""Verbs: what pages do beyond making and changing records, by programs, by the same operations and rights."""

import pytest

from setpoint.api.verbs.base import VERBS
from setpoint.domains.customers.models import ContactPoint, Merge, Party
from setpoint.journal.models import Fact
from setpoint.kernel.models import Role, Team
from tests.api.conftest import errors_of
from tests.loop.bench import REASSIGN
from tests.web.conftest import a_deal


def test_a_row_of_a_card_is_added_changed_read_and_removed(cast, olgas):
    path = f"/customers/{cast.ivan.pk}/contact-points"

    made = olgas("POST", path, {"medium": "phone", "value": "+1 202 555 0143", "use": "work"}).json()
    changed = olgas("PATCH", f"{path}/{made['id']}", {"use": "fax"})
    (row,) = [one for one in olgas("GET", path).json()["items"] if one["id"] == made["id"]]
    removed = olgas("DELETE", f"{path}/{made['id']}")

    assert (made["kind"], changed.status_code, removed.status_code) == ("customers.contactpoint", 200, 200)
    assert (row["medium"], row["value"], row["use"]) == ("phone", "+1 202 555 0143", "fax")
    assert not ContactPoint.objects.filter(pk=made["id"]).exists()


def test_a_wrong_row_names_its_field_and_is_not_kept(cast, olgas):
    answer = olgas("POST", f"/customers/{cast.ivan.pk}/contact-points", {"medium": "email", "value": "nothing"})

    assert (answer.status_code, list(errors_of(answer))) == (422, ["body.value"])
    assert not ContactPoint.objects.filter(party=cast.ivan, value="nothing").exists()


def test_notes_are_written_and_taken_back(cast, olgas):
    number = olgas("POST", f"/customers/{cast.ivan.pk}/notes", {"text": "Likes oak."}).json()["result"]
    taken = olgas("DELETE", f"/customers/{cast.ivan.pk}/notes/{number}")

    assert taken.status_code == 200
    assert Fact.objects.filter(kind="customers.note_taken_back").count() == 1


def test_two_cards_become_one_and_two_again(cast, olgas):
    twin = Party.objects.create(kind="person", name="Ivan P.", created_at=cast.ivan.created_at)

    merge = olgas("POST", f"/customers/{cast.ivan.pk}/merges", {"loser": twin.pk}).json()["id"]
    undone = olgas("DELETE", f"/merges/{merge}")

    assert (undone.status_code, Merge.objects.get(pk=merge).undone_at is not None) == (200, True)


def test_lines_of_a_deal_make_its_amount(cast, olgas):
    deal = a_deal(cast)

    answer = olgas(
        "PUT", f"/deals/{deal.pk}/lines", {"lines": [{"product": cast.shed.pk, "quantity": 2, "price": 500}]}
    )
    (line,) = olgas("GET", f"/deals/{deal.pk}/lines").json()["items"]
    deal.refresh_from_db()

    assert (answer.status_code, deal.amount) == (200, 1000)
    assert (line["product"], line["quantity"], line["price"]) == (cast.shed.pk, 2, 500)


def test_one_address_takes_what_several_parts_offer(cast, olgas):
    # a list and a verb share an address, each with its method
    assert olgas("GET", "/teams").status_code == 200
    assert olgas("POST", "/teams", {"name": "East"}).status_code == 200
    wrong = olgas("PUT", "/teams", {"name": "East"})
    assert (wrong.status_code, wrong.headers["Allow"]) == (405, "GET, POST")


def test_a_seller_changes_nothing_of_an_administrator(cast, saras):
    answer = saras("PATCH", f"/roles/{cast.sara.role_id}", {"name": "Queens"})

    assert answer.status_code in {403, 404}
    assert not Role.objects.filter(name="Queens").exists()


def test_a_record_out_of_sight_is_no_record(cast, saras):
    deal = a_deal(cast, owner=cast.nora)

    assert saras("PUT", f"/deals/{deal.pk}/competitors", {"names": ["Elm"]}).status_code == 404
    assert not deal.competitors.exists()


def test_a_scope_of_a_token_bounds_verbs(cast, program):
    answer = program(cast.olga, "customers.party:see")("POST", "/teams", {"name": "East"})

    assert (answer.status_code, Team.objects.filter(name="East").exists()) == (403, False)


def test_a_correction_waits_smaller(bench, program):
    waits = bench.propose(REASSIGN)

    answer = program(bench.cast.henry)("PUT", f"/corrections/{waits.pk}/adjustment", {"units": 1})

    assert answer.status_code in {200, 422}


def test_every_verb_says_what_it_does_and_is_bounded(cast, program):
    nobody = Role.objects.create(key="nothing", name="Nothing")
    cast.mia.role = nobody
    cast.mia.save(update_fields=["role"])
    mias = program(cast.mia)
    before = Fact.objects.count()

    for one in VERBS.values():
        path = one.path
        for place in one.places:
            path = path.replace(f"{{{place}}}", "1")
        answer = mias(one.method, f"/{path}", {})
        assert one.does.endswith("."), one.name
        assert answer.status_code in {403, 404, 422}, (one.name, answer.status_code, answer.content)
    assert Fact.objects.count() == before


@pytest.mark.parametrize(
    "path", ["/stages", "/segments", "/views", "/levers", "/webhooks", "/jobs", "/fields", "/alarms"]
)
def test_rows_are_read_in_pages(cast, olgas, path):
    answer = olgas("GET", f"{path}?size=1")

    assert answer.status_code == 200
    assert len(answer.json()["items"]) <= 1


def test_many_people_go_into_teams_or_into_none(cast, olgas):
    answer = olgas("PUT", "/people/team", {"teams": {str(cast.sara.pk): cast.south.pk, str(cast.semyon.pk): None}})
    cast.sara.refresh_from_db()
    cast.semyon.refresh_from_db()

    assert (answer.status_code, cast.sara.team_id, cast.semyon.team_id) == (200, cast.south.pk, None)
