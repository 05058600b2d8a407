"""Connecting a device, and customers as vCards."""

import base64
import re

from django.test import Client

from setpoint.domains.exchange.operations import address_books
from setpoint.journal.models import Fact
from setpoint.kernel.actors import Actor
from tests.cast import Cast
from tests.web.test_security import PASSWORD, sign_in


def browser_of(user) -> Client:
    user.set_password(PASSWORD)
    user.save()
    return sign_in(user)


def test_the_password_of_a_device_is_shown_once_and_opens_the_book(cast: Cast) -> None:
    browser = browser_of(cast.sara)
    browser.post("/sign-in/confirmation", {"password": PASSWORD, "next": "/settings"})

    shown = browser.post(
        "/settings/address-book/devices/new", {"name": "Phone", "scope": "customers.party:see"}
    ).content.decode()

    password = re.search(r'id="password">(sp_[^<]+)<', shown)[1]
    page = browser.get("/settings/address-book").content.decode()
    assert "http://testserver/dav/" in page
    assert "Phone" in page
    assert password not in page
    asked = Client().generic(
        "PROPFIND", "/dav/", headers={"authorization": "Basic " + _basic(f"{cast.sara.email}:{password}")}
    )
    assert asked.status_code == 207


def test_who_was_deleted_on_a_device_is_put_back(cast: Cast) -> None:
    address_books.leave_out(cast.ivan, by=Actor.of(cast.sara))
    browser = browser_of(cast.sara)
    assert "Put back" in browser.get("/settings/address-book").content.decode()

    browser.post(f"/settings/address-book/cards/{cast.ivan.pk}")

    assert "Put back" not in browser.get("/settings/address-book").content.decode()


def test_a_list_gives_the_chosen_or_all_as_vcards_and_tells_of_it(cast: Cast) -> None:
    browser = browser_of(cast.henry)
    chosen = browser.post("/customers.vcf", {"record": [cast.ivan.pk]})
    every = browser.get("/customers.vcf?kind=organisation")

    assert "FN:Ivan Petrov" in b"".join(chosen).decode()
    assert re.findall(r"FN:(.*)\r", b"".join(every).decode()) == ["Oak & Sons"]
    told = Fact.objects.filter(kind="lists.exported").order_by("pk")
    assert [(fact.data["rows"], fact.data["format"]) for fact in told] == [(1, "VCF"), (1, "VCF")]


def test_a_card_gives_its_vcard(cast: Cast) -> None:
    answer = browser_of(cast.sara).get(f"/customers/{cast.ivan.pk}/card.vcf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ivan-petrov.vcf"'
    assert b"".join(answer).startswith(b"BEGIN:VCARD\r\n")


def _basic(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
