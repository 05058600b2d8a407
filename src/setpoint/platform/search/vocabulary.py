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
    """Take the words among `names` into the vocabulary."""
    wanted = {name for name in names if is_vocabulary(name)}
    for some in batches(sorted(wanted), BATCH):
        known = set(SearchWord.objects.filter(text__in=some).values_list("text", flat=True))
        new = [text for text in some if text not in known]
        SearchWord.objects.bulk_create([SearchWord(text=text) for text in new], batch_size=BATCH)
        change(_lists(new), {})


def unlearn(names: Collection[str]) -> None:
    """Take those words out that no record bears any more."""
    wanted = {name for name in names if is_vocabulary(name)}
    gone = wanted - still_named(wanted)
    for some in batches(sorted(gone), BATCH):
        change({}, _lists(some))
        SearchWord.objects.filter(text__in=some).delete()


def _lists(texts: Collection[str]) -> dict[ListKey, list[int]]:
    found: dict[ListKey, list[int]] = defaultdict(list)
    for number, text in SearchWord.objects.filter(text__in=texts).values_list("pk", "text"):
        for triple in triples(text):
            found[ListKey(triple, VOCABULARY, 0, part_of(number))].append(number)
    return found
