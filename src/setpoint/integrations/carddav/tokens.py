"""Tokens of synchronisation: how far a device has read the journal, and by which rights (RFC 6578)."""

import hashlib
import re
from collections.abc import Sequence

from django.db import connection

from setpoint.domains.customers.models import Party
from setpoint.domains.exchange.address_books import KIND
from setpoint.domains.exchange.limits import BEHIND
from setpoint.journal.followers import committed_after
from setpoint.journal.models import Cursor
from setpoint.kernel.actors import Actor
from setpoint.kernel.field_rights import hidden
from setpoint.kernel.limits.reading import most_of
from setpoint.kernel.permissions import rights_of

URN = "urn:setpoint:sync:"
_SHAPE = re.compile(re.escape(URN) + r"(\d{1,18})-(\d{1,18})-([0-9a-f]{16})")
BATCH = 500


class OldTokenError(Exception):
    """The token is none of ours, of other rights, or too old: the device reads the whole book again."""


def token_now(by: Actor) -> str:
    """Return the token of what is committed now. To be asked before the cards are read: nothing is missed then."""
    last = committed_after(Cursor(), own_transaction=connection.in_atomic_block).reverse()
    tx, fact = last.values_list("tx", "pk").first() or (0, 0)
    return f"{URN}{tx}-{fact}-{_rights(by)}"


def changed_since(token: str, by: Actor) -> Sequence[int]:
    """Return the numbers of cards that may be others since: of each a fact was written, or of its employer.

    OldTokenError where that cannot be told.
    """
    said = _SHAPE.fullmatch(token)
    if said is None or said[3] != _rights(by):
        raise OldTokenError
    place = Cursor(tx=int(said[1]), fact_id=int(said[2]))
    facts = committed_after(place, own_transaction=connection.in_atomic_block)
    most = most_of(BEHIND)
    if facts[: most + 1].count() > most:
        raise OldTokenError
    changed = set(facts.filter(about_kind=KIND).order_by().values_list("about_id", flat=True).distinct())
    ordered = sorted(changed)
    for start in range(0, len(ordered), BATCH):
        changed |= set(Party.objects.filter(employer__in=ordered[start : start + BATCH]).values_list("pk", flat=True))
    return sorted(changed)


def _rights(by: Actor) -> str:
    """Return what the book depends on beside facts about cards: whose rights, how far, over which fields."""
    given = [
        (who.user_id, right.scope, repr(right.conditions), sorted(who.territories))
        for who, right in rights_of(by).covering(KIND, "see")
    ]
    told = repr((by.user_id, sorted(given), sorted(hidden(by, KIND))))
    return hashlib.sha256(told.encode()).hexdigest()[:16]
