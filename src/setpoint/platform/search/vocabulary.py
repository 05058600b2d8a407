"""The vocabulary: every word of the index once, found by its letters in threes where somebody has written it wrong."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from setpoint.platform.models import SearchWord
from setpoint.platform.search.lists import ListKey, batches, change, part_of, still_named
from setpoint.platform.search.names import is_vocabulary

VOCABULARY = 0
BATCH = 2000


def triples(word: str) -> set[str]:
    """Return the names of the lists on which a word stands: its letters in threes, ends marked."""
    marked = f"  {word} "
    return {f"~{marked[at : at + 3]}" for at in range(len(marked) - 2)}


def learn(names: Iterable[str]) -> None:
    """Take the words among `names` into the vocabulary, with their triples."""
    change(places(write_down(names)), {})


def write_down(names: Iterable[str]) -> list[str]:
    """Take the words among `names` into the vocabulary; return those that were not there, for `places`."""
    wanted = {name for name in names if is_vocabulary(name)}
    written: list[str] = []
    for some in batches(sorted(wanted), BATCH):
        known = set(SearchWord.objects.filter(text__in=some).values_list("text", flat=True))
        new = [text for text in some if text not in known]
        SearchWord.objects.bulk_create([SearchWord(text=text) for text in new], batch_size=BATCH)
        written += new
    return written


def unlearn(names: Collection[str]) -> None:
    """Take those words out that no record bears any more."""
    wanted = {name for name in names if is_vocabulary(name)}
    gone = wanted - still_named(wanted)
    for some in batches(sorted(gone), BATCH):
        change({}, places(some))
        SearchWord.objects.filter(text__in=some).delete()


def places(texts: Collection[str]) -> dict[ListKey, list[int]]:
    """Return the lists of triples on which these words stand, with the numbers of the words."""
    found: dict[ListKey, list[int]] = defaultdict(list)
    for some in batches(texts, BATCH):
        for number, text in SearchWord.objects.filter(text__in=some).values_list("pk", "text"):
            for triple in triples(text):
                found[ListKey(triple, VOCABULARY, 0, part_of(number))].append(number)
    return found
