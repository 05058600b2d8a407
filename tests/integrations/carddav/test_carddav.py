"""The customers that somebody sees are the address book of his devices, which change them by the rights he has."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from setpoint.domains.customers.models import ContactPoint, Occasion, Party, PostalAddress
from setpoint.domains.customers.operations import merges, parties
from setpoint.domains.exchange.models import LeftOut
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.limits import operations as limits
from setpoint.kernel.models import FieldRight, Grant, Role, Territory
from tests.cast import Cast
from tests.integrations.carddav.device import Device, told

NINA = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Telephone//\r\nUID:nina-1\r\nFN:Nina North\r\nN:North;Nina;;Dr.;\r\n"
    "ORG:Harbour Inn\r\nTITLE:Owner\r\nitem1.TEL;type=pref:+1 503 555 0142\r\nitem1.X-ABLabel:Boat\r\n"
    "EMAIL;TYPE=INTERNET,WORK:nina@harbour.example\r\nEMAIL:not an address\r\nBDAY:1980-04-30\r\n"
    "ADR;TYPE=work:;;Pier 4;Portland;OR;97201;USA\r\nX-SOCIALPROFILE;type=x:https://x.example/nina\r\n"
    "NOTE:Likes larch\r\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n SkZJRg==\r\nEND:VCARD\r\n"
)


@pytest.fixture
def phone(cast: Cast) -> Device:
    return Device(cast.sara)


def facts(party: Party) -> list[str]:
    return list(Fact.objects.about("customers.party", [party.pk]).order_by("pk").values_list("kind", flat=True))


def test_a_device_that_knows_the_host_alone_finds_the_book(phone: Device) -> None:
    assert Client().get("/.well-known/carddav").headers["Location"] == "/dav/"
    me = phone.properties("/dav/", "current-user-principal")["/dav/"]["current-user-principal"]
    home = phone.properties(me, "c:addressbook-home-set")[me]["addressbook-home-set"]
    books = phone.properties(home, "resourcetype", "displayname", depth="1")

    assert books[phone.book] == {
        "resourcetype": "collection addressbook",
        "displayname": "Customers of Tidewater Sheds",
    }


def test_it_says_what_it_can(phone: Device) -> None:
    answer = Client().options(phone.book)
    assert (answer.headers["DAV"], answer.headers["Allow"]) == (
        "1, 3, access-control, addressbook",
        "OPTIONS, PROPFIND, PROPPATCH, REPORT",
    )


def test_without_a_password_that_is_made_for_it_nobody_comes_in(cast: Cast, phone: Device) -> None:
    answer = Client().generic("PROPFIND", "/dav/")
    assert (answer.status_code, answer.headers["WWW-Authenticate"][:5]) == (401, "Basic")
    assert Client(headers={"authorization": "Basic c2FyYTpndWVzcw=="}).get(phone.book + "x.vcf").status_code == 401
    assert phone.ask("PROPFIND", f"/dav/{cast.olga.pk}/").status_code == 404


def test_the_book_holds_the_customers_that_one_sees(cast: Cast, phone: Device) -> None:
    north = Territory.objects.create(name="North")
    cast.sara.territories.add(north)
    parties.change(cast.ivan, {"territory": north}, by=SYSTEM)
    Grant.objects.filter(role=cast.sara.role, kind="customers.party").update(scope="territory")

    assert list(phone.etags()) == [f"{phone.book}setpoint-{cast.ivan.pk}.vcf"]
    assert phone.get(f"setpoint-{cast.oak.pk}.vcf").status_code == 404


def test_a_card_is_given_as_a_vcard_with_its_mark(cast: Cast, phone: Device) -> None:
    answer = phone.get(f"setpoint-{cast.ivan.pk}.vcf")

    lines = answer.content.decode().split("\r\n")
    assert lines[:4] == ["BEGIN:VCARD", "VERSION:3.0", "FN:Ivan Petrov", "N:;;;;"]
    assert "EMAIL;TYPE=internet,work,pref:ivan@petrov.example" in lines
    assert answer.headers["ETag"] == phone.etags()[f"{phone.book}setpoint-{cast.ivan.pk}.vcf"]
    again = phone.client.get(phone.book + f"setpoint-{cast.ivan.pk}.vcf", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_what_a_device_writes_is_on_the_card_and_comes_back_as_it_was_written(phone: Device) -> None:
    made = phone.put("nina.vcf", NINA, if_none_match="*")

    nina = Party.objects.get(name="Nina North")
    assert (made.status_code, made.headers["ETag"]) == (201, phone.get("nina.vcf").headers["ETag"])
    assert phone.get("nina.vcf").content.decode() == NINA
    assert (nina.family_name, nina.salutation, nina.email, nina.phone, nina.employer.name) == (
        *("North", "Dr.", "nina@harbour.example", "+1 503 555 0142", "Harbour Inn"),
    )
    assert Occasion.objects.get(party=nina).on.isoformat() == "1980-04-30"
    assert PostalAddress.objects.get(party=nina).city == "Portland"
    assert Fact.objects.filter(kind="customers.noted", about_id=nina.pk).exists()


def test_only_what_changed_on_a_device_changes_on_the_card(phone: Device) -> None:
    phone.put("nina.vcf", NINA)
    nina = Party.objects.get(name="Nina North")
    before = len(facts(nina))

    changed = NINA.replace("555 0142", "555 0199").replace("x.example/nina", "x.example/north")
    answer = phone.put("nina.vcf", changed, if_match=phone.get("nina.vcf").headers["ETag"])

    assert (answer.status_code, phone.get("nina.vcf").content.decode()) == (204, changed)
    assert facts(nina)[before:] == ["customers.detail_changed"]
    assert Party.objects.get(pk=nina.pk).phone == "+1 503 555 0199"


def test_what_is_changed_here_changes_its_line_and_no_other(phone: Device) -> None:
    phone.put("nina.vcf", NINA)
    nina = Party.objects.get(name="Nina North")
    parties.change(nina, {"email": "n.north@harbour.example", "given_name": "Antonina"}, by=SYSTEM)

    now = phone.get("nina.vcf").content.decode().split("\r\n")

    assert [line for line in NINA.split("\r\n") if line not in now] == [
        *("N:North;Nina;;Dr.;", "EMAIL;TYPE=INTERNET,WORK:nina@harbour.example"),
    ]
    assert [line for line in now if line not in NINA.split("\r\n")] == [
        *("N:North;Antonina;;Dr.;", "EMAIL;TYPE=internet,work:n.north@harbour.example"),
    ]


def test_a_device_that_did_not_see_the_last_change_changes_nothing(phone: Device) -> None:
    phone.put("nina.vcf", NINA)
    old = phone.get("nina.vcf").headers["ETag"]
    nina = Party.objects.get(name="Nina North")
    parties.change(nina, {"phone": "+1 503 555 0100"}, by=SYSTEM)
    before = facts(nina)

    assert phone.put("nina.vcf", NINA.replace("Nina North", "Nobody"), if_match=old).status_code == 412
    assert phone.put("nina.vcf", NINA, if_none_match="*").status_code == 412
    assert phone.ask("DELETE", phone.book + "nina.vcf", if_match=old).status_code == 412
    assert facts(nina) == before


def test_what_is_deleted_on_a_device_leaves_its_book_and_stays_a_customer(cast: Cast, phone: Device) -> None:
    other = Device(cast.henry)
    assert phone.ask("DELETE", f"{phone.book}setpoint-{cast.ivan.pk}.vcf").status_code == 204

    assert list(phone.etags()) == [f"{phone.book}setpoint-{cast.oak.pk}.vcf"]
    assert len(other.etags()) == 2
    assert facts(cast.ivan)[-1] == "exchange.card_left_out"


def test_what_was_deleted_comes_back_as_the_same_customer(phone: Device) -> None:
    phone.put("nina.vcf", NINA)
    phone.ask("DELETE", phone.book + "nina.vcf")

    assert phone.put("again.vcf", NINA).status_code == 201
    assert Party.objects.filter(name="Nina North").count() == 1
    assert not LeftOut.objects.exists()


def test_one_card_has_one_place_in_a_book(phone: Device) -> None:
    phone.put("nina.vcf", NINA)
    refused = phone.put("twin.vcf", NINA)

    assert (refused.status_code, b"no-uid-conflict" in refused.content, b"nina.vcf" in refused.content) == (
        *(403, True, True),
    )
    assert Party.objects.filter(name="Nina North").count() == 1


def test_many_cards_are_asked_for_at_once(cast: Cast, phone: Device) -> None:
    ivan, gone = f"{phone.book}setpoint-{cast.ivan.pk}.vcf", f"{phone.book}gone.vcf"
    found = phone.report(
        '<c:addressbook-multiget xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"><prop><getetag/>'
        f"<c:address-data/></prop><href>{ivan}</href><href>{gone}</href></c:addressbook-multiget>"
    ).of
    assert found[gone] == 404
    assert "FN:Ivan Petrov" in found[ivan]["address-data"]


@pytest.mark.parametrize(
    ("name", "condition", "names"),
    [
        ("FN", "<c:text-match>PETROV</c:text-match>", ["Ivan Petrov"]),
        ("EMAIL", "<c:is-not-defined/>", ["Oak & Sons"]),
        ("FN", '<c:text-match negate-condition="yes">oak</c:text-match>', ["Ivan Petrov"]),
        ("FN", '<c:text-match match-type="equals">oak</c:text-match>', []),
        ("EMAIL", '<c:param-filter name="TYPE"><c:text-match>work</c:text-match></c:param-filter>', ["Ivan Petrov"]),
    ],
)
def test_cards_are_found_by_what_they_say(phone: Device, name: str, condition: str, names: list[str]) -> None:
    found = phone.report(
        '<c:addressbook-query xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"><prop><c:address-data>'
        '<c:prop name="FN"/></c:address-data></prop>'
        f'<c:filter><c:prop-filter name="{name}">{condition}</c:prop-filter></c:filter></c:addressbook-query>'
    ).of
    assert [one["address-data"].split("\n")[2].strip()[3:] for one in found.values()] == names


def test_a_device_is_told_what_has_changed_since_it_last_asked(cast: Cast, phone: Device) -> None:
    first = told(phone.sync())
    ivan, oak = (f"{phone.book}setpoint-{one.pk}.vcf" for one in (cast.ivan, cast.oak))
    assert set(first.of) == {ivan, oak}

    parties.change(cast.ivan, {"phone": "+1 503 555 0177"}, by=Actor.of(cast.henry))
    second = told(phone.sync(first.token))
    assert (list(second.of), second.of[ivan]["getetag"]) == ([ivan], phone.etags()[ivan])

    phone.ask("DELETE", oak)
    third = told(phone.sync(second.token))
    assert third.of == {oak: 404}
    assert told(phone.sync(third.token)).of == {}


def test_a_new_name_of_the_company_is_told_of_its_people_and_a_merged_card_is_gone(cast: Cast, phone: Device) -> None:
    parties.change(cast.ivan, {"employer": cast.oak}, by=SYSTEM)
    twin = parties.create(kind="person", name="I. Petrov", by=SYSTEM)
    token = told(phone.sync()).token
    parties.change(cast.oak, {"name": "Oak & Daughters"}, by=SYSTEM)
    merges.merge(cast.ivan.pk, twin.pk, by=SYSTEM)

    changed = told(phone.sync(token)).of

    assert changed.pop(f"{phone.book}setpoint-{twin.pk}.vcf") == 404
    assert set(changed) == {f"{phone.book}setpoint-{one.pk}.vcf" for one in (cast.ivan, cast.oak)}


def test_a_token_of_other_rights_or_too_long_ago_is_refused_so_that_the_book_is_read_anew(
    cast: Cast, phone: Device
) -> None:
    token = told(phone.sync()).token
    limits.change({"carddav.behind": 1}, by=Actor.of(cast.olga))
    for name in ("Ann", "Ben"):
        parties.create(kind="person", name=name, by=SYSTEM)
    old = phone.sync(token)
    assert (old.status_code, b"valid-sync-token" in old.content) == (403, True)

    token = told(phone.sync()).token
    FieldRight.objects.create(role=cast.sara.role, kind="customers.party", field="phone", level="hidden")
    assert phone.sync(token).status_code == 403
    assert phone.sync("urn:setpoint:sync:guess").status_code == 403


def test_a_field_that_one_does_not_see_is_neither_given_nor_lost(cast: Cast, phone: Device) -> None:
    phone.put("nina.vcf", NINA)
    FieldRight.objects.create(role=cast.sara.role, kind="customers.party", field="phone", level="hidden")
    seen = phone.get("nina.vcf").content.decode()
    assert "TEL" not in seen
    assert "X-ABLabel" not in seen

    assert phone.put("nina.vcf", seen.replace("FN:Nina North", "FN:N. North")).status_code == 204

    assert Party.objects.get(name="N. North").phone == "+1 503 555 0142"
    assert "item1.TEL;type=pref:+1 503 555 0142" in Device(cast.olga).get("nina.vcf").content.decode()


def test_a_password_that_only_reads_changes_nothing(cast: Cast) -> None:
    reader = Device(cast.sara, ("customers.party:see",))
    before = Fact.objects.count()
    assert reader.put("nina.vcf", NINA).status_code == 403
    assert reader.put(f"setpoint-{cast.ivan.pk}.vcf", NINA).status_code == 403
    assert Fact.objects.count() == before
    assert not ContactPoint.objects.filter(value="nina@harbour.example").exists()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("no card", 403),
        ("BEGIN:VCARD\r\nNOTE:nobody\r\nEND:VCARD\r\n", 403),
        (NINA + NINA, 403),
        (NINA.replace("Nina North", "N" * 10_000), 403),
        (NINA.replace("Likes", "x" * 1_000_001), 403),
        (NINA.replace("Likes", "\0"), 403),
    ],
)
def test_what_is_no_card_is_refused_in_words(phone: Device, text: str, status: int) -> None:
    before = Party.objects.count()
    answer = phone.put("bad.vcf", text)
    assert (answer.status_code, b"responsedescription" in answer.content) == (status, True)
    assert Party.objects.count() == before


@pytest.mark.parametrize(
    "body",
    [
        "<propfind",
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><propfind xmlns="DAV:">&b;</propfind>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><propfind xmlns="DAV:">&a;</propfind>',
    ],
)
def test_xml_that_means_harm_is_not_read(phone: Device, body: str) -> None:
    assert phone.ask("PROPFIND", phone.book, body).status_code == 400
    assert phone.ask("REPORT", phone.book, body).status_code == 400


def test_a_book_larger_than_a_telephone_holds_is_refused_in_words(cast: Cast, phone: Device) -> None:
    limits.change({"carddav.cards": 1}, by=Actor.of(cast.olga))
    answer = phone.ask("PROPFIND", phone.book, depth="1")
    assert (answer.status_code, b"more customers than an address book holds" in answer.content) == (507, True)


def test_a_book_of_three_cards_asks_as_often_as_a_book_of_one(cast: Cast, phone: Device) -> None:
    Party.objects.filter(pk=cast.oak.pk).delete()
    phone.etags()
    with CaptureQueriesContext(connection) as few:
        phone.etags()
    phone.put("nina.vcf", NINA)
    with CaptureQueriesContext(connection) as more:
        phone.etags()
    assert len(more) == len(few)


def test_properties_of_a_book_are_not_changed_by_devices(phone: Device) -> None:
    asked = "<set><prop><displayname>Mine</displayname></prop></set>"
    answer = phone.ask("PROPPATCH", phone.book, f'<propertyupdate xmlns="DAV:">{asked}</propertyupdate>')
    assert (answer.status_code, b"403 Forbidden" in answer.content) == (207, True)


def test_a_role_without_customers_has_an_empty_book(cast: Cast, phone: Device) -> None:
    Role.objects.get(pk=cast.sara.role_id).grants.filter(kind__in=("customers.party", "*")).delete()
    assert phone.etags() == {}
