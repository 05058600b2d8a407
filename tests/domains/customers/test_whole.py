"""What leaves with all details comes in again as it was: here it changes nothing, in another company all is there."""

import io
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from setpoint.domains.customers.details import SORTS_OF_DETAIL
from setpoint.domains.customers.models import (
    BankAccount,
    ContactPoint,
    KeptCard,
    Occasion,
    OccasionKind,
    Party,
    PartyRole,
    PostalAddress,
    Preference,
    Relation,
    RelationKind,
    Requisite,
    Topic,
)
from setpoint.domains.customers.operations import details, parties
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.models import FieldRight
from setpoint.platform.importing.uploads import Upload, upload
from setpoint.platform.lists.asking import question
from setpoint.platform.lists.exporting import CSV, XLSX, table_text, write_xlsx
from setpoint.platform.lists.kinds import columns_of, list_of
from setpoint.platform.lists.packing import pack, unpack
from setpoint.platform.lists.whole import WHOLE, whole_lines
from setpoint.platform.models import RefusedRow
from tests.cast import Cast
from tests.platform.importing.helpers import finished

KIND = "customers.party"
SCRIPTS = (
    *("Иван Ёлкин", "Γιώργος", "יוסף כהן", "محمد علي", "प्रिया", "প্রিয়া", "ਗੁਰਪ੍ਰੀਤ", "ગાંધી", "தமிழ்", "తెలుగు", "ಕನ್ನಡ"),
    *("മലയാളം", "සිංහල", "ไทย", "ລາວ", "မြန်မာ", "ქართული", "Հայերեն", "አማርኛ", "ខ្មែរ", "王小明", "さくら", "김철수"),
)
HOSTILE = (
    *("=1+1", "+7", "-cmd", "@sum", "'=x", "''", "\t=x", '"quoted"', 'a "b" c', "a;b", "a,b", "a|b", "line\nbreak"),
    *(
        'a\n\nb;"c"\n',
        "\u202eright to left\u202c",
        "\u200f",
        "👩‍👩‍👧‍👦 family",
        "e\u0301 apart",
        "é together",
        "nbsp\u00a0",
        "NULL",
    ),
    *("1e5", "00012", "TRUE", "2026-03-02", "{}", "<b>", "%s", "\\n", "_x000D_", "ﬁ ligature", "Ⅷ"),
)


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


def exported(by: Actor, ending: str, language: str = "en") -> bytes:
    kind = list_of(KIND)
    asked = question(kind, columns_of(kind, by), {}, by, action="export")
    whole = WHOLE[KIND]
    names, rows = whole.head(language, by), whole_lines(asked, whole, language)
    if ending == CSV:
        return "".join(table_text(names, rows)).encode()
    target = io.BytesIO()
    write_xlsx(target, names, rows, lambda _done: None)
    return target.getvalue()


def taken(content: bytes, ending: str, by: Actor) -> Any:
    return finished(upload([Upload(f"customers.{ending}", io.BytesIO(content))], by=by), by)


def everything() -> list[Any]:
    """All that cards say, by their names in the order of the cards, without numbers of rows."""
    named = {party.pk: party.name for party in Party.objects.all()}
    said: list[Any] = []
    for party in Party.objects.order_by("pk").select_related("employer", "stage"):
        columns = ("kind", "name", "family_name", "given_name", "patronymic", "salutation", "email", "phone", "sector")
        own = [getattr(party, name) for name in (*columns, "country", "employees", "founded")]
        said.append([*own, named.get(party.employer_id), str(party.stage or "")])
        for sort in SORTS_OF_DETAIL.values():
            for row in sort.model.objects.filter(party=party):
                values = [getattr(row, name) for name in sort.columns]
                said.append([sort.key, *(one.name if isinstance(one, Party) else str(one) for one in values)])
    said += [[named[kept.party_id], kept.text] for kept in KeptCard.objects.order_by("pk")]
    return sorted(map(str, said))


def a_full_card(cast: Cast) -> Party:
    nina = parties.create(kind="person", name="Nina North", given_name="Nina", phone="+1 503 555 0142", by=SYSTEM)
    details.add_many(
        [
            ContactPoint(party=nina, medium="phone", use="fax", value="ask for Nina, ext. 3; =2", is_primary=True),
            ContactPoint(party=nina, medium="email", use="home", value="nina@harbour.example", until=date(2027, 1, 1)),
            PostalAddress(party=nina, use="billing", city="Bend", street='"4"\nat sea', latitude=45.5, longitude=-1),
            Requisite(party=nina, sort="inn", value="7707083893"),
            BankAccount(party=nina, number="DE89 3704 0044 0532 0130 00", bank="K"),
            PartyRole(party=nina, role="partner", since=date(2020, 1, 1), until=date(2021, 1, 1)),
            Occasion(party=nina, kind=OccasionKind.objects.get(key="birthday"), month_day=430, note="-"),
            Preference(party=nina, topic=Topic.objects.first(), value="+ larch"),
            Relation(party=cast.oak, kind=RelationKind.objects.get(key="referred_by"), other=nina, note="at the fair"),
            Relation(party=nina, kind=RelationKind.objects.get(key="works_at"), other=cast.oak, note="Owner"),
        ],
        by=SYSTEM,
    )  # fmt: skip
    KeptCard.objects.create(party=nina, text="BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Nina\r\nX-A:1\r\nEND:VCARD\r\n")
    return nina


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("ending", [CSV, XLSX])
def test_all_details_of_every_card_come_in_again(cast: Cast, ending: str, language: str) -> None:
    olga = Actor.of(cast.olga)
    a_full_card(cast)
    before, content = everything(), exported(olga, ending, language)
    if ending == XLSX:
        # a sheet knows one end of a line
        before = [one.replace("\\r\\n", "\\n") for one in before]

    again = taken(content, ending, olga)
    assert (again.files.get().kind, again.files.get().created, again.files.get().matched) == ("cards", 0, 3)
    Relation.objects.all().delete()
    Party.objects.all().delete()
    run = taken(content, ending, olga)

    assert list(RefusedRow.objects.values_list("problems", flat=True)) == []
    assert run.files.get().created == 3
    assert everything() == before


TEXTS = st.one_of(
    st.sampled_from(SCRIPTS + HOSTILE),
    st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u0000"), min_size=1, max_size=60),
    st.text("=+-@'\"\n\t;,| ёA\u0301\u202e", min_size=1, max_size=30),
).filter(str.strip)


@given(
    names=st.lists(TEXTS, min_size=1, max_size=6),
    notes=st.lists(TEXTS, min_size=1, max_size=6),
    ending=st.sampled_from([CSV, XLSX]),
)
@example(names=list(SCRIPTS), notes=list(HOSTILE), ending=CSV)
@example(names=list(HOSTILE), notes=list(SCRIPTS), ending=XLSX)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_names_of_any_script_and_of_any_malice_come_in_again_sign_by_sign(cast, names, notes, ending) -> None:
    olga = Actor.of(cast.olga)
    with transaction.atomic():
        made = parties.create_many([Party(kind="person", name=name) for name in names], by=SYSTEM)
        topic = Topic.objects.first()
        details.add_many(
            [Preference(party=made[at % len(made)], topic=topic, value=note) for at, note in enumerate(notes)],
            by=SYSTEM,
        )
        before, content = everything(), exported(olga, ending)
        Party.objects.all().delete()
        taken(content, ending, olga)
        same = everything() == before and not RefusedRow.objects.exists()
        transaction.set_rollback(True)
    assert same


@given(st.lists(st.lists(st.text(), min_size=2), max_size=5))
def test_rows_within_a_cell_are_read_as_they_were_written(rows: list[list[str]]) -> None:
    assert unpack(pack(rows)) == rows


def test_a_name_of_ten_thousand_signs_is_refused_with_its_reason(cast: Cast) -> None:
    olga = Actor.of(cast.olga)
    text = exported(olga, CSV).decode().replace("Ivan Petrov", "И" * 10_000)
    Party.objects.all().delete()

    run = taken(text.encode(), CSV, olga)

    (problem,) = RefusedRow.objects.get().problems
    assert (run.files.get().created, run.files.get().refused) == (1, 1)
    assert problem["code"] == "card.column"
    assert "200" in problem["params"]["reason"]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (",person,", ",robot,"),
        ("email;work;ivan@petrov.example", "email;work;no address"),
        ("email;work;ivan@petrov.example", "pigeon;work;ivan@petrov.example"),
        ("email;work;ivan@petrov.example", "email;work"),
    ],
)
def test_a_card_that_says_what_cannot_be_is_refused_alone(cast: Cast, was: str, now: str) -> None:
    olga = Actor.of(cast.olga)
    text = exported(olga, CSV).decode()
    assert was in text
    Party.objects.all().delete()

    taken(text.replace(was, now).encode(), CSV, olga)

    assert RefusedRow.objects.get().problems[0]["code"] == "card.column"
    assert list(Party.objects.values_list("name", flat=True)) == ["Oak & Sons"]


def test_what_one_does_not_see_does_not_leave(cast: Cast) -> None:
    a_full_card(cast)
    for field in ("phone", "requisites", "relations"):
        FieldRight.objects.create(role=cast.henry.role, kind=KIND, field=field, level="hidden")

    text = exported(Actor.of(cast.henry), CSV).decode()

    assert "nina@harbour.example" in text
    assert [one for one in ("ext. 3", "503 555", "7707083893", "DE89", "works_at") if one in text] == []


def test_many_cards_leave_with_as_many_questions_as_few(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as few:
        exported(Actor.of(cast.olga), CSV)
    a_full_card(cast)
    with CaptureQueriesContext(connection) as more:
        exported(Actor.of(cast.olga), CSV)
    assert len(more) == len(few)


def test_the_list_gives_customers_with_all_details(cast: Cast, client: Client) -> None:
    client.force_login(cast.henry)
    page = client.get("/customers").content.decode()
    link = "/lists/customers.party/export.csv?columns=%2A"
    assert link in page

    text = b"".join(client.get(link)).decode()

    assert text.startswith("\ufeffSetpoint key,Kind of card,Name,")
    assert "email;work;ivan@petrov.example;1;;" in text
    assert Fact.objects.get(kind="lists.exported").data["columns"] == ["*"]
