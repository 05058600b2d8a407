"""People and companies from tables and vCards: what becomes of them, and that nobody comes in twice."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from setpoint.domains.customers.models import ContactPoint, Party
from setpoint.journal.models import Fact
from setpoint.kernel.actors import Actor
from setpoint.platform.importing.outlooks import dry_run
from setpoint.platform.importing.problems import Problem
from setpoint.platform.importing.uploads import Upload, upload
from setpoint.platform.models import RefusedRow
from tests.cast import Cast
from tests.platform.importing.helpers import accept_all, finished, imported

HEADER = "Full name,Company,Job title,Email,Mobile phone,City,Street,Comment\n"
TWO = (
    HEADER
    + "Ada Ash,Driftwood Ltd,Buyer,ada@ash.example;ada@home.example,+1 503 555 0101,Portland,Pier 4,Calls at six\n"
    + "Юлия Ёлкина,,,yulia@yolki.example,8 (912) 345-67-89,,,\n"
)
VCARDS = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Ash\r\nN:Ash;Ada;;;\r\nORG:Driftwood Ltd;Buying\r\nTITLE:Buyer\r\n"
    "EMAIL;TYPE=work,pref:ada@ash.example\r\nTEL;TYPE=cell:+1 503 555 0101\r\n"
    "ADR;TYPE=work:;;Pier 4;Portland;OR;;USA\r\n"
    "BDAY:1990-05-12\r\nUID:ada-1\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nNOTE:nobody\r\nEND:VCARD\r\n"
)


@pytest.fixture
def olga(cast: Cast) -> Actor:
    return Actor.of(cast.olga)


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


def test_a_person_comes_in_with_all_addresses_company_position_and_note(olga):
    run = imported(olga, people=TWO)

    ada = Party.objects.get(name="Ada Ash")
    points = ada.contactpoint_set.values_list("medium", "use", "value", "is_primary")
    relation = ada.relation_set.get()
    assert (run.files.get().kind, run.files.get().created) == ("contacts", 2)
    assert sorted(points) == [
        ("email", "work", "ada@ash.example", True),
        ("email", "work", "ada@home.example", False),
        ("phone", "mobile", "+1 503 555 0101", True),
    ]
    assert (ada.employer.name, relation.kind.key, relation.note) == ("Driftwood Ltd", "works_at", "Buyer")
    assert (ada.postaladdress_set.get().city, ada.postaladdress_set.get().street) == ("Portland", "Pier 4")
    assert Fact.objects.filter(kind="customers.noted", customer_id=ada.pk).count() == 1


def test_the_same_file_again_creates_nobody_and_a_dry_run_says_so(olga):
    imported(olga, people=TWO)

    run = upload([Upload("people.csv", io.BytesIO(TWO.encode()))], by=olga)
    accept_all(run, olga)
    (outlook,) = dry_run(run)
    finished(run, olga)

    assert (outlook.created, outlook.matched) == (0, 2)
    assert (run.files.get().created, run.files.get().matched) == (0, 2)
    assert Party.objects.filter(name="Ada Ash").count() == 1


@pytest.mark.parametrize(
    ("row", "created"),
    [
        ("ADA ASH,,,ADA@Ash.example,,,,", 0),
        ("Ada Ash,,,,001 503 555-0101,,,", 1),
        ("Ada Ash,,,,+15035550101,,,", 0),
        ("Ada Ash,,,another@ash.example,,,,", 1),
        ("Bea Birch,,,ada@ash.example,,,,", 1),
    ],
)
def test_the_same_address_under_the_same_name_is_the_same_person(olga, row, created):
    imported(olga, people=TWO)
    assert imported(olga, people=HEADER + row + "\n").files.get().created == created


def test_two_rows_of_one_file_are_one_person(olga):
    twice = TWO + "Ada Ash,,,ada@ash.example,,,,\n"
    assert [(file.created, file.matched) for file in imported(olga, people=twice).files.all()] == [(2, 1)]


def test_a_wrong_address_is_refused_with_the_reason_and_a_strange_number_is_kept_as_it_is(olga):
    rows = "Bea Birch,,,bea at home,,,,\nCy Cedar,,,,ask for Cy ext. 3,,,\n,,,,,Portland,,\n"
    file = imported(olga, people=HEADER + rows).files.get()

    told = [Problem.from_json(row.problems[0]).message for row in RefusedRow.objects.order_by("row")]
    assert (file.created, file.refused) == (1, 2)
    assert told == [
        "“bea at home”: This is no e-mail address. It looks like name@company.com.",
        "The row names nobody: no name, no company, no address.",
    ]
    assert ContactPoint.objects.get(party__name="Cy Cedar").value == "ask for Cy ext. 3"


def test_companies_are_known_by_their_inn_and_a_wrong_one_is_refused(olga):
    header = "Название компании,ИНН,КПП,Телефон,Сайт\n"
    run = imported(olga, firms=header + "ООО «Причал»,7707083893,770701001,8 495 123-45-67,prichal.example\n")
    again = imported(olga, firms=header + "Причал (новое имя),7707083893,,,\nКедр,7707083894,,,\n")

    firm = Party.objects.get(name="ООО «Причал»")
    assert (run.files.get().kind, firm.kind) == ("accounts", "organisation")
    assert sorted(firm.requisite_set.values_list("sort", "value")) == [("inn", "7707083893"), ("kpp", "770701001")]
    assert [(file.created, file.matched, file.refused) for file in again.files.all()] == [(0, 1, 1)]


def test_vcards_are_recognised_and_what_names_nobody_is_refused_at_its_line(olga):
    run = finished(upload([Upload("book.vcf", io.BytesIO(VCARDS.encode()))], by=olga), olga)

    file, ada = run.files.get(), Party.objects.get(name="Ada Ash")
    assert (file.kind, file.created, file.refused) == ("vcards", 1, 1)
    assert (ada.family_name, ada.given_name, ada.external_id, ada.employer.name) == (
        "Ash",
        "Ada",
        "ada-1",
        "Driftwood Ltd",
    )
    assert ada.occasion_set.get().on.isoformat() == "1990-05-12"
    assert RefusedRow.objects.get().row == 13


@pytest.mark.parametrize("rows", [1, 3])
def test_a_chunk_asks_the_same_number_of_queries_whatever_its_size(olga, rows):
    text = HEADER + "".join(
        f"Person {n},Firm,Buyer,p{n}@x.example;q{n}@x.example,+1503555010{n},City,Street {n},Note\n"
        for n in range(rows)
    )
    run = upload([Upload("people.csv", io.BytesIO(text.encode()))], by=olga)
    accept_all(run, olga)
    with CaptureQueriesContext(connection) as asked:
        finished(run, olga)
    # SQLite is asked once more for each insert: which numbers come next
    assert len(asked) == {"sqlite": 106, "postgresql": 93}[connection.vendor]
