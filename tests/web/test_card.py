"""The card of a customer: what stands at a glance, rows edited on their place, what is recorded on it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from setpoint.domains.customers.models import ContactPoint, Decision, Paper, PartyRole, Relation
from setpoint.domains.customers.operations import contacts, decisions, details, parties
from setpoint.domains.customers.queries.opened import OPEN_KINDS, Opened, OpenKind, OpenThing, register_open
from setpoint.journal.models import Fact
from setpoint.kernel import role_changes
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.refs import Ref
from tests.cast import MONDAY, Cast
from tests.contracts.activity_examples import an_activity
from tests.web.conftest import SignIn, a_deal

HTMX = {"HX-Request": "true", "HX-Target": "rows"}


@pytest.fixture
def sara(cast, as_person):
    return as_person(cast.sara)


def card(cast, sara, **asked):
    return sara.get(f"/customers/{cast.ivan.pk}", asked).content.decode()


def test_what_is_open_said_and_next_stands_at_a_glance(cast, sara):
    a_deal(cast, name="Cedar shed for Ivan", customer=cast.ivan)
    contacts.record(contacts.Contact("call", MONDAY, party=cast.ivan.pk, incoming=True, text="Asks for oak"), by=SYSTEM)
    day = MONDAY.date() + timedelta(days=3)
    decisions.decide(cast.ivan, outcome="Wants oak", next_step="Send samples", due_on=day, by=SYSTEM)
    glance = card(cast, sara).partition('class="glance-grid"')[2].partition("glance-record")[0]
    for said in ("Cedar shed for Ivan", "Qualification", "the customer called", "Asks for oak", "Send samples"):
        assert said in glance


def test_a_kind_of_record_that_comes_later_shows_what_is_open_of_it(cast, sara):
    def find(_actor, numbers, limit):
        thing = OpenThing(Ref("test.ticket", 7), "The door jams", "waits for us", MONDAY)
        return Opened([thing][:limit], 4) if cast.ivan.pk in numbers else Opened()

    register_open(OpenKind("test.ticket", "Tickets", "inbox", find))
    try:
        page = card(cast, sara)
        other = sara.get(f"/customers/{cast.oak.pk}").content.decode()
    finally:
        del OPEN_KINDS["test.ticket"]
    assert "The door jams" in page
    assert "Tickets: 4" in page
    assert "The door jams" not in other


@pytest.mark.parametrize("kind", OPEN_KINDS.values(), ids=lambda kind: kind.kind)
def test_what_is_open_is_found_in_as_many_queries_for_any_number(cast, kind, django_assert_max_num_queries):
    assert kind.find(SYSTEM, [cast.ivan.pk], 3) == Opened([], 0)
    for number in range(5):
        a_deal(cast, name=f"Shed {number}", customer=cast.ivan)
        an_activity(cast, customer=cast.ivan)
    with django_assert_max_num_queries(3):
        found = kind.find(SYSTEM, [cast.ivan.pk], 3)
    assert (len(found.things), found.count) == (3, 5)


def test_a_telephone_that_cannot_be_dialled_is_kept_as_written_and_marked(cast, sara):
    parties.change(cast.ivan, {"phone": "ask for Anna"}, by=SYSTEM)
    page = card(cast, sara)
    assert "cannot be dialled, kept as written" in page
    parties.change(cast.ivan, {"phone": "+1 202 555 0143"}, by=SYSTEM)
    assert "cannot be dialled" not in card(cast, sara)


def test_a_row_is_added_changed_and_taken_off_on_its_place(cast, sara):
    url = f"/customers/{cast.ivan.pk}/rows/contact_point"
    form = sara.get(url, headers=HTMX).content.decode()
    assert 'name="value"' in form
    given = {"medium": "phone", "use": "mobile", "value": "+1 202 555 0143"}
    assert "+1 202 555 0143" in sara.post(url, given, headers=HTMX).content.decode()
    row = ContactPoint.objects.get(party=cast.ivan, medium="phone")
    sara.post(f"{url}/{row.pk}", given | {"value": "+1 202 555 0144"}, headers=HTMX)
    row.refresh_from_db()
    assert (row.value, row.is_primary) == ("+1 202 555 0144", True)
    sara.post(f"{url}/{row.pk}", {"_method": "DELETE"}, headers=HTMX)
    assert not ContactPoint.objects.filter(pk=row.pk).exists()


def test_a_wrong_number_is_refused_at_its_field_and_what_was_written_stays(cast, sara):
    answer = sara.post(f"/customers/{cast.oak.pk}/rows/requisite", {"sort": "inn", "value": "7707083892"}, headers=HTMX)
    assert answer.status_code == 422
    assert "The check digit is wrong" in answer.content.decode()
    assert 'value="7707083892"' in answer.content.decode()


def test_people_are_related_by_name(cast, sara):
    url = f"/customers/{cast.ivan.pk}/rows/relation"
    kind = Relation._meta.get_field("kind").related_model.objects.get(key="referred_by").pk
    assert "There is no customer" in sara.post(url, {"kind": kind, "other": "Elm"}, headers=HTMX).content.decode()
    sara.post(url, {"kind": kind, "other": "OAK & sons"}, headers=HTMX)
    assert Relation.objects.get(party=cast.ivan).other == cast.oak
    assert "referred" in sara.get(f"/customers/{cast.oak.pk}").content.decode()


def test_a_letter_is_filed_with_its_scan_and_given_back(cast, sara):
    scan = SimpleUploadedFile("letter.txt", b"Dear Sara")
    sara.post(
        f"/customers/{cast.ivan.pk}/contacts", {"way": "post", "direction": "in", "files": scan, "text": "Thanks"}
    )
    fact, paper = Fact.objects.get(channel="post"), Paper.objects.get()
    assert (fact.data["direction"], fact.data["papers"], paper.fact) == ("in", [paper.pk], fact.pk)
    assert "letter.txt" in card(cast, sara)
    assert sara.get(f"/customers/{cast.ivan.pk}/papers/{paper.pk}").getvalue() == b"Dear Sara"


def test_a_note_tells_whom_it_names_and_is_taken_back(cast, sara):
    sara.post(f"/customers/{cast.ivan.pk}/notes", {"text": "@Anton Aster, he likes oak"})
    fact = Fact.objects.get(kind="customers.noted")
    assert fact.data["mentioned"] == [cast.anton.pk]
    assert "he likes oak" in card(cast, sara)
    sara.post(f"/customers/{cast.ivan.pk}/notes/{fact.pk}", {"_method": "DELETE"})
    assert "he likes oak" not in card(cast, sara)


def test_a_decision_and_its_next_step(cast, sara):
    url = f"/customers/{cast.ivan.pk}/decisions"
    sara.post(url, {"outcome": "Wants two", "next_step": "Quote", "due_on": "2026-03-05"})
    decision = Decision.objects.get()
    assert (decision.outcome, decision.next_step, decision.owner) == ("Wants two", "Quote", cast.sara)
    sara.post(f"{url}/{decision.pk}")
    decision.refresh_from_db()
    assert decision.done_at == MONDAY
    kinds = Fact.objects.filter(customer_id=cast.ivan.pk).order_by("pk").values_list("kind", flat=True)
    assert list(kinds)[-2:] == ["customers.decided", "customers.step_done"]


@pytest.mark.parametrize(("asked", "seen"), [({"channel": "call"}, "Asks for oak"), ({"sort": "card"}, "role")])
def test_the_timeline_is_filtered_by_channel_and_by_sort(cast, sara, asked, seen):
    contacts.record(contacts.Contact("call", MONDAY, party=cast.ivan.pk, text="Asks for oak"), by=SYSTEM)
    details.add(PartyRole(party=cast.ivan, role="partner"), by=SYSTEM)
    lines = sara.get(f"/customers/{cast.ivan.pk}/timeline", asked, headers={"HX-Request": "true"}).content.decode()
    lines = lines.partition("timeline-lines")[2]
    assert seen in lines
    assert ("Asks for oak" in lines) is (asked == {"channel": "call"})


def test_rows_hidden_from_a_role_stand_nowhere_on_the_card(cast: Cast, as_person: SignIn):
    details.add(ContactPoint(party=cast.ivan, medium="phone", value="+1 202 555 0143"), by=SYSTEM)
    role_changes.govern_fields(cast.sara.role, "customers.party", {"phone": "hidden"}, by=SYSTEM)
    page = as_person(cast.sara).get(f"/customers/{cast.ivan.pk}").content.decode()
    assert "0143" not in page
    assert "ivan@petrov.example" in page
