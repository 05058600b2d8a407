"""What programs read: the records that their people see, in the language of lists."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import errors_of
from tests.platform.fields.making import DEAL, a_field
from tests.web.conftest import a_deal


def test_a_token_tells_for_whom_it_acts(cast, olgas):
    answer = olgas("GET", "/me")

    assert answer.json() == {
        "id": cast.olga.pk,
        "name": "Olga Owen",
        "email": "olga.owen@tidewater.example",
        "language": "en",
        "scopes": ["*:*"],
    }


def test_without_a_token_nothing_is_told(cast, client):
    answer = client.get("/api/v1/customers")

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json()["detail"] == "Send “Authorization: Bearer …” with a token that is valid."


def test_an_address_that_is_none_is_answered_to_programs_in_their_way_whatever_it_holds(cast, olgas):
    for address in ("/nowhere", "/records/of%0Aall/370"):
        answer = olgas("GET", address)
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_a_record_says_what_its_list_shows(cast, olgas):
    deal = a_deal(cast, customer=cast.ivan, amount=480_050)

    answer = olgas("GET", f"/deals/{deal.pk}?fields=name,customer,stage,amount,owner")

    assert answer.json() == {
        "id": deal.pk,
        "name": deal.name,
        "customer": {"id": cast.ivan.pk, "name": "Ivan Petrov", "kind": "customers.party"},
        "stage": {"id": cast.stages[0].pk, "name": "Qualification", "kind": "sales.stage"},
        "amount": {"amount": "4800.50", "currency": "USD"},
        "owner": {"id": cast.sara.pk, "name": "Sara Stone", "kind": "kernel.user"},
    }


def test_what_stands_behind_a_link_comes_with_it_when_asked(cast, olgas):
    a_deal(cast, customer=cast.ivan)

    (deal,) = olgas("GET", "/deals?fields=customer&expand=customer").json()["items"]

    assert deal["customer"]["record"]["email"] == "ivan@petrov.example"


def test_a_list_is_filtered_and_sorted_as_on_its_page(cast, olgas):
    for name, amount in (("Small", 100), ("Big", 900_000), ("Bigger", 950_000)):
        a_deal(cast, name=name, amount=amount)
    wanted = json.dumps({"all": [["amount", "from", "5000"]]})

    answer = olgas("GET", f"/deals?filter={wanted}&sort=-amount&fields=name")

    assert [item["name"] for item in answer.json()["items"]] == ["Bigger", "Big"]


def test_pages_follow_each_other(cast, olgas):
    for number in range(5):
        a_deal(cast, name=f"Shed {number}")

    first = olgas("GET", "/deals?sort=name&size=2&fields=name").json()
    second = olgas("GET", f"/deals?sort=name&size=2&fields=name&after={first['next']}").json()
    third = olgas("GET", f"/deals?sort=name&size=2&fields=name&after={second['next']}").json()

    pages = [[item["name"] for item in page["items"]] for page in (first, second, third)]
    assert pages == [["Shed 0", "Shed 1"], ["Shed 2", "Shed 3"], ["Shed 4"]]
    assert third["next"] is None


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("fields=colour", "query.fields"),
        ("filter=[1]", "query.filter"),
        ("filter={", "query.filter"),
        ("sort=reason", "query.filter"),
        ("expand=name", "query.expand"),
        ("size=0", "query.size"),
        ("size=many", "query.size"),
    ],
)
def test_a_question_that_cannot_be_answered_names_its_place(cast, olgas, asked, path):
    answer = olgas("GET", f"/deals?{asked}")

    assert answer.status_code == 422
    assert path in errors_of(answer)


def test_a_seller_reads_no_deal_of_another_team(cast, saras):
    theirs = a_deal(cast, owner=cast.nora)

    assert saras("GET", f"/deals/{theirs.pk}").status_code == 404
    assert saras("GET", "/deals").json()["items"] == []


def test_a_token_reads_no_further_than_its_scopes(cast, program):
    deal = a_deal(cast)
    narrow = program(cast.olga, "customers.party:see")

    assert narrow("GET", f"/deals/{deal.pk}").status_code == 404
    assert len(narrow("GET", "/customers").json()["items"]) == 2


def test_fields_of_an_administrator_are_told(cast, olgas):
    a_field("roof")
    deal = a_deal(cast)

    olgas("PATCH", f"/deals/{deal.pk}", {"fields": {"roof": "green"}})

    assert olgas("GET", f"/deals/{deal.pk}?fields=fields").json() == {"id": deal.pk, "fields": {"roof": "green"}}


def test_what_was_read_already_is_not_sent_again(cast, olgas):
    mark = olgas("GET", f"/customers/{cast.ivan.pk}").headers["ETag"]

    assert olgas("GET", f"/customers/{cast.ivan.pk}", if_none_match=mark).status_code == 304


@pytest.mark.parametrize("path", ["/deals?expand=customer", "/customers"])
def test_the_number_of_queries_does_not_grow_with_rows(cast, olgas, path):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert olgas("GET", path).status_code == 200
        return len(queries)

    a_field("roof", kind=DEAL)
    a_deal(cast, customer=cast.ivan)
    # the first request of a minute notes that the token was used
    count()
    few = count()
    for _ in range(2):
        a_deal(cast, customer=cast.oak)

    assert count() == few


def test_the_schema_names_every_endpoint(cast, client):
    schema = client.get("/api/v1/openapi.json").json()

    assert schema["openapi"] == "3.1.0"
    told = {operation["operationId"] for path in schema["paths"].values() for operation in path.values()}
    assert {"list_deals", "get_deals", "create_deals", "change_deals", "bulk_deals", "close_deal", "me"} <= told
    assert len(told) == sum(len(path) for path in schema["paths"].values())
