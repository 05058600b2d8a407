"""The cards of a book as vCards, some hundreds at a time."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.queries.vcards import vcards_of
from setpoint.domains.exchange.address_books import book_of, names_of
from setpoint.domains.exchange.limits import BOOK
from setpoint.kernel.actors import Actor
from setpoint.kernel.limits.reading import most_of

BATCH = 500


class LargeBookError(Exception):
    """The person sees more customers than a telephone holds."""

    def __str__(self) -> str:
        """Say the way out."""
        return _("You see more customers than an address book holds. Ask the administrator to raise that limit.")


def whole(by: Actor) -> Iterator[tuple[str, str]]:
    """Yield the name and the vCard of every card. LargeBookError where there are too many."""
    ids = list(book_of(by).order_by("pk").values_list("pk", flat=True)[: most_of(BOOK) + 1])
    if len(ids) > most_of(BOOK):
        raise LargeBookError
    return some(ids, by)


def some(ids: Iterable[int], by: Actor) -> Iterator[tuple[str, str]]:
    """Yield the name and the vCard of those of some cards that are in the book."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), BATCH):
        found = book_of(by).filter(pk__in=ordered[start : start + BATCH])
        yield from of(found.select_related("employer").order_by("pk"), by)


def of(parties: Iterable[Party], by: Actor) -> Iterator[tuple[str, str]]:
    """Yield the name and the vCard of parties."""
    there = list(parties)
    names, texts = names_of([party.pk for party in there]), vcards_of(there, by)
    for party in there:
        yield names[party.pk], texts[party.pk]
