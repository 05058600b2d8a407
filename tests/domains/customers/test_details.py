"""What a card holds several of: added, changed and taken off, the first of them on the party itself."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from setpoint.domains.customers.models import (
    BankAccount,
    ContactPoint,
    PartyRole,
    PostalAddress,
    Relation,
    RelationKind,
    Requisite,
)
from setpoint.domains.customers.operations import details, parties
from setpoint.journal.models import Fact, PersonalValue
from setpoint.kernel.actors import SYSTEM, Actor
from tests.cast import Cast


def phone(cast: Cast, value: str, **more: object) -> ContactPoint:
    return ContactPoint(party=cast.ivan, medium="phone", value=value, **more)


def test_the_first_address_stands_on_the_card_and_another_takes_its_place(cast):
    first = details.add(phone(cast, "(202) 555-0143"), by=SYSTEM)
    second = details.add(phone(cast, "+1 202 555 0199", use="mobile"), by=SYSTEM)
    cast.ivan.refresh_from_db()
    assert (first.normalised, cast.ivan.phone) == ("+12025550143", "(202) 555-0143")

    details.change(second, {"is_primary": True}, by=SYSTEM)
    cast.ivan.refresh_from_db()
    assert cast.ivan.phone == "+1 202 555 0199"

    details.remove(second, by=SYSTEM)
    cast.ivan.refresh_from_db()
    assert cast.ivan.phone == "(202) 555-0143"


def test_what_the_card_says_is_kept_in_its_rows(cast):
    parties.change(cast.ivan, {"email": "Ivan@Petrov.example", "employer": cast.oak}, by=SYSTEM)
    parties.change(cast.ivan, {"email": "i@petrov.example"}, by=SYSTEM)
    rows = ContactPoint.objects.filter(party=cast.ivan).values_list("value", "normalised", "is_primary")
    assert list(rows) == [("i@petrov.example", "i@petrov.example", True)]
    job = Relation.objects.get(party=cast.ivan)
    assert (job.kind.key, job.other, job.since) == ("works_at", cast.oak, date(2026, 3, 2))

    parties.change(cast.ivan, {"email": "", "employer": None}, by=SYSTEM)
    assert not ContactPoint.objects.filter(party=cast.ivan).exists()
    job.refresh_from_db()
    assert job.until == date(2026, 3, 2)


def test_a_number_that_can_not_be_dialled_is_kept_as_it_was_written(cast):
    row = details.add(phone(cast, "спросить Анну, доб. 3"), by=SYSTEM)
    assert (row.value, row.normalised) == ("спросить Анну, доб. 3", "")


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (lambda c: ContactPoint(party=c.oak, medium="email", value="oak at sons"), "value"),
        (lambda c: ContactPoint(party=c.oak, medium="pigeon", value="grey"), "medium"),
        (lambda c: PostalAddress(party=c.oak), "street"),
        (lambda c: Requisite(party=c.oak, sort="inn", value="7707083892"), "value"),
        (lambda c: Requisite(party=c.oak, sort="kpp", value="77070100"), "value"),
        (lambda c: Requisite(party=c.oak, sort="vat", value="DE136695977"), "value"),
        (lambda c: BankAccount(party=c.oak, number="GB82 WEST 1234 5698 7654 33"), "number"),
        (lambda c: BankAccount(party=c.oak, number="40702810900000002852", bic="044525225"), "number"),
        (lambda c: PartyRole(party=c.oak, role="partner", since=date(2026, 2, 1), until=date(2026, 1, 1)), "__all__"),
    ],
)
def test_what_can_not_be_is_refused_by_its_field(cast, row, field):
    before = Fact.objects.count()
    with pytest.raises(ValidationError) as refusal:
        details.add(row(cast), by=SYSTEM)
    assert list(refusal.value.message_dict) == [field]
    assert Fact.objects.count() == before


@pytest.mark.parametrize(
    ("sort", "value", "normalised"),
    [
        ("inn", "7707 083893", "7707083893"),
        ("ogrn", "1027700132195", "1027700132195"),
        ("kpp", "7736 50 001", "773650001"),
        ("vat", "DE 136,695 976", "DE136695976"),
    ],
)
def test_published_numbers_pass_their_check_digits(cast, sort, value, normalised):
    row = details.add(Requisite(party=cast.oak, sort=sort, value=value), by=SYSTEM)
    assert (row.value, row.normalised) == (value, normalised)


def test_an_account_fits_its_bank(cast):
    iban = details.add(BankAccount(party=cast.oak, number="GB82 WEST 1234 5698 7654 32"), by=SYSTEM)
    account = BankAccount(party=cast.oak, number="40702810900000002851", bic="044030827")
    correspondent = BankAccount(party=cast.oak, number="30101810400000000225", bic="044525225")
    details.add_many([account, correspondent], by=SYSTEM)
    assert [iban.normalised, account.normalised, correspondent.bic] == [
        "GB82WEST12345698765432",
        "40702810900000002851",
        "044525225",
    ]


def test_a_relation_is_told_on_both_cards(cast):
    kind = RelationKind.objects.get(key="works_at")
    row = Relation(party=cast.ivan, kind=kind, other=cast.oak, since=date(2020, 5, 1))
    details.add(row, by=SYSTEM)
    told = Fact.objects.filter(kind="customers.detail_added").order_by("pk")
    assert [fact.customer_id for fact in told] == [cast.ivan.pk, cast.oak.pk]
    said = PersonalValue.objects.filter(fact_id__in=told, field="said").order_by("fact_id")
    assert [(one.person_id, one.value) for one in said] == [
        (cast.ivan.pk, "works at Oak & Sons"),
        (cast.ivan.pk, "employs Ivan Petrov"),
    ]
    cast.ivan.refresh_from_db()
    assert cast.ivan.employer == cast.oak


def test_who_may_not_change_the_card_adds_nothing(cast):
    stranger = Actor.of(cast.stan)
    cast.stan.role = None
    cast.stan.save()
    with pytest.raises(PermissionDenied):
        details.add(phone(cast, "+1 202 555 0143"), by=stranger)
    assert not ContactPoint.objects.filter(medium="phone").exists()


def test_rows_of_many_cards_come_in_the_same_number_of_queries(
    cast, django_assert_num_queries, django_assert_max_num_queries
):
    def rows(count: int) -> list[ContactPoint]:
        made = parties.create_many([parties.Party(kind="person", name=f"P{n}") for n in range(count)], by=SYSTEM)
        return [ContactPoint(party=one, medium="phone", value="+1 202 555 0143") for one in made]

    few, many = rows(2), rows(30)
    with django_assert_max_num_queries(60) as counted:
        details.add_many(few, by=SYSTEM)
    with django_assert_num_queries(len(counted)):
        details.add_many(many, by=SYSTEM)
