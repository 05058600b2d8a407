"""Exports of other CRMs are recognised by themselves, and every row of the samples finds its place."""

import csv
import io

import pytest
import zstandard

from setpoint.domains.activities.models import Activity
from setpoint.domains.customers.models import Party
from setpoint.domains.sales.models import Deal
from setpoint.journal.models import Fact
from setpoint.journal.reading import tell
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_zone
from setpoint.platform.importing import undoing
from setpoint.platform.importing.kinds import KINDS
from setpoint.platform.importing.layouts import LAYOUTS, parts_of, recognise_layout
from setpoint.platform.importing.uploads import Upload, upload
from setpoint.platform.models import ImportRun
from tests.cast import Cast
from tests.groups import DATA
from tests.platform.importing.helpers import finished

AMOCRM = (
    "ID;Название сделки;Бюджет;Ответственный;Дата создания сделки;Дата закрытия;Этап сделки;Воронка;"
    "Полное имя контакта;Компания контакта;Компания;Рабочий телефон;Рабочий email;Примечание;Примечание 2\n"
    "7;Сарай;4500;Sara Stone;15.01.2026 10:00:00;;Переговоры;Воронка;Ада Ясень;Причал;Причал;8 495 123-45-67;"
    "ada@x.example;звонить;после шести\n"
    "8;Навес;;Sara Stone;16.01.2026 10:00:00;20.02.2026 11:00:00;Успешно реализовано;Воронка;Ада Ясень;Причал;Причал;"
    "8 495 123-45-67;ada@x.example;;\n"
    "9;Баня;100;Sara Stone;17.01.2026 10:00:00;;Первичный контакт;Воронка;;;;;;без клиента;\n"
)


@pytest.fixture
def olga(cast: Cast) -> Actor:
    return Actor.of(cast.olga)


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


def test_one_file_of_deals_brings_companies_people_deals_and_their_notes(cast, olga, client):
    run = finished(upload([Upload("leads.csv", io.BytesIO(AMOCRM.encode()))], by=olga), olga)

    assert [(file.kind, file.layout, file.created, file.matched, file.refused) for file in run.files.all()] == [
        ("accounts", "amocrm.deals", 1, 1, 0),
        ("contacts", "amocrm.deals", 1, 1, 0),
        ("deals", "amocrm.deals", 3, 0, 0),
    ]
    ada = Party.objects.get(name="Ада Ясень")
    assert (ada.employer.name, ada.email) == ("Причал", "ada@x.example")
    won = Deal.objects.get(external_id="amocrm/deal/8")
    assert (won.name, won.customer.name, won.closure.outcome) == ("Навес", "Причал", "won")
    assert [notes_of(number) for number in (7, 8, 9)] == [["звонить", "после шести"], [], ["без клиента"]]
    client.force_login(cast.olga)
    assert "после шести" in client.get(f"/deals/{Deal.objects.get(external_id='amocrm/deal/7').pk}").content.decode()


def notes_of(number: int) -> list[str]:
    deal = Deal.objects.get(external_id=f"amocrm/deal/{number}")
    facts = Fact.objects.about("sales.deal", [deal.pk]).filter(kind="sales.deal_noted").order_by("pk")
    return [told.data["text"] for told in tell(list(facts))]


def test_keys_of_different_kinds_of_one_system_do_not_meet(cast, olga):
    accounts = "ACCOUNTID,Account Name,Industry\n7,Причал,Retail\n"
    contacts = "CONTACTID,Last Name,Contact Owner,Account Id,Email\n7,Ash,Sara Stone,7,ada@x.example\n"
    both = [Upload(name, io.BytesIO(text.encode())) for name, text in (("a.csv", accounts), ("c.csv", contacts))]

    run = finished(upload(both, by=olga), olga)

    assert [(file.layout, file.created) for file in run.files.all()] == [("zoho.accounts", 1), ("zoho.contacts", 1)]
    assert Party.objects.get(name="Ash").employer.external_id == "zoho/account/7"


TASKS = (
    "Task Owner,Subject,Created Time,Due Date,Status,Modified Time,Related To\n"
    'Sara Stone,Call about larch,"15 Jan, 2026 10:00:00","20 Mar, 2026",Not Started,,Ivan Petrov\n'
    'Nobody Known,Send samples,"16 Jan, 2026 10:00:00","20 Jan, 2026",Completed,,\n'
    'Nobody Known,Send samples,"16 Jan, 2026 10:00:00","20 Jan, 2026",Completed,,\n'
)


def test_tasks_become_activities_with_the_customer_whom_they_name(cast, olga):
    run = finished(upload([Upload("Tasks.csv", io.BytesIO(TASKS.encode()))], by=olga), olga)
    again = finished(upload([Upload("Tasks.csv", io.BytesIO(TASKS.encode()))], by=olga), olga)

    assert [(file.kind, file.layout, file.created) for file in run.files.all()] == [("activities", "zoho.tasks", 3)]
    assert (again.files.get().created, again.files.get().matched) == (0, 3)
    call = Activity.objects.get(customer=cast.ivan)
    assert (call.subject, call.owner, str(call.due_at.date()), call.closed_at) == (
        *("Call about larch", cast.sara, "2026-03-20", None),
    )
    samples = Activity.objects.filter(subject="Send samples")
    assert [(one.owner, one.note, one.closed_at is None) for one in samples] == [
        (cast.olga, "Its owner there: Nobody Known", False)
    ] * 2


def test_tasks_go_with_the_import_that_brought_them(cast, olga):
    run = finished(upload([Upload("Tasks.csv", io.BytesIO(TASKS.encode()))], by=olga), olga)

    undoing.undo(run, by=olga)
    undoing.work_back(ImportRun.objects.get())

    assert not Activity.objects.exists()
    assert not Fact.objects.filter(about_kind="activities.activity").standing().exists()


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_every_layout_is_known_by_the_columns_it_declares_in_each_language(db, layout):
    for sign in layout.signs:
        assert recognise_layout(sorted(sign)) is layout
    for part in layout.parts:
        if part.kind in KINDS:
            known = {field.key for field in KINDS[part.kind].all_fields}
            assert set(part.columns) <= known
    assert layout.proven == (layout.key in PROVEN)


PROVEN = {
    *("amocrm.deals", "bitrix24.leads", "hubspot.contacts"),
    *("zoho.accounts", "zoho.contacts", "zoho.leads", "zoho.tasks"),
}


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "key", "kinds"),
    [
        ("amocrm_deals_header", "amocrm.deals", ["accounts", "contacts", "deals"]),
        ("bitrix24_leads_header", "bitrix24.leads", ["accounts", "contacts", "deals"]),
        ("hubspot_contacts_header", "hubspot.contacts", ["contacts"]),
    ],
)
def test_the_headers_seen_are_recognised(db, name, key, kinds):
    text = (DATA / "crm_exports" / "headers" / f"{name}.csv").read_text(encoding="utf-8-sig")
    header = next(csv.reader(io.StringIO(text), delimiter=";" if text.count(";") > text.count(",") else ","))

    layout = recognise_layout(header)

    assert layout.key == key
    assert [kind.key for kind, _columns in parts_of(layout, header)] == kinds


@pytest.mark.data
def test_every_task_of_the_sample_comes_in_with_its_days(cast, olga):
    with (DATA / "crm_exports" / "zoho_crm" / "Tasks.csv.zst").open("rb") as raw:
        content = zstandard.ZstdDecompressor().stream_reader(raw).read()
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))

    file = finished(upload([Upload("Tasks.csv", io.BytesIO(content))], by=olga), olga).files.get()

    # counts and lines only: what stands in the rows is of real people
    assert (file.kind, file.created, file.refused) == ("activities", len(rows), 0)
    assert Activity.objects.open().count() == sum(row["Status"] != "Completed" for row in rows)
    days = [one.due_at.astimezone(company_zone()).day for one in Activity.objects.order_by("pk")]
    assert days == [int(row["Due Date"][:2]) for row in rows]


@pytest.mark.data
@pytest.mark.parametrize(("name", "nameless"), [("Accounts", [1093, 1948, 2100]), ("Contacts", []), ("Leads", [])])
def test_every_row_of_the_sample_that_has_a_name_comes_in_or_is_there(cast, olga, name, nameless):
    with (DATA / "crm_exports" / "zoho_crm" / f"{name}.csv.zst").open("rb") as raw:
        content = zstandard.ZstdDecompressor().stream_reader(raw).read()
    rows = sum(1 for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))) - 1

    run = finished(upload([Upload(f"{name}.csv", io.BytesIO(content))], by=olga), olga)

    people = run.files.last()
    assert people.layout == f"zoho.{name.lower()}"
    assert Party.objects.filter(external_id__startswith=f"zoho/{name.lower()[:-1]}/").count() == people.created
    # counts and lines only: what stands in the rows is of real people
    assert (people.done, people.created + people.matched + people.refused) == (rows, rows)
    assert list(people.refusals.values_list("row", flat=True)) == nameless
