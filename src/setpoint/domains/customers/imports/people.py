"""Import of people: one row, one person with his addresses, the company he works at, and a note."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.customers.imports.incoming import Incoming
from setpoint.domains.customers.imports.rows import CardRows
from setpoint.domains.customers.permissions import KIND
from setpoint.platform.fields.importing import columns_of
from setpoint.platform.importing.kinds import Field, FieldType, ImportKind, register_kind
from setpoint.platform.importing.parsing import Record
from setpoint.platform.importing.vocabularies import countries
from setpoint.platform.vcards.card import EMAIL, PHONE, SITE, Card, Place, Point

# of one cell: several addresses stand in it behind these signs
SEPARATORS = ("\n", ";", ",")
POINTS = {
    "email": (EMAIL, "work"),
    "email_home": (EMAIL, "home"),
    "email_other": (EMAIL, "other"),
    "phone": (PHONE, "work"),
    "phone_mobile": (PHONE, "mobile"),
    "phone_home": (PHONE, "home"),
    "phone_other": (PHONE, "other"),
    "fax": (PHONE, "fax"),
    "site": (SITE, "work"),
}
PLACE = ("extended", "street", "city", "region", "postcode", "country")


class PeopleRows(CardRows):
    """Creates people; who is there already is left as he is."""

    def incoming(self, record: Record) -> Incoming:
        """Return what a row says."""
        family, given, additional = (record.text(key) for key in ("family_name", "given_name", "patronymic"))
        points = points_of(record)
        spoken = " ".join(filter(None, (given, additional, family)))
        company = record.text("company")
        name = record.text("name") or spoken or next((point.value for point in points), "") or company
        birthday = record.values.get("birthday")
        return Incoming(
            Card(
                name=name,
                family=family,
                given=given,
                additional=additional,
                prefix=record.text("salutation"),
                organisation=company,
                title=record.text("position"),
                birthday=birthday.date().isoformat() if isinstance(birthday, datetime) else "",
                note=record.text("note"),
                points=tuple(points),
                places=places_of(record),
                is_organisation=bool(company) and name == company,
            ),
            key=record.text("key"),
            company_key=record.text("company_key"),
        )


def points_of(record: Record) -> list[Point]:
    """Return the addresses in the cells of a row."""
    return [
        Point(medium, value, use)
        for key, (medium, use) in POINTS.items()
        for value in several(record.text(key), medium)
    ]


def several(cell: str, medium: str) -> Sequence[str]:
    """Cut a cell into the addresses that it holds; a web address may hold any sign but a line's end."""
    signs = SEPARATORS[:1] if medium == SITE else SEPARATORS
    for sign in signs[1:]:
        cell = cell.replace(sign, "\n")
    return [part.strip() for part in cell.split("\n") if part.strip()]


def places_of(record: Record) -> tuple[Place, ...]:
    """Return the postal address in the cells of a row."""
    parts = {key: record.text(key) for key in PLACE}
    return (Place(use="work", **parts, first=True),) if any(parts.values()) else ()


POINT_FIELDS = (
    Field(
        "email",
        _("E-mail"),
        synonyms=("email address", "e-mail address", "work email", "почта", "рабочий email", "рабочий e-mail"),
        length=2000,
    ),
    Field("email_home", _("Private e-mail"), synonyms=("personal email", "home email", "личный email"), length=2000),
    Field("email_other", _("Another e-mail"), synonyms=("other email", "другой email"), length=2000),
    Field(
        "phone",
        _("Telephone"),
        synonyms=("phone", "phone number", "work phone", "телефон", "рабочий телефон"),
        length=2000,
    ),
    Field(
        "phone_mobile",
        _("Mobile telephone"),
        synonyms=("mobile", "mobile phone", "cell phone", "мобильный телефон", "мобильный"),
        length=2000,
    ),
    Field("phone_home", _("Telephone at home"), synonyms=("home phone", "домашний телефон"), length=2000),
    Field("phone_other", _("Another telephone"), synonyms=("other phone", "другой телефон"), length=2000),
    Field("fax", _("Fax"), synonyms=("fax number", "факс", "номер факса"), length=2000),
    Field("site", _("Web site"), synonyms=("website", "url", "web", "сайт", "веб-сайт"), length=2000),
)
PLACE_FIELDS = (
    Field("street", _("Street and house"), synonyms=("street", "address", "адрес", "улица, номер дома"), length=250),
    Field("extended", _("Flat, post box"), synonyms=("квартира, офис, комната, этаж", "apartment"), length=120),
    Field("city", _("City"), synonyms=("town", "город", "населенный пункт", "населённый пункт"), length=120),
    Field("region", _("Region"), synonyms=("state", "province", "область", "регион"), length=120),
    Field(
        "postcode",
        _("Postcode"),
        synonyms=("zip", "zip code", "postal code", "индекс", "почтовый индекс"),
        length=20,
    ),
    Field(
        "country",
        _("Country"),
        FieldType.CATEGORY,
        ("country/region", "страна"),
        vocabulary=countries,
        length=80,
    ),
)

register_kind(
    ImportKind(
        "contacts",
        _("People"),
        (
            Field("key", _("Key"), synonyms=("contact id", "record id", "код контакта"), length=120),
            Field(
                "name",
                _("Name"),
                synonyms=("full name", "contact", "имя", "фио", "полное имя", "контакт"),
                length=200,
            ),
            Field("family_name", _("Family name"), synonyms=("last name", "surname", "фамилия"), length=100),
            Field("given_name", _("Given name"), synonyms=("first name", "имя"), length=100),
            Field("patronymic", _("Patronymic or middle names"), synonyms=("middle name", "отчество"), length=100),
            Field("salutation", _("Salutation"), synonyms=("title of address", "обращение"), length=100),
            Field(
                "company",
                _("Works at"),
                FieldType.REFERENCE,
                ("company", "company name", "organization", "employer", "компания", "название компании", "организация"),
                refers_to="customers",
                creates=True,
                length=200,
            ),
            Field("company_key", _("Key of the company"), synonyms=("account id", "company id"), length=120),
            Field(
                "position", pgettext_lazy("of a person", "Position"), synonyms=("job title", "должность"), length=200
            ),
            *POINT_FIELDS,
            *PLACE_FIELDS,
            Field("birthday", _("Birthday"), FieldType.DATE, ("date of birth", "birthdate", "дата рождения")),
            Field(
                "note",
                _("Note"),
                synonyms=("notes", "comment", "description", "комментарий", "примечание"),
                length=10_000,
            ),
        ),
        order=25,
        rights=((KIND, "create"),),
        importer=PeopleRows,
        further=partial(columns_of, KIND),
    )
)
