"""Custom fields marked as searchable are found like the rest; one that becomes so is read for every record."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from setpoint.journal.models import Fact
from setpoint.platform.fields.searching import searchable_texts
from setpoint.platform.search.kinds import EVERY_KIND, register_texts

CHANGING = ("fields.altered", "fields.removed", "fields.restored")
PARTS = {"searchable", "settings"}


SOURCE = "custom fields"


def texts_of(kind: str, ids: Sequence[int], *, without: Collection[str] = ()) -> Iterator[tuple[int, str]]:
    """Yield (record, text) of searchable fields but those of `without`."""
    for record, texts in searchable_texts(kind, ids, without=without).items():
        for text in texts:
            yield record, text


def kinds_told_of(facts: Iterable[Fact]) -> set[str]:
    """Return the kinds of record all of whose texts these facts may have changed."""
    told = [fact for fact in facts if fact.kind in CHANGING]
    return {fact.data["kind"] for fact in told if fact.kind != "fields.altered" or PARTS & fact.changes.keys()}


register_texts(EVERY_KIND, SOURCE, texts_of)
