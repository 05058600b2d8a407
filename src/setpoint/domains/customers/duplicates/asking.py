"""Who is there already: asked while somebody types a new card, and for every way in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from setpoint.analysis.duplicates.contacts import email, register_number, telephone
from setpoint.analysis.duplicates.model import Evidence
from setpoint.domains.customers.duplicates.keys import SHARED, keys_of, sharing
from setpoint.domains.customers.duplicates.records import Record, record
from setpoint.domains.customers.duplicates.rules import CROWD
from setpoint.domains.customers.duplicates.suspecting import likely, weighed
from setpoint.domains.customers.media import home_country
from setpoint.domains.customers.models import Party
from setpoint.domains.customers.permissions import visible_parties
from setpoint.kernel.actors import Actor
from setpoint.kernel.limits.reading import most_of

SHOWN = 5
# the number of a card that is not there yet
NEW = 0
SURE = 0.95


@dataclass(frozen=True)
class Known:
    """A card like what is typed, how likely it is the same, and why."""

    party: Party
    probability: float
    evidence: tuple[Evidence, ...]


def typed(
    kind: str, name: str, *, emails: Sequence[str] = (), phones: Sequence[str] = (), numbers: Sequence[str] = ()
) -> Record:
    """Return what somebody types as a card that can be compared."""
    region = home_country()
    return record(
        NEW,
        kind,
        name,
        emails=[found for text in emails if (found := email(text))],
        phones=[found for text in phones if (found := telephone(text, region))],
        numbers=[found for text in numbers if (found := register_number(text))],
    )


def like(card: Record, by: Actor) -> list[Known]:
    """Return the cards that the actor sees and that are likely the same as a new one, the likeliest first."""
    couples = sharing({NEW: keys_of(card)}, crowd=most_of(CROWD))
    found = sorted(likely(couples, {NEW: card}), key=lambda pair: -pair.probability)
    shown = {pair.right: pair for pair in found[:SHOWN]}
    seen = visible_parties(by).in_bulk(list(shown))
    return [Known(seen[pk], pair.probability, pair.evidence) for pk, pair in shown.items() if pk in seen]


def same(cards: Mapping[int, Record]) -> dict[int, int]:
    """Return which cards, by any number above 0, are there already: surely one with a card (number → party).

    For a way in that nobody watches: they share a mailbox, a telephone or the number of a register.
    """
    # below 0: a number must not be that of a card in the table
    asked = {-number: {**card, "unique_id": -number} for number, card in cards.items() if _reached(card)}
    keys = {number: keys_of(card) for number, card in asked.items()}
    couples = sharing(keys, crowd=most_of(CROWD))
    found: dict[int, int] = {}
    for pair in weighed(couples, asked):
        if pair.probability >= SURE and any(each.step == "shared" for each in pair.evidence):
            found.setdefault(-pair.left, pair.right)
    return found


def _reached(card: Record) -> bool:
    return any(card.get(column) for column in SHARED)
