"""A view or an export may ask for somebody by name; a file that waits to be fetched may hold him."""

from setpoint.journal.forgetting import register_shredder
from setpoint.platform.lists.models import Export, SavedView
from setpoint.platform.lists.operations.exports import discard
from setpoint.platform.personal.free_texts import register_free_texts

register_free_texts(SavedView, "name", "asked", empty="-")
register_free_texts(Export, "asked")


@register_shredder("lists_export")
def shred_files(person_id: int) -> None:
    """Take every file that waits away: whoever needs it asks for it again."""
    del person_id
    discard(Export.objects.all())
