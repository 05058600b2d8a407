"""Words of the vocabulary near one that nobody bears: typing errors, and words of which it is a part."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import OSA

from setpoint.platform.models import SearchWord
from setpoint.platform.search.lists import ListRow, read
from setpoint.platform.search.vocabulary import VOCABULARY, triples

SHORTEST = 3
# of those that share equally many triples the first that came: frequent names come early
MOST_CANDIDATES = 500
MOST_WORDS = 40
# beyond any number of errors: the word is a part of another
PART = 3
# letters from which on so many errors are forgiven
FORGIVEN = ((8, 2), (4, 1))


class Near(NamedTuple):
    """A word of the vocabulary; `errors` between it, or its beginning, and what was written (PART: contains it)."""

    errors: int
    text: str


def near(written: Collection[str]) -> dict[str, list[Near]]:
    """Return for every written word those of the vocabulary that may have been meant, the nearest first."""
    asked = {word: triples(word) for word in written if len(word) >= SHORTEST and word.isalpha()}
    rows = read(set().union(*asked.values()), (), {VOCABULARY}) if asked else []
    numbers = {word: _candidates(word, [row for row in rows if row.name in names]) for word, names in asked.items()}
    texts = dict(SearchWord.objects.filter(pk__in=sorted(set().union(*numbers.values()))).values_list("pk", "text"))
    return {
        word: sorted(_judged(word, (texts[number] for number in found if number in texts)))[:MOST_WORDS]
        for word, found in numbers.items()
    }


def errors_forgiven(word: str) -> int:
    """Return how many typing errors a word of this length may have."""
    return next((errors for letters, errors in FORGIVEN if len(word) >= letters), 0)


def _candidates(word: str, rows: list[ListRow]) -> set[int]:
    """Return the words that share the most triples with `word`: one error changes three or four of them."""
    if not rows:
        return set()
    numbers, shared = np.unique(
        np.concatenate([np.frombuffer(row.members.to_array(), np.uint32) for row in rows]), return_counts=True
    )
    inner = {f"~{word[at : at + 3]}" for at in range(len(word) - 2)}
    parts: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row.name in inner:
            parts[row.name].update(row.members)
    contain = set.intersection(*parts.values()) if len(parts) == len(inner) else set()
    if not errors_forgiven(word):
        return set(sorted(contain)[:MOST_CANDIDATES])
    most = np.argsort(-shared, kind="stable")[:MOST_CANDIDATES]
    return {*(int(number) for number in numbers[most]), *sorted(contain)[:MOST_CANDIDATES]}


def _judged(word: str, texts: Iterable[str]) -> Iterable[Near]:
    forgiven = errors_forgiven(word)
    for text in texts:
        # the word may not be written to its end yet
        beginnings = {text, *(text[: len(word) + more] for more in (-1, 0, 1))}
        errors = min(OSA.distance(word, beginning, score_cutoff=forgiven) for beginning in beginnings)
        if errors <= forgiven:
            # a whole word before one that only begins so
            yield Near(errors, text)
        elif word in text:
            yield Near(PART, text)
