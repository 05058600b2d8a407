"""Custom fields marked as searchable are found like the rest; one that becomes so is read for every record."""

from collections.abc import Iterable, Iterator, Sequence

from setpoint.journal.models import Fact
from setpoint.platform.fields.searching import searchable_texts
from setpoint.platform.search.kinds import EVERY_KIND, register_texts

CHANGING = ("fields.altered", "fields.removed", "fields.restored")
PARTS = {"searchable", "settings"}


def texts_of(kind: str, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Yield (record, text) of searchable fields."""
    for record, texts in searchable_texts(kind, ids).items():
        for text in texts:
            yield record, text


def kinds_told_of(facts: Iterable[Fact]) -> set[str]:
    """Return the kinds of record all of whose texts these facts may have changed."""
    told = [fact for fact in facts if fact.kind in CHANGING]
    return {fact.data["kind"] for fact in told if fact.kind != "fields.altered" or PARTS & fact.changes.keys()}


register_texts(EVERY_KIND, "custom fields", texts_of)
