"""What somebody may have meant by what he wrote: readings, each a row of words with the names they may stand under."""

from dataclasses import dataclass

from setpoint.kernel.folding import fold
from setpoint.platform.search.layouts import other_alphabet, other_layout
from setpoint.platform.search.names import LONGEST_NAME, asked_beginning
from setpoint.platform.search.phones import LEAST_DIGITS, asked_phone
from setpoint.platform.search.words import asked_words, stems

MOST_WORDS = 8
LONGEST_QUESTION = 200


@dataclass(frozen=True)
class Asked:
    """One word that must be found under one of these names, or under one that begins with these.

    `exact` and `begins` are what was written, `forms` and `forms_begin` its basic forms.
    """

    word: str
    exact: frozenset[str] = frozenset()
    begins: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    forms_begin: frozenset[str] = frozenset()

    @property
    def lists(self) -> set[str]:
        """The names of the lists to be read."""
        ways = map(asked_beginning, self.begins | self.forms_begin)
        return {*self.exact, *self.forms, *(way for way in ways if isinstance(way, str))}

    @property
    def ranges(self) -> set[tuple[str, str]]:
        """The ranges of names to be read."""
        return {way for way in map(asked_beginning, self.begins | self.forms_begin) if isinstance(way, tuple)}


Reading = tuple[Asked, ...]


def readings(text: str, country: str) -> list[Reading]:
    """Return what `text` may mean, the most probable first: a telephone, as it stands, in the other alphabet."""
    text = text[:LONGEST_QUESTION]
    phone = asked_phone(text, country)
    as_written = written(text)
    found: list[Reading] = [(Asked(text, begins=frozenset(phone)),)] if phone else []
    found.append(as_written)
    # two letters of the other alphabet would be found by chance
    if any(len(asked.word) > 2 and asked.word.isalpha() for asked in as_written):  # noqa: PLR2004 - see above
        found.append(tuple(_word(other_alphabet(asked.word)) for asked in as_written))
    return list(dict.fromkeys(reading for reading in found if reading))


def written(text: str) -> Reading:
    """Return `text` as it stands."""
    return _reading(text[:LONGEST_QUESTION])


def mistyped(text: str) -> list[Reading]:
    """Return `text` as it was to be if the keyboard stood in the other layout."""
    reading = _reading(other_layout(text[:LONGEST_QUESTION]))
    return [reading] if reading and any(map(str.isalpha, text)) else []


def _reading(text: str) -> Reading:
    found: list[Asked] = []
    for part in fold(text).split():
        if "@" in part.strip("@"):
            found.append(Asked(part, begins=frozenset({f"@{part}"[:LONGEST_NAME]})))
        else:
            found += [_word(word) for word in asked_words(part)]
    return tuple(dict.fromkeys(found))[:MOST_WORDS]


def _word(word: str) -> Asked:
    if word.isdigit():
        ending = {f"<{word[::-1]}"} if len(word) > LEAST_DIGITS else set()
        return Asked(word, frozenset({word}), frozenset({word, *ending}))
    basic = set(stems(word)) - {word}
    # Ивановой → иванов, with which Иванова begins
    begin = {form for form in basic if len(form) > LEAST_DIGITS}
    forms = {f"={word}", *basic, *(f"={form}" for form in basic)}
    return Asked(word, frozenset({word}), frozenset({word}), frozenset(forms), frozenset(begin))
