"""Import of deals: one row, one deal with what happened to it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from setpoint.domains.catalog.models import Product
from setpoint.domains.catalog.operations import products
from setpoint.domains.sales.imports import deal_release, stage_history_kind
from setpoint.domains.sales.imports.deal_foresight import foresee
from setpoint.domains.sales.imports.deal_happenings import NOTES, Happenings
from setpoint.domains.sales.imports.deal_settings import propose, read, recalled
from setpoint.domains.sales.imports.stage_words import in_order
from setpoint.domains.sales.imports.team_kind import create_people
from setpoint.domains.sales.models import Deal, Pipeline, Stage
from setpoint.domains.sales.operations import pipelines
from setpoint.domains.sales.permissions import KIND
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import User
from setpoint.kernel.people import USER
from setpoint.kernel.refs import Ref
from setpoint.kernel.roles import ensure_default_roles
from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.findings import Survey
from setpoint.platform.importing.importer import Foreseen, Importer, Written, register_remover
from setpoint.platform.importing.kinds import Field, FieldType, ImportKind, register_kind
from setpoint.platform.importing.parsing import Record
from setpoint.platform.importing.problems import Problem
from setpoint.platform.importing.sources import Source
from setpoint.platform.importing.wordings import Wording, add_wordings
from setpoint.platform.models import ImportFile, ReleaseItem

ROWS = "deals"
PRODUCT = "catalog.product"
LONGEST_NOTE = 10_000


class DealRows(Importer):
    """Queues what happened to each deal; one of the same key, there or waiting, is left as it is."""

    def __init__(self, agreement: Agreement, *, by: Actor, run: int) -> None:
        super().__init__(agreement, by=by, run=run)
        self._settings = read(agreement.settings)
        self._happenings: Happenings | None = None

    @classmethod
    def known(cls) -> Mapping[str, Collection[str]]:
        """Return the people who sell: those of a team, and those who have deals."""
        in_teams = User.objects.filter(team__isnull=False).values_list("name", flat=True)
        with_deals = User.objects.filter(pk__in=Deal.objects.values("owner")).values_list("name", flat=True)
        return {"owners": {*in_teams, *with_deals}}

    @classmethod
    def settings(cls, found: Survey, agreement: Agreement, source: Source) -> dict[str, Any]:
        """Propose pipeline, meaning of stages, entry stage and last day of the export."""
        return propose(found, agreement, source).to_json()

    @classmethod
    def recalled(cls, proposed: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
        """Keep what the stages meant, and the pipeline that they belong to."""
        return recalled(read(proposed), read(before)).to_json()

    @classmethod
    def has_past(cls) -> bool:
        """Deals are the past that a replay would come before."""
        return Deal.objects.exists()

    def check(self, record: Record) -> Problem | None:
        """Refuse stages that nobody agreed on, and ends without a date or before the beginning."""
        values = record.values
        stage, opened, closed = values.get("stage"), values.get("created"), values.get("closed")
        if stage and stage not in self._settings.stages:
            return Problem("deal.stage", {"value": str(stage)})
        if not stage or not self._settings.outcome(str(stage)):
            return None
        if closed is None:
            return Problem("deal.undated_end", {"value": str(stage)})
        begin, end = self._settings.aware(opened), self._settings.aware(closed)
        return Problem("deal.end_first") if begin and end and end < begin else None

    def marks(self, record: Record) -> Collection[str]:
        """Count amounts that are estimates or unknown, beginnings that are unknown, and deals without customer."""
        values = record.values
        lost = self._settings.outcome(str(values.get("stage") or "")) == "lost"
        unpriced = values.get("amount") is None
        return [
            name
            for name, true in (
                ("estimated", unpriced and not lost and values.get("product") is not None),
                ("unknown_amount", lost or (unpriced and values.get("product") is None)),
                ("undated", values.get("created") is None),
                ("without_customer", values.get("customer") is None),
            )
            if true
        ]

    def foresee(self, records: Sequence[Record], files: Sequence[ImportFile]) -> Mapping[int, Mapping[str, Foreseen]]:
        """Estimates by the list price, and amounts of lost deals, which are unknown."""
        return foresee(records, self._settings, self.agreement.currency, files)

    def matched(self, records: Sequence[Record]) -> set[int]:
        """Compare keys with deals that are there and with those that wait for their time."""
        keys = {str(record.values["key"]): record.row for record in records if record.values.get("key")}
        there = set(
            Deal.objects.exclude(external_id="").filter(external_id__in=keys).values_list("external_id", flat=True)
        )
        there |= set(ReleaseItem.objects.filter(kind=ROWS, key__in=keys).values_list("key", flat=True))
        return {keys[key] for key in there}

    def write(self, records: Sequence[Record]) -> Written:
        """Turn rows into happenings; people and products are created where no list names any."""
        created = [*self._prepare(), *self._missing_people(records), *self._missing_products(records)]
        happenings = self._happenings
        if happenings is None:
            raise RuntimeError("rows are written before the pipeline is there")
        keys = {str(record.values["key"]) for record in records if record.values.get("key")}
        told = stage_history_kind.lived(keys)
        items = [
            item for record in records for item in happenings.of(record, told.get(str(record.values.get("key")), ()))
        ]
        stage_history_kind.forget(keys)
        return Written(created, items)

    @classmethod
    def release(cls, payloads: Sequence[Mapping[str, Any]], *, by: Actor) -> list[Ref]:
        """Let deals begin, move and end."""
        return deal_release.release(payloads, by=by)

    def _prepare(self) -> list[Ref]:
        """Look up, once, what rows refer to; create the pipeline that was agreed on if it is not there."""
        if self._happenings is not None:
            return []
        pipeline = Pipeline.objects.filter(name=self._settings.pipeline).first()
        created = []
        if pipeline is None:
            order = self._settings.order
            further = [name for name in stage_history_kind.told_stages() if name not in order]
            # stages in which no deal stands any more belong between those in which some do
            order = in_order([*order, *further]) if further else order
            step = max(80 // len(order), 1)
            stages = [pipelines.NewStage(name, min(step * at, 99)) for at, name in enumerate(order, start=1)]
            pipeline = pipelines.create(name=self._settings.pipeline, stages=stages, by=self.by)
            created.append(Ref(pipelines.KIND, pipeline.pk))
        self._happenings = Happenings(
            settings=self._settings,
            currency=self.agreement.currency,
            run=self.run,
            owners={user.name: user for user in User.objects.all()},
            products={product.name: product for product in Product.objects.all()},
            stages={stage.name: stage for stage in pipeline.stages.all()},
        )
        return created

    def _missing_people(self, records: Sequence[Record]) -> list[Ref]:
        known = self._happenings.owners if self._happenings else {}
        names = dict.fromkeys(str(record.values["owner"]) for record in records)
        role = ensure_default_roles()["seller"] if set(names) - set(known) else None
        made = create_people([User(name=name, role=role) for name in names if name not in known], by=self.by)
        known.update({user.name: user for user in made})
        return [Ref(USER, user.pk) for user in made]

    def _missing_products(self, records: Sequence[Record]) -> list[Ref]:
        known = self._happenings.products if self._happenings else {}
        names = dict.fromkeys(str(record.values["product"]) for record in records if record.values.get("product"))
        rows = [
            Product(name=name, list_price=0, currency=self.agreement.currency) for name in names if name not in known
        ]
        made = products.create_many(rows, by=self.by) if rows else []
        known.update({product.name: product for product in made})
        return [Ref(PRODUCT, product.pk) for product in made]


@register_remover(pipelines.KIND)
def remove_pipelines(ids: Sequence[int]) -> None:
    """Delete pipelines with their stages."""
    for pipeline in Pipeline.objects.filter(pk__in=ids):
        Stage.every.filter(pipeline=pipeline).delete()
        pipeline.delete()


add_wordings(
    {
        "deal.stage": Wording(
            _("Nobody has said what the stage “%(value)s” means."), _("Say whether it is open, won or lost.")
        ),
        "deal.undated_end": Wording(
            _("The deal is closed (“%(value)s”) but has no closing date."), _("Write the date on which it was closed.")
        ),
        "deal.end_first": Wording(_("The deal was closed before it was created."), _("Correct one of the two dates.")),
    }
)

register_kind(
    ImportKind(
        ROWS,
        _("Deals"),
        (
            Field(
                "key",
                _("Key"),
                FieldType.KEY,
                ("opportunity id", "deal id", "id", "number", "номер", "номер сделки", "код сделки"),
                length=120,
            ),
            Field(
                "name",
                _("Name"),
                synonyms=("deal name", "opportunity name", "deal", "title", "название", "название сделки", "сделка"),
                length=200,
            ),
            Field(
                "owner",
                _("Owner of the deal"),
                FieldType.REFERENCE,
                (
                    "sales agent",
                    "deal owner",
                    "opportunity owner",
                    "sales rep",
                    "responsible",
                    "assigned to",
                    "ответственный",
                    "продавец",
                    "менеджер",
                ),
                required=True,
                filled=True,
                refers_to="owners",
                length=200,
            ),
            Field(
                "product",
                _("Product"),
                FieldType.REFERENCE,
                ("product name", "item", "товар", "продукт", "услуга"),
                refers_to="products",
                length=200,
            ),
            Field(
                "customer",
                _("Customer"),
                FieldType.REFERENCE,
                (
                    "account",
                    "account name",
                    "company",
                    "organization",
                    "client",
                    "клиент",
                    "компания",
                    "организация",
                    "заказчик",
                    "контрагент",
                ),
                refers_to="customers",
                creates=True,
                length=200,
            ),
            Field(
                "stage",
                _("Stage"),
                FieldType.CATEGORY,
                ("deal stage", "status", "pipeline stage", "этап", "этап сделки", "стадия", "статус"),
                required=True,
                length=120,
            ),
            Field(
                "created",
                _("Created"),
                FieldType.DATE,
                (
                    "engage date",
                    "create date",
                    "created date",
                    "created at",
                    "created on",
                    "open date",
                    "start date",
                    "дата создания",
                    "дата создания сделки",
                    "создана",
                    "дата начала",
                ),
            ),
            Field(
                "since",
                _("In its stage since"),
                FieldType.DATE,
                ("last stage change", "stage since", "date entered current stage", "на этапе с", "дата смены этапа"),
            ),
            Field(
                "closed",
                _("Closed"),
                FieldType.DATE,
                (
                    "close date",
                    "closed date",
                    "closed at",
                    "closing date",
                    "won date",
                    "end date",
                    "дата закрытия",
                    "закрыта",
                    "дата завершения",
                ),
            ),
            Field(
                "amount",
                _("Amount"),
                FieldType.MONEY,
                (
                    "close value",
                    "value",
                    "deal value",
                    "revenue",
                    "sum",
                    "total",
                    "price",
                    "сумма",
                    "бюджет",
                    "сумма сделки",
                    "стоимость",
                    "цена",
                ),
            ),
            Field(
                "reason",
                _("Reason"),
                synonyms=("loss reason", "lost reason", "closed lost reason", "причина", "причина отказа"),
                length=120,
            ),
            Field(
                NOTES[0],
                _("Note"),
                synonyms=("notes", "comment", "description", "примечание", "комментарий"),
                length=LONGEST_NOTE,
            ),
            *(
                Field(name, _("Further note"), synonyms=(f"note {number}", f"примечание {number}"), length=LONGEST_NOTE)
                for number, name in enumerate(NOTES[1:], start=2)
            ),
        ),
        order=30,
        rights=((KIND, "create"), (USER, "create"), (PRODUCT, "create"), ("customers.party", "create")),
        marks={
            "estimated": _("amount estimated by the list price"),
            "unknown_amount": _("amount unknown"),
            "undated": _("created unknown"),
            "without_customer": _("without customer"),
        },
        importer=DealRows,
    )
)
