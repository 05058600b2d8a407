"""Import of organisations: one row, one party."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.imports.incoming import Incoming
from setpoint.domains.customers.imports.people import PLACE_FIELDS, POINT_FIELDS, places_of, points_of
from setpoint.domains.customers.imports.rows import CardRows
from setpoint.domains.customers.models import Party
from setpoint.domains.customers.permissions import KIND
from setpoint.platform.fields.importing import columns_of
from setpoint.platform.importing.kinds import Field, FieldType, ImportKind, register_kind
from setpoint.platform.importing.parsing import Record
from setpoint.platform.importing.vocabularies import countries
from setpoint.platform.vcards.card import Card

REQUISITES = ("inn", "kpp", "ogrn", "vat")
SECTORS = (
    *("agriculture", "automotive", "banking", "construction", "consulting", "education", "employment", "energy"),
    *("entertainment", "finance", "government", "healthcare", "hospitality", "insurance", "logistics"),
    *("manufacturing", "marketing", "media", "medical", "pharmaceuticals", "real estate", "retail", "services"),
    *("software", "technology", "telecommunications", "tourism", "transport", "wholesale"),
    *("банки", "здравоохранение", "логистика", "медицина", "недвижимость", "образование", "производство"),
    *("промышленность", "розничная торговля", "сельское хозяйство", "страхование", "строительство", "транспорт"),
    *("телекоммуникации", "технологии", "туризм", "услуги", "финансы", "энергетика"),
)


class OrganisationRows(CardRows):
    """Creates organisations; one of the same name, key or INN is there already."""

    @classmethod
    def known(cls) -> Mapping[str, Collection[str]]:
        """Return the names of customers."""
        return {"customers": list(Party.objects.values_list("name", flat=True))}

    def incoming(self, record: Record) -> Incoming:
        """Return what a row says."""
        values = {key: record.text(key) for key in ("sector", "country")}
        numbers = {key: record.whole(key) for key in ("employees", "founded")}
        places = places_of(record)
        return Incoming(
            Card(
                name=record.text("name"),
                is_organisation=True,
                note=record.text("note"),
                points=tuple(points_of(record)),
                # a country alone stands on the card itself
                places=places if any(place.street or place.city or place.postcode for place in places) else (),
            ),
            key=record.text("key"),
            requisites={key: record.text(key) for key in REQUISITES if record.text(key)},
            values=values | {key: number for key, number in numbers.items() if number is not None},
        )


register_kind(
    ImportKind(
        "accounts",
        _("Organisations"),
        (
            Field(
                "name",
                _("Name"),
                FieldType.TEXT,
                (
                    "account",
                    "account name",
                    "company",
                    "company name",
                    "organization",
                    "customer",
                    "название",
                    "название компании",
                    "компания",
                    "организация",
                    "клиент",
                    "заказчик",
                ),
                required=True,
                filled=True,
                length=200,
            ),
            Field("key", _("Key"), synonyms=("account id", "company id", "record id", "код клиента"), length=120),
            Field(
                "sector",
                _("Sector"),
                FieldType.CATEGORY,
                ("industry", "branch", "отрасль", "сфера", "сфера деятельности"),
                vocabulary=lambda: SECTORS,
                length=80,
            ),
            Field(
                "country",
                _("Country"),
                FieldType.CATEGORY,
                ("office location", "location", "billing country", "страна"),
                vocabulary=countries,
                length=80,
            ),
            Field(
                "employees",
                _("Employees"),
                FieldType.WHOLE,
                ("number of employees", "headcount", "сотрудники", "число сотрудников"),
                maximum=Decimal(10) ** 8,
            ),
            Field(
                "founded",
                _("Founded"),
                FieldType.YEAR,
                ("year established", "year founded", "год основания"),
                maximum=Decimal(2100),
            ),
            Field("inn", _("INN"), synonyms=("инн", "tax id", "taxpayer number"), length=40),
            Field("kpp", _("KPP"), synonyms=("кпп",), length=40),
            Field("ogrn", _("OGRN"), synonyms=("огрн", "огрнип"), length=40),
            Field("vat", _("VAT number"), synonyms=("vat", "vat id"), length=40),
            *POINT_FIELDS,
            *(one for one in PLACE_FIELDS if one.key != "country"),
            Field("note", _("Note"), synonyms=("notes", "description", "комментарий", "примечание"), length=10_000),
        ),
        order=20,
        rights=((KIND, "create"),),
        provides={"customers": ("name",)},
        importer=OrganisationRows,
        further=partial(columns_of, KIND),
    )
)
