"""Text as it is searched: case, ё and compatibility forms folded, because SQLite folds no Cyrillic."""

import unicodedata


def fold(text: str) -> str:
    """Return `text` in NFKC, lower case, ё as е, white space collapsed."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return " ".join(folded.split())
