"""The one door for contacts: whoever it was has a card, and without a card there is no contact."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from setpoint.domains.customers.models import ContactPoint, Party
from setpoint.domains.customers.operations import contacts, details, parties
from setpoint.domains.customers.operations.contacts import Address, Contact
from setpoint.domains.customers.permissions import KIND
from setpoint.domains.customers.record import Contacted
from setpoint.domains.sales.operations import deals
from setpoint.journal.models import Fact
from setpoint.kernel import facts
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.refs import Ref
from tests.cast import MONDAY


@pytest.mark.parametrize("written", ["+1 (202) 555-0143", "12025550143", "202.555.0143", "001 202 555 0143"])
def test_a_number_in_any_notation_leads_to_the_same_card(cast, written):
    details.add(ContactPoint(party=cast.ivan, medium="phone", value="+1 202 555 0143"), by=SYSTEM)
    known = contacts.ensure(Address("phone", written.replace("001", "+1")), by=SYSTEM)
    assert known == cast.ivan
    assert Party.objects.count() == 2


def test_an_unknown_address_creates_its_card_once(cast):
    ada, again = contacts.ensure_many(
        [Address("email", "Ada@Ash.example", "Ada Ash"), Address("email", "ada@ash.example")], by=SYSTEM
    )
    assert ada == again
    assert (ada.name, ada.email, ada.kind) == ("Ada Ash", "Ada@Ash.example", "person")
    assert contacts.ensure(Address("email", "ADA@ash.EXAMPLE"), by=SYSTEM) == ada


def test_a_call_from_a_stranger_stands_on_his_new_card(cast):
    address = Address("phone", "+1 202 555 0199")
    number = contacts.record(Contact("call", MONDAY, address=address, incoming=True, text="Asks for prices"), by=SYSTEM)
    fact = Fact.objects.get(pk=number)
    assert (fact.channel, fact.data["direction"]) == ("call", "in")
    assert Party.objects.get(pk=fact.customer_id).phone == "+1 202 555 0199"


@pytest.mark.parametrize(
    ("contact", "field"),
    [
        (Contact("call", MONDAY), "party"),
        (Contact("pigeon", MONDAY, address=Address("phone", "+1 202 555 0199")), "way"),
        (Contact("call", MONDAY, address=Address("phone", " ")), "address"),
    ],
)
def test_a_contact_with_nobody_is_refused(cast, contact, field):
    before = (Fact.objects.count(), Party.objects.count())
    with pytest.raises(ValidationError) as refusal:
        contacts.record(contact, by=SYSTEM)
    assert list(refusal.value.message_dict) == [field]
    assert (Fact.objects.count(), Party.objects.count()) == before


def test_the_journal_itself_takes_no_contact_without_a_customer(cast):
    told = Contacted(said="called the customer", direction="out")
    with pytest.raises(ValidationError, match="say first with whom"), transaction.atomic():
        facts.emit(facts.NewFact(told, about=Ref(KIND, cast.oak.pk), by=SYSTEM, occurred_at=MONDAY))
    assert not Fact.objects.filter(kind="customers.contacted").exists()


def test_a_deal_without_a_customer_takes_notes_only(cast):
    deal = deals.create(
        name="Shed", pipeline=cast.pipeline, stage=cast.stages[0], owner=cast.sara, currency="USD", by=SYSTEM
    )
    deals.touch_many([deals.Touch(deal.pk, "note", MONDAY, text="Who is it?")], by=SYSTEM)
    with pytest.raises(ValidationError, match="there is no customer"):
        deals.touch_many([deals.Touch(deal.pk, "call", MONDAY)], by=SYSTEM)
    assert list(Fact.objects.filter(kind="sales.deal_touched").values_list("channel", flat=True)) == ["note"]


def test_contacts_come_in_a_constant_number_of_queries(cast, django_assert_num_queries, django_assert_max_num_queries):
    def calls(first: int, count: int) -> list[Contact]:
        numbers = [f"+1 202 555 {number:04}" for number in range(first, first + count)]
        return [Contact("call", MONDAY, address=Address("phone", number)) for number in numbers]

    parties.create(kind="person", name="Ada", phone="+1 202 555 0100", by=SYSTEM)
    with django_assert_max_num_queries(60) as counted:
        contacts.record_many(calls(100, 2), by=SYSTEM)
    with django_assert_num_queries(len(counted)):
        contacts.record_many(calls(200, 30), by=SYSTEM)
