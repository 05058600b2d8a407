"""Import of leads: one row, one inquiry; a source that is not there yet is made."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time
from decimal import Decimal
from functools import partial

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.sales.models import Lead, LeadSource
from setpoint.domains.sales.operations import intake, lead_words
from setpoint.domains.sales.permissions import LEAD
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import company_now, company_zone
from setpoint.kernel.folding import fold
from setpoint.kernel.models import User
from setpoint.kernel.refs import Ref
from setpoint.platform.fields.importing import columns_of, fill_imported, importable, problem_in
from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.importer import Importer, Written
from setpoint.platform.importing.kinds import Field, FieldType, ImportKind, register_kind
from setpoint.platform.importing.parsing import Record
from setpoint.platform.importing.problems import Problem

OTHER = "other"


class LeadRows(Importer):
    """Takes inquiries in; one of the same key is there already."""

    def __init__(self, agreement: Agreement, *, by: Actor, run: int) -> None:
        super().__init__(agreement, by=by, run=run)
        self._fields = importable(LEAD)

    @classmethod
    def known(cls) -> Mapping[str, Collection[str]]:
        """Return the people to whom leads may belong."""
        return {"people": set(User.objects.filter(is_active=True).values_list("name", flat=True))}

    def check(self, record: Record) -> Problem | None:
        """Refuse values that the fields of an administrator do not take."""
        return problem_in(self._fields, record)

    def matched(self, records: Sequence[Record]) -> set[int]:
        """Compare keys."""
        keys = {record.text("key"): record.row for record in records if record.text("key")}
        there = Lead.objects.filter(external_id__in=keys).values_list("external_id", flat=True)
        return {keys[key] for key in there}

    def write(self, records: Sequence[Record]) -> Written:
        """Take the inquiries in as they came; what has no owner goes by the rules of routing."""
        sources, owners = self._sources(records), {user.name: user for user in User.objects.all()}
        asked = [_inquiry(record, sources[fold(record.text("source"))], owners) for record in records]
        made = [lead for lead in intake.receive_many(asked, by=self.by) if isinstance(lead, Lead)]
        rows = {lead.pk: record for lead, record in zip(made, records, strict=False)}
        fill_imported(LEAD, self._fields, rows, by=self.by)
        return Written([Ref(LEAD, lead.pk) for lead in made])

    def _sources(self, records: Sequence[Record]) -> dict[str, str]:
        """Return the key of each source by its folded name, made where it is missing."""
        lead_words.ensure_words()
        known = {fold(name): key for name, key in LeadSource.objects.values_list("name", "key")}
        known |= {key: key for key in known.values()} | {"": OTHER}
        for name in {record.text("source") for record in records}:
            if fold(name) not in known:
                stem = slugify(name)[:50] or "source"
                key = stem if stem not in known.values() else f"{stem}-{len(known)}"
                lead_words.save_source(LeadSource(key=key, name=name[:120]), by=SYSTEM)
                known[fold(name)] = key
        return known


def _inquiry(record: Record, source: str, owners: Mapping[str, User]) -> intake.Inquiry:
    day = record.values.get("received")
    at = datetime.combine(day, time(9), company_zone()) if day is not None and not isinstance(day, str) else None  # type: ignore[arg-type] # a day
    return intake.Inquiry(
        source=source,
        name=record.text("name"),
        organisation=record.text("organisation"),
        email=record.text("email"),
        phone=record.text("phone"),
        message=record.text("message"),
        campaign=record.text("campaign"),
        country=record.text("country"),
        region=record.text("region"),
        sector=record.text("sector"),
        employees=record.whole("employees"),
        owner=owners.get(record.text("owner")),
        at=min(at, company_now()) if at else None,
        external_id=record.text("key"),
    )


register_kind(
    ImportKind(
        "leads",
        _("Leads"),
        (
            Field(
                "name",
                _("Name"),
                synonyms=(
                    "lead name",
                    "full name",
                    "contact",
                    "contact name",
                    "имя",
                    "фио",
                    "контакт",
                    "контактное лицо",
                ),
                required=True,
                filled=True,
                length=200,
            ),
            Field(
                "organisation",
                _("Organisation"),
                synonyms=("company", "company name", "account", "компания", "организация"),
                length=200,
            ),
            Field("email", _("E-mail"), synonyms=("mail", "e-mail", "email address", "почта"), length=254),
            Field("phone", _("Telephone"), synonyms=("phone", "phone number", "mobile", "телефон"), length=40),
            Field(
                "source",
                _("Source"),
                synonyms=("lead source", "lead origin", "origin", "источник", "источник лида"),
                length=120,
            ),
            Field("campaign", _("Campaign"), synonyms=("utm_campaign", "utm campaign", "кампания"), length=120),
            Field(
                "message",
                _("Message"),
                synonyms=("comment", "comments", "description", "note", "сообщение", "комментарий", "описание"),
                length=4000,
            ),
            Field("country", _("Country"), synonyms=("страна",), length=80),
            Field("region", _("Region"), synonyms=("state", "city", "регион", "город"), length=80),
            Field("sector", _("Sector"), synonyms=("industry", "отрасль", "сфера"), length=80),
            Field(
                "employees",
                _("Employees"),
                FieldType.WHOLE,
                ("number of employees", "headcount", "сотрудники"),
                maximum=Decimal(10) ** 8,
            ),
            Field(
                "owner",
                pgettext_lazy("of a deal", "Owner"),
                FieldType.REFERENCE,
                ("lead owner", "assigned to", "responsible", "ответственный", "менеджер"),
                refers_to="people",
                length=200,
            ),
            Field(
                "received",
                _("Received"),
                FieldType.DATE,
                ("created", "create date", "date", "created at", "дата", "дата создания", "создан"),
            ),
            Field("key", _("Key"), FieldType.KEY, ("lead id", "lead number", "id", "record id", "код"), length=120),
        ),
        order=30,
        rights=((LEAD, "create"),),
        importer=LeadRows,
        further=partial(columns_of, LEAD),
    )
)
