"""Under which names a text stands in the index. A name leads to a list of records.

`word`, `=basic form`, `beginning*`, `@e-mail address`, national digits of a telephone, `<` all its digits from behind.
"""

from collections.abc import Iterable

from setpoint.kernel.folding import fold
from setpoint.platform.search.kinds import Sort
from setpoint.platform.search.phones import phone_keys
from setpoint.platform.search.words import has_letters_only, stems, words

# a short beginning has a list of its own, a longer one is a range of names: both are few rows
BEGINNING = 4
DIGITS_BEGINNING = 6
MARKS = ("=", "@", "<")
# of a long note the first words are enough
MOST_WORDS = 2000
LONGEST_NAME = 120


def names_of(text: str, sort: Sort, country: str) -> set[str]:
    """Return the names of a value, without beginnings; `country` is that of telephones without a code."""
    match sort:
        case Sort.PHONE:
            return phone_keys(text, country)
        case Sort.EMAIL:
            address = fold(text)
            return {f"@{address}"[:LONGEST_NAME], *words(address)} if address else set()
        case Sort.NAME:
            return set(words(text))
        case Sort.TEXT:
            found = set(words(text)[:MOST_WORDS])
            # one basic form: a second guess would find what nobody wrote
            return found | {f"={stem}" for word in found for stem in stems(word)[:1] if stem != word}


def beginnings(name: str) -> list[str]:
    """Return the lists of beginnings on which a name stands too."""
    if name[0] in MARKS:
        return []
    return [name[:size] + "*" for size in range(1, min(len(name), _list_size(name)) + 1)]


def with_beginnings(names: Iterable[str]) -> set[str]:
    """Return names with their beginnings."""
    found = set(names)
    for name in tuple(found):
        found.update(beginnings(name))
    return found


def asked_beginning(text: str) -> tuple[str, str] | str:
    """Return where names that begin with `text` stand: one list, or the range from (included) to (not included)."""
    if not text.startswith(MARKS) and len(text) <= _list_size(text):
        return f"{text}*"
    return text, text[:-1] + chr(ord(text[-1]) + 1)


def is_vocabulary(name: str) -> bool:
    """Whether typing errors are looked for in this name: words of letters, long enough for an error to be one."""
    return len(name) > 2 and has_letters_only(name)  # noqa: PLR2004 - of two letters one wrong is another word


def _list_size(name: str) -> int:
    return DIGITS_BEGINNING if name[0].isdigit() and name.isdigit() else BEGINNING
