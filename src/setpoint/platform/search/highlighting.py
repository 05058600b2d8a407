"""Marking in a text what it was found by."""

from collections.abc import Collection
from typing import NamedTuple

from setpoint.platform.search.words import spans, stems


class Piece(NamedTuple):
    """A part of a text; `found` where it is to be marked."""

    text: str
    found: bool


def pieces(text: str, words: Collection[str]) -> list[Piece]:
    """Cut `text` into what matches one of `words`, by its beginning or whole in another form, and the rest."""
    cut: list[Piece] = []
    done = 0
    for start, end, word in spans(text):
        size = _matched(word, words)
        if not size:
            continue
        # folding may have changed the length: then the whole word is marked
        stop = start + size if len(word) == end - start else end
        cut += [Piece(text[done:start], found=False), Piece(text[start:stop], found=True)]
        done = stop
    return [piece for piece in (*cut, Piece(text[done:], found=False)) if piece.text]


def digits_found(text: str, words: Collection[str]) -> bool:
    """Whether `text` is a telephone that has the digits of one of `words` in it."""
    digits = "".join(filter(str.isdigit, text))
    asked = ("".join(filter(str.isdigit, word)) for word in words)
    return any(len(part) > 2 and part in digits for part in asked)  # noqa: PLR2004 - as many as are looked for


def _matched(word: str, words: Collection[str]) -> int:
    """Return how many letters of `word` match."""
    begun = max((len(asked) for asked in words if word.startswith(asked)), default=0)
    if begun:
        return begun
    inside = any(len(asked) > 2 and asked in word for asked in words)  # noqa: PLR2004 - parts of words have three letters
    return len(word) if inside or not set(stems(word)).isdisjoint(words) else 0
