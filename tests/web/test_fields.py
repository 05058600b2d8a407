"""Fields as people meet them: on cards, in forms, in settings."""

import csv
import html
import io
import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from setpoint.domains.customers.models import Party
from setpoint.domains.sales.models import Deal
from setpoint.kernel.actors import SYSTEM
from setpoint.platform.fields.models import Field, StoredFile
from setpoint.platform.fields.operations.values import fill, read_texts
from setpoint.platform.fields.reading import fields_of
from tests.cast import Cast
from tests.platform.fields.making import DEAL, PARTY, a_field, said
from tests.web.conftest import SignIn, a_deal, queries

HTMX = {"HX-Request": "true", "HX-Target": "fields"}


def test_a_card_shows_what_a_deal_says_and_who_may_changes_it_on_its_place(cast: Cast, as_person: SignIn) -> None:
    a_field("roof", "choice")
    deal, sara = a_deal(cast), as_person(cast.sara)
    address = f"/fields/{DEAL}/{deal.pk}?edit=roof"

    assert 'name="field_roof"' in sara.get(address, headers=HTMX).content.decode()
    answer = sara.post(address, {"field_roof": "flat"}, headers=HTMX)

    assert "<span>Flat</span>" in answer.content.decode()
    assert said(deal.pk)["roof"].key == "flat"
    page = sara.get(f"/deals/{deal.pk}").content.decode()
    assert "Sara Stone changed “Roof”" in page
    assert "Roof: nothing → Flat" in page


def test_without_scripts_a_field_has_a_page_of_its_own(cast: Cast, as_person: SignIn) -> None:
    a_field("plot")
    deal = a_deal(cast)

    answer = as_person(cast.sara).post(f"/fields/{DEAL}/{deal.pk}?edit=plot", {"field_plot": "7"})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/fields/{DEAL}/{deal.pk}")


def test_what_is_no_value_is_said_at_the_input_and_nothing_is_written(cast: Cast, as_person: SignIn) -> None:
    a_field("area", "number")
    deal = a_deal(cast)

    answer = as_person(cast.sara).post(f"/fields/{DEAL}/{deal.pk}?edit=area", {"field_area": "big"}, headers=HTMX)

    assert answer.status_code == 422
    assert "Write a number in digits, for example 1250.5." in answer.content.decode()
    assert said(deal.pk) == {}


@pytest.mark.parametrize("person", ["semyon", "mia"])
def test_who_does_not_see_the_deal_sees_no_field(cast: Cast, as_person: SignIn, person: str) -> None:
    a_field("plot")
    deal = a_deal(cast)
    fill(DEAL, deal.pk, {"plot": "Secret"}, by=SYSTEM)
    client = as_person(getattr(cast, person))

    assert client.get(f"/fields/{DEAL}/{deal.pk}").status_code == 404
    assert client.post(f"/fields/{DEAL}/{deal.pk}?edit=plot", {"field_plot": "x"}).status_code == 404


def test_who_only_sees_a_customer_changes_nothing(cast: Cast, as_person: SignIn) -> None:
    a_field("segment", kind=PARTY)
    client = as_person(cast.mia)

    assert "edit=segment" not in client.get(f"/customers/{cast.oak.pk}").content.decode()
    assert client.post(f"/fields/{PARTY}/{cast.oak.pk}?edit=segment", {"field_segment": "x"}).status_code == 403
    assert said(cast.oak.pk, PARTY) == {}


def test_a_new_deal_is_asked_for_what_must_be_filled(cast: Cast, as_person: SignIn) -> None:
    a_field("plot", required_from=0)
    sara = as_person(cast.sara)
    asked = {"name": "Shed", "stage": cast.stages[0].pk, "owner": cast.sara.pk}

    refused = sara.post("/deals/new", asked)
    created = sara.post("/deals/new", asked | {"field_plot": "7"})

    assert (refused.status_code, created.status_code) == (422, 302)
    assert "Fill in “Plot” first." in refused.content.decode()
    assert said(Deal.objects.get().pk) == {"plot": "7"}


def test_a_link_shows_a_name_only_to_who_sees_the_record(cast: Cast, as_person: SignIn) -> None:
    a_field("rival", "link", settings={"to": DEAL})
    mine, hidden = a_deal(cast), a_deal(cast, owner=cast.stan, name="Stan's secret")
    fill(DEAL, mine.pk, read_texts(fields_of(DEAL), {"rival": str(hidden.pk)}), by=SYSTEM)

    assert "secret" not in as_person(cast.sara).get(f"/deals/{mine.pk}").content.decode()
    assert "Stan&#x27;s secret" in as_person(cast.olga).get(f"/deals/{mine.pk}").content.decode()


def test_a_file_comes_back_as_a_download_and_is_never_run(cast: Cast, as_person: SignIn) -> None:
    a_field("drawing", "file")
    deal, sara = a_deal(cast), as_person(cast.sara)
    upload = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 <script>alert(1)</script>")

    assert (
        sara.post(f"/fields/{DEAL}/{deal.pk}?edit=drawing", {"field_drawing": upload}, headers=HTMX).status_code == 200
    )

    answer = sara.get(f"/fields/{DEAL}/{deal.pk}/drawing")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert as_person(cast.semyon).get(f"/fields/{DEAL}/{deal.pk}/drawing").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("page.html", b"<script>", "Files of this kind are not taken."),
        ("plan.pdf", b"MZ\x90", "The file is not what its name says (pdf)."),
        ("notes.txt", b"a\x00b", "The file is not what its name says (txt)."),
    ],
)
def test_a_file_that_is_not_what_it_says_is_not_taken(cast, as_person, name, content, message):
    a_field("drawing", "file")
    upload = SimpleUploadedFile(name, content)

    address = f"/fields/{DEAL}/{a_deal(cast).pk}?edit=drawing"
    answer = as_person(cast.sara).post(address, {"field_drawing": upload}, headers=HTMX)

    assert message in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_an_administrator_adds_and_changes_a_field_in_the_browser(cast: Cast, as_person: SignIn) -> None:
    olga = as_person(cast.olga)
    given = {"name_en": "Roof", "name_ru": "Крыша", "key": "roof", "type": "choice", "listed": "on"}

    added = olga.post(f"/settings/fields/{DEAL}/new", given | {"choices": "gable | Gable | Двускатная\nFlat"})

    field = Field.objects.get()
    assert added.status_code == 302
    assert [(one.key, one.names) for one in field.choices.all()] == [
        ("gable", {"en": "Gable", "ru": "Двускатная"}),
        ("flat", {"en": "Flat"}),
    ]
    page = olga.get(f"/settings/fields/{DEAL}/of/roof").content.decode()
    assert "gable | Gable | Двускатная" in page
    olga.post(f"/settings/fields/{DEAL}/of/roof", {"name_en": "Form of roof", "choices": "flat | Flat\nDome"})
    field.refresh_from_db()
    assert (str(field), field.listed) == ("Form of roof", False)
    assert [one.key for one in field.choices.all() if one.removed_at is None] == ["flat", "dome"]


def test_a_wrong_formula_is_refused_at_its_input(cast: Cast, as_person: SignIn) -> None:
    given = {"name_en": "Half", "key": "half", "type": "formula", "formula": "amount / note"}

    answer = as_person(cast.olga).post(f"/settings/fields/{DEAL}/new", given)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(r'id="id_formula_error">At letter 10 \(“note”\): There is no field “note”.', page)


def test_the_form_is_arranged_in_the_browser(cast: Cast, as_person: SignIn) -> None:
    for key in ("one", "two", "three"):
        a_field(key)
    olga, address = as_person(cast.olga), f"/settings/fields/{DEAL}/form"

    olga.post(address, {"key": "three", "step": "up"})
    assert [field.key for field in fields_of(DEAL)] == ["one", "three", "two"]
    olga.post(address, {"key": "one", "section_en": "Site", "section_ru": "Участок"})
    assert [(field.key, str(field.section or "")) for field in fields_of(DEAL)] == [
        ("three", ""),
        ("two", ""),
        ("one", "Site"),
    ]
    olga.post(address, {"key": "two", "step": "down"})
    assert [(field.key, str(field.section or "")) for field in fields_of(DEAL)][1] == ("two", "Site")


@pytest.mark.parametrize("address", ["/settings/fields", f"/settings/fields/{DEAL}", f"/settings/fields/{DEAL}/new"])
def test_a_seller_has_no_fields_to_settle(cast: Cast, as_person: SignIn, address: str) -> None:
    assert as_person(cast.sara).get(address).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_a_card_takes_the_same_queries_for_one_field_as_for_three(cast: Cast, as_person: SignIn, count: int) -> None:
    for number in range(count):
        a_field(f"note{number}")
    deal = a_deal(cast)
    fill(DEAL, deal.pk, {f"note{number}": "x" for number in range(count)}, by=SYSTEM)

    assert queries(as_person(cast.sara), f"/deals/{deal.pk}") == 26


def deals_with_areas(cast: Cast) -> list[Deal]:
    a_field("area", "number", listed=True)
    a_field("roof", "choice")
    made = [a_deal(cast, name=f"Shed {number}") for number in range(4)]
    for deal, area in zip(made, (3, 1, None, 2), strict=True):
        fill(DEAL, deal.pk, {"area": area and Decimal(area)}, by=SYSTEM)
    fill(DEAL, made[0].pk, read_texts(fields_of(DEAL), {"roof": "flat"}), by=SYSTEM)
    return made


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("sort=f.area", ["1", "3", "0", "2"]),
        ("sort=-f.area", ["0", "3", "1", "2"]),
        ('filter={"all":[["f.area","from","2"]]}', ["3", "0"]),
        ('filter={"all":[["f.area","from","2"]]}&sort=name', ["0", "3"]),
        ('filter={"any":[["f.roof","is","flat"],["f.area","is","1"]]}', ["1", "0"]),
        ('filter={"all":[["f.area","empty"]]}', ["2"]),
        ("f.nothing=1&sort=f.nothing", ["3", "2", "1", "0"]),
    ],
)
def test_the_list_of_deals_filters_and_sorts_by_fields(cast, as_person, query, names):
    deals_with_areas(cast)

    page = as_person(cast.sara).get(f"/deals?{query}").content.decode()

    assert re.findall(r">Shed (\d)</a>", page) == names


def test_columns_are_those_of_lists_or_those_chosen(cast, as_person):
    deals_with_areas(cast)
    sara = as_person(cast.sara)

    assert re.findall(r"sort=-?f\.(\w+)", sara.get("/deals").content.decode()) == ["area"]
    assert '<td data-label="Roof" class="">Flat</td>' in sara.get("/deals?columns=f.roof").content.decode()


def test_what_cannot_be_asked_is_said(cast, as_person):
    deals_with_areas(cast)

    page = as_person(cast.sara).get('/deals?filter={"all":[["f.area","from","big"]]}').content.decode()

    assert "Condition 1 of the filter: Area: Write a number in digits, for example 1250.5." in page
    assert ">Shed" not in page


def test_a_file_of_deals_has_their_fields_and_the_filter_of_the_list(cast, as_person):
    deals_with_areas(cast)
    asked = 'columns=name,f.area,f.roof&filter={"all":[["f.area","from","2"]]}&sort=-f.area'

    answer = as_person(cast.sara).get(f"/lists/sales.deal/export.csv?{asked}")

    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows == [["Deal", "Area", "Roof"], ["Shed 0", "3", "Flat"], ["Shed 3", "2", ""]]


def test_customers_filter_and_sort_by_fields(cast, as_person):
    a_field("segment", "choice", kind=PARTY, listed=True)
    fill(PARTY, cast.ivan.pk, read_texts(fields_of(PARTY), {"segment": "flat"}), by=SYSTEM)
    sara = as_person(cast.sara)

    assert "Oak &amp; Sons" not in sara.get('/customers?filter={"all":[["f.segment","is","flat"]]}').content.decode()
    assert re.findall(r"data-row-open>([^<]+)<", sara.get("/customers?sort=f.segment").content.decode()) == [
        "Ivan Petrov",
        "Oak &amp; Sons",
    ]


def test_a_new_customer_is_asked_for_fields_and_not_created_without_those_required(
    cast: Cast, as_person: SignIn
) -> None:
    a_field("size", "number", kind=PARTY, required_from=0)
    a_field("hobby", kind=PARTY)
    sara, before = as_person(cast.sara), Party.objects.count()
    assert 'aria-required="true"' in sara.get("/customers/new").content.decode()

    refused = sara.post("/customers/new", {"kind": "organisation", "name": "Elm Ltd"})
    wrong = sara.post("/customers/new", {"kind": "organisation", "name": "Elm Ltd", "field_size": "big"})

    assert (refused.status_code, wrong.status_code, Party.objects.count()) == (422, 422, before)
    assert "Fill in “Size” first." in html.unescape(refused.content.decode())
    assert "Write a number in digits" in wrong.content.decode()

    created = {"kind": "organisation", "name": "Elm Ltd", "field_size": "40", "field_hobby": "Sailing"}
    assert sara.post("/customers/new", created).status_code == 303
    elm = Party.objects.get(name="Elm Ltd")
    assert said(elm.pk, PARTY) == {"size": Decimal(40), "hobby": "Sailing"}
