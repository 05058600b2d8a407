"""Keys: features by which cards that may be one are found, each a number, so that nobody reads them."""

from collections.abc import Collection, Iterable, Mapping
from hashlib import blake2b

from setpoint.analysis.duplicates.words import sound
from setpoint.domains.customers.duplicates.records import Record, records_of
from setpoint.domains.customers.models import MatchKey
from setpoint.kernel.bulk import insert

BATCH = 500
LEAST_SOUND, PART = 3, 4
SHARED = ("emails", "phones", "numbers")


def keys_of(record: Record) -> set[int]:
    """Return the keys of a card. Two cards of one customer share one, whatever single error was made in the other."""
    kind, words = record["kind"], record["words"]
    found = {f"{column}:{value}" for column in SHARED for value in record.get(column, ())}
    if len(record["name_sound"]) >= LEAST_SOUND:
        found.add(f"{kind}:sound:{record['name_sound']}")
    if kind == "organisation":
        whole = "".join(words)
        if len(whole) > PART:
            found |= {f"begins:{whole[: PART + 1]}", f"ends:{whole[-PART - 1 :]}"}
    else:
        # an error in one word leaves the other, and initials leave the longest
        found |= {
            f"{kind}:part:{sound(one)}:{other[0]}" for one in words for other in words if one != other and len(one) > 1
        }
    return {_number(text) for text in found}


def refresh(ids: Collection[int]) -> dict[int, Record]:
    """Write the keys of cards anew, in the caller's transaction; return the cards."""
    records = records_of(sorted(ids))
    numbers = sorted(ids)
    for start in range(0, len(numbers), BATCH):
        MatchKey.objects.filter(party__in=numbers[start : start + BATCH]).delete()
    rows = [(key, party) for party, record in records.items() for key in keys_of(record)]
    insert(MatchKey, {"value": [key for key, _party in rows], "party_id": [party for _key, party in rows]})
    return records


def sharing(keys: Mapping[int, Iterable[int]], *, crowd: int) -> set[tuple[int, int]]:
    """Return (number, party) of the parties that share a key with a card, given as number → keys.

    A key that more than `crowd` parties have tells nothing.
    """
    wanted: dict[int, set[int]] = {}
    for number, some in keys.items():
        for key in some:
            wanted.setdefault(key, set()).add(number)
    holders: dict[int, list[int]] = {}
    values = sorted(wanted)
    for start in range(0, len(values), BATCH):
        found = MatchKey.objects.filter(value__in=values[start : start + BATCH]).values_list("value", "party")
        for key, party in found:
            holders.setdefault(key, []).append(party)
    return {
        (number, other)
        for key, others in holders.items()
        if len(others) <= crowd
        for number in wanted[key]
        for other in others
        if other != number
    }


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
