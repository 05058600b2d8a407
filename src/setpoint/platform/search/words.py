"""Words of a text as they are looked for, and the basic forms of a word in Russian and English."""

import re
import threading
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from setpoint.kernel.folding import fold

if TYPE_CHECKING:
    import pymorphy3
    import snowballstemmer

LONGEST = 40
_WORD = re.compile(r"[^\W_]+(?:['’ʼ`][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
_RUSSIAN = re.compile(r"[а-я]+")
_LETTERS = re.compile(r"[^\W\d_]+")
# the stemmer of English keeps the word it works on
_ENGLISH_LOCK = threading.Lock()


def words(text: str) -> list[str]:
    """Return the words of `text` in order: folded, without accents on Latin letters; O'Brien is o, brien, obrien."""
    found = []
    for word in _WORD.findall(_plain(fold(text))):
        parts = _PART.findall(word)
        found += parts
        if len(parts) > 1:
            found.append("".join(parts))
    return [word[:LONGEST] for word in found]


def asked_words(text: str) -> list[str]:
    """Return the words of a question: o'brien is obrien, under which O'Brien and Obrien both stand."""
    return ["".join(_PART.findall(word))[:LONGEST] for word in _WORD.findall(_plain(fold(text)))]


def spans(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, word) of every word of `text` as it stands, for marking what was found."""
    return [(place.start(), place.end(), _plain(fold(place.group()))[:LONGEST]) for place in _PART.finditer(text)]


def has_letters_only(word: str) -> bool:
    """Whether there is nothing but letters in `word`."""
    return _LETTERS.fullmatch(word) is not None


@lru_cache(maxsize=200_000)
def stems(word: str) -> tuple[str, ...]:
    """Return the basic forms that a folded word may have, the most probable first; none for other alphabets."""
    if _RUSSIAN.fullmatch(word):
        normal = (parse.normal_form for parse in _russian().parse(word) if parse.score > 0.05)  # noqa: PLR2004 - guesses
        return tuple(dict.fromkeys(fold(form) for form in normal))
    if word.isascii() and word.isalpha():
        with _ENGLISH_LOCK:
            return (_english().stemWord(word),)
    return ()


def warm_up() -> None:
    """Load the dictionaries now, not when somebody waits for an answer."""
    stems("слово")
    stems("word")


def _plain(text: str) -> str:
    """Take accents off Latin letters: é → e; й is a letter of its own and stays."""
    if text.isascii():
        return text
    return "".join(_without_accent(letter) for letter in text)


@lru_cache(maxsize=4096)
def _without_accent(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() else letter


@cache
def _russian() -> "pymorphy3.MorphAnalyzer":
    # a dictionary of some megabytes: loaded by who needs it
    import pymorphy3  # noqa: PLC0415

    return pymorphy3.MorphAnalyzer(lang="ru")


@cache
def _english() -> "snowballstemmer.stemmer":
    import snowballstemmer  # noqa: PLC0415

    return snowballstemmer.stemmer("english")
