"""Fill the rows of cards from what stood on the party: e-mail, telephone, employer. In ranges: there may be millions."""

from collections.abc import Iterator

import phonenumbers
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

RANGE = 20_000
RELATIONS = (
    ("works_at", "works at", "employs"),
    ("child_of", "child of", "parent of"),
    ("married_to", "married to", "married to"),
    ("gift_recipient", "sends gifts to", "receives gifts from"),
    ("referred_by", "was referred by", "referred"),
    ("belongs_to", "belongs to", "includes"),
)
OCCASIONS = (
    ("birthday", "Birthday", True, 14),
    ("anniversary", "Anniversary", True, 14),
    ("contract_end", "End of contract", False, 30),
)
STAGES = (
    ("lead", "Lead"),
    ("prospect", "Prospect"),
    ("customer", "Customer"),
    ("advocate", "Advocate"),
    ("lapsed", "Lapsed"),
)
TOPICS = (
    ("way_of_contact", "Way of contact", "preference"),
    ("time_of_contact", "Time of contact", "preference"),
    ("product", "Product of interest", "preference"),
    ("need", "Need", "need"),
)


def word(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Write the words with which every company begins."""
    alias = editor.connection.alias
    relations = apps.get_model("customers", "RelationKind").objects.using(alias)
    for key, name, reverse in RELATIONS:
        relations.create(key=key, name=name, reverse=reverse)
    occasions = apps.get_model("customers", "OccasionKind").objects.using(alias)
    for key, name, yearly, days in OCCASIONS:
        occasions.create(key=key, name=name, yearly=yearly, days_before=days)
    stages = apps.get_model("customers", "LifeStage").objects.using(alias)
    for position, (key, name) in enumerate(STAGES):
        stages.create(key=key, name=name, position=position)
    topics = apps.get_model("customers", "Topic").objects.using(alias)
    for key, name, sort in TOPICS:
        topics.create(key=key, name=name, sort=sort)


def fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Write a row for every address, and one for everybody who works somewhere."""
    company = apps.get_model("kernel", "Company").objects.using(editor.connection.alias).first()
    country = (company.country if company else "") or "US"
    insert = (
        "INSERT INTO customers_contactpoint (party_id, medium, use, value, normalised, is_primary)"
        " VALUES (%s, %s, 'work', %s, %s, %s)"
    )
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT MAX(id) FROM customers_party")
        (greatest,) = cursor.fetchone()
        for start in range(0, (greatest or 0) + 1, RANGE):
            cursor.execute(
                "SELECT id, email, phone FROM customers_party WHERE id >= %s AND id < %s AND (email <> '' OR phone <> '')",
                [start, start + RANGE],
            )
            rows = list(addresses(cursor.fetchall(), country))
            if rows:
                cursor.executemany(insert, rows)
        cursor.execute(
            "INSERT INTO customers_relation (party_id, kind_id, other_id, note)"
            " SELECT person.id, kind.id, person.employer_id, '' FROM customers_party person, customers_relationkind kind"
            " WHERE person.employer_id IS NOT NULL AND person.employer_id <> person.id AND kind.key = 'works_at'"
        )


def addresses(rows: list[tuple[int, str, str]], country: str) -> Iterator[tuple[int, str, str, str, bool]]:
    """Yield what the addresses of parties become."""
    for party, email, phone in rows:
        if email:
            yield party, "email", email, email.strip().casefold(), True
        if phone:
            yield party, "phone", phone, normalised(phone, country), True


def normalised(phone: str, country: str) -> str:
    """Return a telephone as E.164, "" for what can be none."""
    try:
        number = phonenumbers.parse(phone.replace("(0)", ""), country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{plain};ext={number.extension}" if number.extension else plain


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0005_cards"),
        ("kernel", "0008_what_scopes_mean"),
    ]

    operations = [
        migrations.RunPython(word, migrations.RunPython.noop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
