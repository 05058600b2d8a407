"""Import of records of an administrator's kinds: one row, one record."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.folding import fold
from setpoint.kernel.refs import Ref
from setpoint.platform.fields.importing import columns_of, fill_imported, importable, problem_in
from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.importer import Importer, Written
from setpoint.platform.importing.kinds import Field, FieldType, ImportKind, provide_kinds
from setpoint.platform.importing.parsing import Record
from setpoint.platform.importing.problems import Problem
from setpoint.platform.objects.models import ObjectKind, ObjectRecord
from setpoint.platform.objects.operations import records as operations

NAME = Field(
    "name", _("Name"), FieldType.KEY, ("title", "название", "наименование"), required=True, filled=True, length=200
)


class ObjectRows(Importer):
    """Creates records; one of the same name is there already."""

    key: ClassVar[str]

    def __init__(self, agreement: Agreement, *, by: Actor, run: int) -> None:
        super().__init__(agreement, by=by, run=run)
        self._kind = ObjectKind.objects.get(key=self.key)
        self._fields = importable(self._kind.kind)

    def check(self, record: Record) -> Problem | None:
        """Refuse values that the fields do not take."""
        return problem_in(self._fields, record)

    def matched(self, records: Sequence[Record]) -> set[int]:
        """Compare names as they are searched."""
        names = {fold(record.text("name")) for record in records}
        rows = ObjectRecord.objects.filter(kind=self._kind, folded__in=names)
        there = set(rows.values_list("folded", flat=True))
        return {record.row for record in records if fold(record.text("name")) in there}

    def write(self, records: Sequence[Record]) -> Written:
        """Create the records, now."""
        made = operations.create_many(
            self._kind, [ObjectRecord(name=record.text("name")) for record in records], by=self.by
        )
        rows = {one.pk: record for one, record in zip(made, records, strict=True)}
        fill_imported(self._kind.kind, self._fields, rows, by=self.by)
        return Written([Ref(self._kind.kind, one.pk) for one in made])


@provide_kinds
def kinds() -> Iterable[ImportKind]:
    """Return a kind of row for every kind of record there is now."""
    for kind in ObjectKind.objects.filter(removed_at__isnull=True):
        rows = type(f"Rows{kind.pk}", (ObjectRows,), {"key": kind.key})
        label = str(kind)
        yield ImportKind(
            kind.kind,
            label,
            (NAME,),
            order=90,
            rights=((kind.kind, "create"),),
            importer=rows,
            further=partial(columns_of, kind.kind),
        )
