"""A person who stands in as many places as a person can, each with a name that occurs nowhere else."""

import json
from io import BytesIO
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from setpoint.domains.channels.operations import consents, purposes
from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deals
from setpoint.journal.followers import catch_up
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import company_now
from setpoint.loop.inform.models import Mail, Notice
from setpoint.platform.fields.files import take_in
from setpoint.platform.fields.operations.values import fill
from setpoint.platform.importing.uploads import upload
from setpoint.platform.personal.exporting import export
from tests.cast import MONDAY, Cast
from tests.platform.fields.making import PARTY, a_field
from tests.platform.importing.helpers import HEADER, accept_all, files

NAME = "Зигмунт Кваксфельд"
ADDRESS = "zygmunt@quxfeldt.example"
TRACES = ("кваксфельд", "quxfeldt")


def someone_everywhere(cast: Cast) -> Party:
    """Make him: card, deal, note, fields, a file, a consent, an import, a letter, a notice, the index."""
    olga = Actor.of(cast.olga)
    person = parties.create(kind="person", name=NAME, email=ADDRESS, phone="+7 900 123-45-67", by=SYSTEM)
    parties.change(person, {"phone": "+7 900 765-43-21"}, by=SYSTEM)
    a_field("hobby", kind=PARTY, personal=True, searchable=True)
    a_field("passport", "file", kind=PARTY, personal=True)
    scan = SimpleUploadedFile("scan.txt", f"passport of {NAME}".encode())
    fill(PARTY, person.pk, {"hobby": f"Writes as {NAME}", "passport": take_in(scan)}, by=SYSTEM)
    deal = deals.create(
        name=f"Shed for {NAME}",
        pipeline=cast.pipeline,
        stage=cast.stages[0],
        owner=cast.sara,
        customer=person,
        currency="USD",
        amount=100_000,
        by=SYSTEM,
    )
    deals.touch_many([deals.Touch(deal.pk, "note", MONDAY, text=f"{NAME} wants it by May")], by=Actor.of(cast.sara))
    purpose = purposes.add(key="news", name="Newsletter", text="You may write to me.", by=olga)
    consents.give(person, purpose, way="paper", by=olga)
    run = upload(files(deals=HEADER + f"D1,Sara Stone,Cedar shed,{NAME},Won,1/20/2025,2/31/2025,1\n"), by=olga)
    accept_all(run, olga)
    letter = {"message_id": "<1@x>", "to": cast.sara.email, "created_at": MONDAY, "next_attempt_at": MONDAY}
    Mail.objects.create(user=cast.sara, subject=f"{NAME} waits", text=f"{NAME} waits", html=f"<b>{NAME}</b>", **letter)
    Notice.objects.create(
        user=cast.sara,
        kind="x",
        group="x",
        ref_kind=PARTY,
        ref_id=person.pk,
        data={"name": NAME},
        created_at=company_now(),
    )
    catch_up()
    return person


def rows_naming(*traces: str) -> list[str]:
    """Return `table: row` of every row of every table that holds one of the texts, whatever the capitals."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of our own
            found += [f"{table}: {row}" for row in map(_text, cursor.fetchall()) if any(one in row for one in traces)]
    return found


def _text(row: tuple[Any, ...]) -> str:
    """Return a row as one text; letters that JSON has escaped are letters again."""
    text = json.dumps([_plain(value) for value in row], default=str, ensure_ascii=False)
    return text.encode().decode("unicode_escape", "replace").casefold() + text.casefold()


def _plain(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value[:1] in ("{", "[") and _is_json(value) else value


def _is_json(value: str) -> bool:
    try:
        json.loads(value)
    except ValueError:
        return False
    return True


def archive_of(person: int, by: Actor) -> BytesIO:
    packed = BytesIO()
    export(person, packed, by=by)
    packed.seek(0)
    return packed


def deals_of(person: int) -> list[tuple[str, int | None]]:
    return list(Deal.objects.filter(customer=person).values_list("name", "amount"))
