"""Personal data in the browser: consents, the archive, erasure after a look at what is there, purposes and rules."""

import io
import json
from zipfile import ZipFile

import pytest
from django.test import Client

from setpoint.domains.channels.models import Consent, Purpose, Withdrawal
from setpoint.domains.channels.operations import purposes
from setpoint.domains.customers.models import Party
from setpoint.journal.models import Forgetting
from setpoint.kernel.actors import SYSTEM
from setpoint.platform.personal.models import RetentionRule
from tests.cast import Cast
from tests.web.conftest import SignIn, queries

RULE = "/settings/personal/rules/customers.party"


@pytest.fixture
def news(cast: Cast) -> Purpose:
    return purposes.add(key="news", name="Newsletter", text="You may write to me.", by=SYSTEM)


@pytest.fixture
def olga(cast: Cast, as_person: SignIn) -> Client:
    return as_person(cast.olga)


def test_a_seller_takes_a_consent_and_its_withdrawal_down(cast: Cast, as_person: SignIn, news: Purpose) -> None:
    sara, card = as_person(cast.sara), f"/customers/{cast.ivan.pk}"
    assert "<dd>none" in sara.get(card).content.decode()

    sara.post(f"{card}/consents/{news.pk}", {"way": "phone"})

    assert "<dd>Newsletter" in sara.get(card).content.decode()
    assert "since 2 Mar 2026, text 1" in sara.get(f"{card}/personal").content.decode()
    sara.post(f"{card}/consents/{news.pk}", {"way": "email", "_method": "DELETE"})
    assert "<dd>none" in sara.get(card).content.decode()
    assert "withdrawn 2 Mar 2026, by e-mail, Sara Stone" in sara.get(f"{card}/personal").content.decode()
    assert (Consent.objects.count(), Withdrawal.objects.count()) == (1, 1)


def test_a_seller_is_offered_neither_archive_nor_erasure(cast: Cast, as_person: SignIn) -> None:
    page = as_person(cast.sara).get(f"/customers/{cast.ivan.pk}/personal").content.decode()
    assert ("Take it out as an archive" in page, "Erase for good" in page) == (False, False)


def test_the_archive_is_a_download_that_nobody_keeps(cast: Cast, olga: Client) -> None:
    answer = olga.post(f"/customers/{cast.ivan.pk}/personal/archive")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="person-{cast.ivan.pk}.zip"'
    assert answer.headers["Cache-Control"] == "no-store"
    with ZipFile(io.BytesIO(answer.getvalue())) as packed:
        assert json.loads(packed.read("person.json"))["parts"]["card"]["rows"][0]["name"] == "Ivan Petrov"


def test_erasing_asks_first_and_shows_what_is_there(cast: Cast, olga: Client) -> None:
    place = f"/customers/{cast.ivan.pk}/personal"
    assert "What is there of this person" in olga.get(place).content.decode()
    refused = olga.post(f"{place}/erasure")
    assert (refused.status_code, Forgetting.objects.count()) == (422, 0)
    assert "Tick that you have read what is erased." in refused.content.decode()

    done = olga.post(f"{place}/erasure", {"confirmed": cast.ivan.pk, "card": "on"})

    assert (done.url, Party.objects.filter(pk=cast.ivan.pk).exists()) == ("/customers", False)
    assert olga.get(place).status_code == 404


def test_other_words_make_a_new_version(olga: Client, news: Purpose) -> None:
    olga.post(f"/settings/personal/purposes/{news.pk}", {"text": "You may write and call."})
    olga.post(f"/settings/personal/purposes/{news.pk}", {"text": "You may write and call."})
    texts = [(2, "You may write and call."), (1, "You may write to me.")]
    assert list(news.texts.values_list("version", "text")) == texts
    assert olga.post(f"/settings/personal/purposes/{news.pk}", {"text": " "}).status_code == 422
    olga.post(f"/settings/personal/purposes/{news.pk}", {"_method": "DELETE"})
    assert "Newsletter" not in olga.get("/settings/personal").content.decode()


def test_a_purpose_is_added_once(olga: Client, news: Purpose) -> None:
    new = {"key": "calls", "name": "Calls", "text": "You may call me."}
    assert olga.post("/settings/personal/purposes", new).status_code == 303
    again = olga.post("/settings/personal/purposes", new)
    assert (again.status_code, Purpose.objects.count()) == (422, 2)


def test_a_rule_is_counted_before_it_is_set(olga: Client, cast: Cast) -> None:
    rule = {"customers.party-days": "365", "customers.party-deed": "erase"}
    counted = olga.post(RULE, rule | {"do": "count"})
    assert "Tonight this concerns 0 records (365 days)." in counted.content.decode()
    assert RetentionRule.objects.count() == 0
    olga.post(RULE, rule)
    assert RetentionRule.objects.get().days == 365
    assert olga.post(RULE, rule | {"customers.party-days": "1"}).status_code == 422
    olga.post(RULE, {"_method": "DELETE"})
    assert RetentionRule.objects.count() == 0


def test_consents_cost_a_card_one_query_however_many(cast: Cast, olga: Client, news: Purpose) -> None:
    place = f"/customers/{cast.ivan.pk}"
    before = queries(olga, place), queries(olga, f"{place}/personal")
    for key in ("calls", "data"):
        more = purposes.add(key=key, name=key, text=key, by=SYSTEM)
        olga.post(f"{place}/consents/{more.pk}", {"way": "phone"})
    assert (queries(olga, place), queries(olga, f"{place}/personal")) == before
