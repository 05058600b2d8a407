"""Import of the history of stages: when deals came into each; told before the deals, which live through it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from setpoint.domains.sales.imports.stage_words import in_order, meaning_of
from setpoint.domains.sales.models import Deal, ToldStage
from setpoint.domains.sales.permissions import KIND
from setpoint.kernel.bulk import insert_objects
from setpoint.kernel.clock import company_zone
from setpoint.kernel.refs import Ref
from setpoint.platform.importing.importer import Importer, Written, register_remover
from setpoint.platform.importing.kinds import Field, FieldType, ImportKind, register_kind
from setpoint.platform.importing.parsing import Record

ROWS = "stage_history"
TOLD = "sales.told_stage"
Lived = Sequence[tuple[str, datetime]]


class StageRows(Importer):
    """Keeps what is told until the deals come; of a deal that is there nothing is told any more."""

    def matched(self, records: Sequence[Record]) -> set[int]:
        """Compare with deals that are there, and with what was told before."""
        keys = {record.text("key") for record in records}
        deals = Deal.objects.exclude(external_id="").filter(external_id__in=keys)
        there = set(deals.values_list("external_id", flat=True))
        told = {(one.key, one.stage, one.at) for one in ToldStage.objects.filter(key__in=keys)}
        found = set()
        for record in records:
            said = (record.text("key"), record.text("stage"), _moment(record))
            if said[0] in there or said in told:
                found.add(record.row)
            told.add(said)
        return found

    def write(self, records: Sequence[Record]) -> Written:
        """Keep what the rows say."""
        rows = [ToldStage(key=one.text("key"), stage=one.text("stage"), at=_moment(one)) for one in records]
        insert_objects(ToldStage, rows)
        return Written([Ref(TOLD, row.pk) for row in rows])


def lived(keys: Collection[str]) -> Mapping[str, Lived]:
    """Return the stages of deals in order of time, by key, as far as they were told."""
    found: dict[str, list[tuple[str, datetime]]] = defaultdict(list)
    for one in ToldStage.objects.filter(key__in=keys).order_by("at", "pk"):
        found[one.key].append((one.stage, one.at))
    return found


def told_stages() -> list[str]:
    """Return the names of all open stages that were told of, in the order of a usual pipeline."""
    names = ToldStage.objects.order_by().values_list("stage", flat=True).distinct()
    return in_order(name for name in sorted(names) if meaning_of(name) == "open")


def forget(keys: Collection[str]) -> None:
    """Take away what was told of deals that have come in."""
    ToldStage.objects.filter(key__in=keys).delete()


@register_remover(TOLD)
def remove(ids: Sequence[int]) -> None:
    """Delete what an import told."""
    ToldStage.objects.filter(pk__in=ids).delete()


def _moment(record: Record) -> datetime:
    at = record.values["at"]
    if not isinstance(at, datetime):
        raise TypeError("a row of stages has its moment")
    return at if at.tzinfo else at.replace(tzinfo=company_zone())


register_kind(
    ImportKind(
        ROWS,
        _("History of the stages of deals"),
        (
            Field(
                "key",
                _("Number of the deal"),
                synonyms=("deal id", "opportunity id", "opportunityid", "id сделки"),
                required=True,
                filled=True,
                length=120,
            ),
            Field(
                "stage",
                _("Stage entered"),
                synonyms=("stage entered", "to stage", "stagename", "new stage", "новый этап", "в этап"),
                required=True,
                filled=True,
                length=120,
            ),
            Field(
                "at",
                _("Entered at"),
                FieldType.DATE,
                ("entered at", "stage date", "changed at", "createddate", "дата перехода", "дата смены этапа"),
                required=True,
                filled=True,
            ),
        ),
        order=29,
        rights=((KIND, "create"),),
        importer=StageRows,
    )
)
