"""A view or an export may ask for somebody by name; a file that waits to be fetched may hold him."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from setpoint.journal.forgetting import register_shredder
from setpoint.kernel.facts import JsonDict
from setpoint.platform.fields.kinds import all_kinds
from setpoint.platform.lists.models import BulkEdit, BulkRow, Export, SavedView
from setpoint.platform.lists.operations.exports import discard
from setpoint.platform.personal.free_texts import register_free_texts
from setpoint.platform.personal.parts import Part, register_part

register_free_texts(SavedView, "name", "asked", empty="-")
register_free_texts(Export, "asked")
register_free_texts(BulkEdit, "given", "asked", "problem")


@register_shredder("lists_export")
def shred_files(person_id: int) -> None:
    """Take every file that waits away: whoever needs it asks for it again."""
    del person_id
    discard(Export.objects.all())


@register_shredder("lists_bulkrow")
def shred_rows(person_id: int) -> None:
    """Take away what his records said before they were changed with many others."""
    for row in _rows(person_id):
        row.delete()


def changed(person_id: int) -> list[JsonDict]:
    """Return what his records said before and after a change of many."""
    return [{"field": row.edit.label, "before": row.old, "after": row.new} for row in _rows(person_id)]


def _rows(person_id: int) -> Iterator[BulkRow]:
    for kind in all_kinds().values():
        ids = list(kind.of_person(person_id))
        yield from BulkRow.objects.filter(kind=kind.kind, record__in=ids).select_related("edit")


register_part(Part("changes_of_many", _("Changes made to many records at once"), changed, tables=("lists_bulkrow",)))
