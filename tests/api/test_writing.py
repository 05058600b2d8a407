"""What programs write: by the operations of pages, once for each idempotency key, never over somebody's change."""

import pytest

from setpoint.domains.customers.models import Party
from setpoint.domains.sales.models import Deal
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.limits.operations import change
from tests.api.conftest import errors_of
from tests.platform.fields.making import a_field
from tests.web.conftest import a_deal

ANNA = {"kind": "person", "name": "Anna Ash", "email": "anna@ash.example"}


def test_a_customer_is_made(cast, olgas):
    answer = olgas("POST", "/customers", ANNA)

    anna = Party.objects.get(name="Anna Ash")
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/api/v1/customers/{anna.pk}")
    assert answer.json()["email"] == "anna@ash.example"
    fact = Fact.objects.filter(kind="customers.created", about_id=anna.pk).get()
    assert (fact.actor_label, fact.door) == ("Olga Owen", "api")


def test_a_deal_begins_where_the_company_begins(cast, saras):
    answer = saras("POST", "/deals", {"name": "Cedar shed", "customer": cast.ivan.pk, "amount": "4800"})

    deal = Deal.objects.get(pk=answer.json()["id"])
    assert (deal.stage, deal.owner, deal.amount, deal.currency) == (cast.stages[0], cast.sara, 480_000, "USD")


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"kind": "person"}, {"body.name": "Field required"}),
        ({**ANNA, "colour": "red"}, {"body.colour": "Extra inputs are not permitted"}),
        ({**ANNA, "email": "no"}, {"body.email": "Enter a valid email address."}),
        ({**ANNA, "employer": 999}, {"body.employer": "There is no record 999, or you do not see it."}),
        ({**ANNA, "fields": {"roof": 1}}, {"body.fields.roof": "There is no such field."}),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_made(cast, olgas, body, wrong):
    before = Fact.objects.count()

    answer = olgas("POST", "/customers", body)

    assert (answer.status_code, errors_of(answer)) == (422, wrong)
    assert (Party.objects.count(), Fact.objects.count()) == (2, before)


@pytest.mark.parametrize("body", ["[1]", "{", "null", '"x"', "[" * 5000 + "]" * 5000])
def test_a_body_that_is_none_is_refused(cast, olgas, body):
    answer = olgas._client.generic("POST", "/api/v1/customers", body, content_type="application/json")

    assert answer.status_code in {400, 422}
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_seller_gives_no_deal_to_another_team(cast, saras):
    answer = saras("POST", "/deals", {"name": "Shed", "owner": cast.sara.pk})
    refused = saras("POST", "/deals", {"name": "Shed", "owner": cast.nora.pk})

    assert (answer.status_code, refused.status_code) == (201, 422)
    assert Deal.objects.count() == 1


def test_a_change_moves_reassigns_and_fills(cast, olgas):
    a_field("roof")
    deal = a_deal(cast)

    answer = olgas(
        "PATCH",
        f"/deals/{deal.pk}",
        {"amount": "99.5", "stage": cast.stages[2].pk, "owner": cast.semyon.pk, "fields": {"roof": "green"}},
    )

    deal.refresh_from_db()
    assert (deal.amount, deal.stage, deal.owner) == (9_950, cast.stages[2], cast.semyon)
    assert answer.json()["fields"] == {"roof": "green"}


def test_a_change_of_what_was_read_before_somebody_elses_change_is_refused(cast, olgas):
    mark = olgas("GET", f"/customers/{cast.oak.pk}").headers["ETag"]
    olgas("PATCH", f"/customers/{cast.oak.pk}", {"sector": "Hotels"})

    answer = olgas("PATCH", f"/customers/{cast.oak.pk}", {"sector": "Farms"}, if_match=mark)

    cast.oak.refresh_from_db()
    assert (answer.status_code, cast.oak.sector) == (412, "Hotels")


def test_a_repeat_under_the_same_key_changes_nothing(cast, olgas):
    first = olgas("POST", "/customers", ANNA, idempotency_key="k1")
    again = olgas("POST", "/customers", ANNA, idempotency_key="k1")

    assert (again.status_code, again.content, again.headers["Idempotent-Replayed"]) == (201, first.content, "true")
    assert Party.objects.filter(name="Anna Ash").count() == 1


def test_a_key_is_good_for_one_request_only(cast, olgas):
    olgas("POST", "/customers", ANNA, idempotency_key="k1")

    answer = olgas("POST", "/customers", {**ANNA, "name": "Bella"}, idempotency_key="k1")

    assert errors_of(answer).keys() == {"header.Idempotency-Key"}


def test_a_refused_request_may_be_mended_under_its_key(cast, olgas):
    olgas("POST", "/customers", {"kind": "person"}, idempotency_key="k1")

    assert olgas("POST", "/customers", ANNA, idempotency_key="k1").status_code == 201


def test_a_deal_is_won_and_opened_again(cast, olgas):
    deal = a_deal(cast)

    won = olgas("POST", f"/deals/{deal.pk}/closure", {"outcome": "won", "amount": "5000"})
    opened = olgas("DELETE", f"/deals/{deal.pk}/closure")

    assert (won.json()["outcome"], won.json()["amount"]["amount"]) == ("won", "5000.00")
    assert (opened.status_code, opened.json()["outcome"]) == (200, None)


def test_a_lost_deal_needs_its_reason(cast, olgas):
    deal = a_deal(cast)

    answer = olgas("POST", f"/deals/{deal.pk}/closure", {"outcome": "lost"})

    assert errors_of(answer) == {"body.reason": "Say why the deal was lost."}
    assert Deal.objects.get(pk=deal.pk).closed_at is None


def test_a_touch_is_written_down(cast, saras):
    deal = a_deal(cast)

    answer = saras("POST", f"/deals/{deal.pk}/touches", {"kind": "call", "text": "Wants oak."})

    assert answer.status_code == 201
    assert Fact.objects.filter(kind="sales.deal_touched", about_id=deal.pk, channel="call").count() == 1


def test_one_too_many_is_told_when_to_come_again(cast, olgas):
    change({"rate.token": 2}, by=SYSTEM)

    first, second, third = (olgas("GET", "/me") for _ in range(3))

    assert [answer.headers["RateLimit-Remaining"] for answer in (first, second, third)] == ["1", "0", "0"]
    assert (third.status_code, third.headers["Retry-After"] != "0") == (429, True)
