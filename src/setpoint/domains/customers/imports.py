"""Import of organisations: one row, one party."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.models.party import PartyKind
from setpoint.domains.customers.operations import parties
from setpoint.domains.customers.permissions import KIND
from setpoint.kernel.actors import Actor
from setpoint.kernel.folding import fold
from setpoint.kernel.refs import Ref
from setpoint.platform.fields.importing import columns_of, fill_imported, importable, problem_in
from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.importer import Importer, Written
from setpoint.platform.importing.kinds import Field, FieldType, ImportKind, register_kind
from setpoint.platform.importing.parsing import Record
from setpoint.platform.importing.problems import Problem
from setpoint.platform.importing.vocabularies import countries

SECTORS = (
    *("agriculture", "automotive", "banking", "construction", "consulting", "education", "employment", "energy"),
    *("entertainment", "finance", "government", "healthcare", "hospitality", "insurance", "logistics"),
    *("manufacturing", "marketing", "media", "medical", "pharmaceuticals", "real estate", "retail", "services"),
    *("software", "technology", "telecommunications", "tourism", "transport", "wholesale"),
    *("банки", "здравоохранение", "логистика", "медицина", "недвижимость", "образование", "производство"),
    *("промышленность", "розничная торговля", "сельское хозяйство", "страхование", "строительство", "транспорт"),
    *("телекоммуникации", "технологии", "туризм", "услуги", "финансы", "энергетика"),
)


class OrganisationRows(Importer):
    """Creates organisations; one of the same name, or the same key, is there already."""

    def __init__(self, agreement: Agreement, *, by: Actor, run: int) -> None:
        super().__init__(agreement, by=by, run=run)
        self._fields = importable(KIND)

    def check(self, record: Record) -> Problem | None:
        """Refuse values that the fields of an administrator do not take."""
        return problem_in(self._fields, record)

    @classmethod
    def known(cls) -> Mapping[str, Collection[str]]:
        """Return the names of customers."""
        return {"customers": list(Party.objects.values_list("name", flat=True))}

    def matched(self, records: Sequence[Record]) -> set[int]:
        """Compare names as they are searched, and keys."""
        names = {fold(record.text("name")) for record in records}
        keys = {record.text("key") for record in records} - {""}
        there = set(Party.objects.filter(folded__in=names).values_list("folded", flat=True))
        keyed = set(Party.objects.filter(external_id__in=keys).values_list("external_id", flat=True))
        return {record.row for record in records if fold(record.text("name")) in there or record.text("key") in keyed}

    def write(self, records: Sequence[Record]) -> Written:
        """Create the organisations, now."""
        created = parties.create_many([_party(record) for record in records], by=self.by)
        rows = {party.pk: record for party, record in zip(created, records, strict=True)}
        fill_imported(KIND, self._fields, rows, by=self.by)
        return Written([Ref(KIND, party.pk) for party in created])


def _party(record: Record) -> Party:
    return Party(
        kind=PartyKind.ORGANISATION,
        name=record.text("name"),
        sector=record.text("sector"),
        country=record.text("country"),
        employees=record.whole("employees"),
        founded=record.whole("founded"),
        phone=record.text("phone"),
        external_id=record.text("key"),
    )


register_kind(
    ImportKind(
        "accounts",
        _("Organisations"),
        (
            Field(
                "name",
                _("Name"),
                FieldType.KEY,
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
            Field("phone", _("Telephone"), synonyms=("phone", "phone number", "телефон", "рабочий телефон"), length=40),
        ),
        order=20,
        rights=((KIND, "create"),),
        provides={"customers": ("name",)},
        importer=OrganisationRows,
        further=partial(columns_of, KIND),
    )
)
