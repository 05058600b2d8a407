"""Misspelt values: repairs that the user sees, with their count, and accepts or leaves."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

_SHORTEST = 5
_LONG = 10
_RARER = 5
_MOST_COMPARISONS = 5_000_000


class Reason(StrEnum):
    """Why a repair is offered."""

    WRITING = "writing"
    TYPO = "typo"
    DICTIONARY = "dictionary"
    FREQUENT = "frequent"

    @property
    def label(self) -> Promise:
        """The reason for the user."""
        return _LABELS[self]


_LABELS = {
    Reason.WRITING: _("differs from a known value in spaces, signs or capitals only"),
    Reason.TYPO: _("differs from a known value in a letter or two"),
    Reason.DICTIONARY: _("a misspelt common word"),
    Reason.FREQUENT: _("a rare spelling of a value that the column has often"),
}


@dataclass(frozen=True)
class Repair:
    """Replace `found` by `replacement` in the cells of a field; `count` cells have it."""

    field: str
    found: str
    replacement: str
    count: int
    reason: Reason


def to_known(field: str, values: Mapping[str, int], known: Collection[str]) -> list[Repair]:
    """Offer the known value that each unknown one must mean: one and only one is near enough."""
    return _offers(field, values, known, Reason.TYPO)


def to_dictionary(field: str, values: Mapping[str, int], words: Iterable[str]) -> list[Repair]:
    """Offer the right spelling of common words, in the capitals that the file uses."""
    offers = _offers(field, values, list(words), Reason.DICTIONARY)
    return [_in_capitals_of(offer) for offer in offers if offer.reason is Reason.DICTIONARY]


def to_frequent(field: str, values: Mapping[str, int]) -> list[Repair]:
    """Offer, inside one column, the frequent spelling for one that is rarer by far."""
    offers: list[Repair] = []
    for found, count in values.items():
        often = [value for value, times in values.items() if times >= _RARER * count]
        offers += _offers(field, {found: count}, often, Reason.FREQUENT)
    return offers


def _offers(field: str, values: Mapping[str, int], known: Collection[str], reason: Reason) -> list[Repair]:
    by_skeleton: dict[str, set[str]] = defaultdict(set)
    for value in known:
        by_skeleton[_skeleton(value)].add(value)
    right = set(known)
    unknown = {value: count for value, count in values.items() if value not in right}
    affordable = len(unknown) * len(by_skeleton) <= _MOST_COMPARISONS
    offers = []
    for found, count in unknown.items():
        same = by_skeleton.get(_skeleton(found), set())
        near = same or (_near(_skeleton(found), by_skeleton) if affordable else set())
        if len(near) == 1:
            why = Reason.WRITING if same else reason
            offers.append(Repair(field, found, next(iter(near)), count, why))
    return offers


def _near(skeleton: str, by_skeleton: Mapping[str, set[str]]) -> set[str]:
    if len(skeleton) < _SHORTEST:
        return set()
    allowed = 2 if len(skeleton) >= _LONG else 1
    matches = extract(skeleton, by_skeleton.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=5)
    close = [(distance, match) for match, distance, _index in matches if _digits(match) == _digits(skeleton)]
    best = min((distance for distance, _match in close), default=0)
    return {value for distance, match in close if distance == best for value in by_skeleton[match]}


def _skeleton(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold().replace("ё", "е")


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _in_capitals_of(offer: Repair) -> Repair:
    word = offer.replacement.lower() if offer.found.islower() else offer.replacement
    return Repair(offer.field, offer.found, word, offer.count, offer.reason)
