"""The address book of a person: the cards that he sees and has not left out, each under the name of its file."""

import re
from collections.abc import Collection, Iterable, Mapping

from django.db.models import QuerySet

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.queries.vcards import party_of
from setpoint.domains.exchange.models import ExternalKey, LeftOut
from setpoint.domains.exchange.operations.external_keys import records_of
from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import visible_to

KIND, SYSTEM_NAME = "customers.party", "carddav"
# names within vCards, as other programs gave them
UIDS = "vcard"
LONGEST_UID = 200
ENDING = ".vcf"
_OURS = re.compile(r"setpoint-(\d{1,18})\.vcf")
BATCH = 500


def book_of(by: Actor) -> "QuerySet[Party]":
    """Return the cards of a person's address book."""
    parties: QuerySet[Party] = visible_to(by, KIND)
    return parties.exclude(pk__in=LeftOut.objects.filter(person=by.user_id).values("party"))


def names_of(parties: Collection[int]) -> dict[int, str]:
    """Return the names of files: what a program has given one, else ours."""
    ordered = sorted(parties)
    found: dict[int, str] = {}
    for start in range(0, len(ordered), BATCH):
        some = ordered[start : start + BATCH]
        rows = ExternalKey.objects.filter(kind=KIND, system=SYSTEM_NAME, record__in=some)
        found |= dict(rows.values_list("record", "key"))
    return {pk: found.get(pk) or own_name(pk) for pk in parties}


def parties_named(names: Iterable[str], by: Actor) -> Mapping[str, Party]:
    """Return the cards of the book by the names of their files; unknown names are left out."""
    wanted = set(names)
    numbers = records_of(KIND, SYSTEM_NAME, wanted)
    for name in wanted - numbers.keys():
        if match := _OURS.fullmatch(name):
            numbers[name] = int(match[1])
    parties: dict[int, Party] = {}
    ordered = sorted(set(numbers.values()))
    for start in range(0, len(ordered), BATCH):
        parties |= book_of(by).in_bulk(ordered[start : start + BATCH])
    now = names_of(parties)
    # a card that a program named is not there under our name as well
    return {name: parties[pk] for name, pk in numbers.items() if pk in parties and now[pk] == name}


def party_of_uid(uid: str) -> int | None:
    """Return the number of the card that a UID names, None where no program of the company knows it."""
    if not uid:
        return None
    return party_of(uid) or records_of(KIND, UIDS, [uid[:LONGEST_UID]]).get(uid[:LONGEST_UID])


def own_name(party: int) -> str:
    """Return the name of a card that no other program has named."""
    return f"setpoint-{party}{ENDING}"


def is_own_name(name: str) -> bool:
    """Whether a name is one that only we give."""
    return _OURS.fullmatch(name) is not None
