"""Traces of a person in texts that name nobody by number: found as whole words, whatever the capitals."""

import json
import re
from collections.abc import Iterable
from typing import Any

from setpoint.kernel.folding import fold

# shorter texts, or numbers as short as a year, would be found everywhere
_SHORTEST, _SHORTEST_NUMBER = 4, 7


class Traces:
    """The texts of one person, to be found in JSON and taken out of it."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = sorted(filter(_telling, set(texts)), key=len, reverse=True)
        parts = "|".join(re.escape(fold(text)) for text in self.texts)
        self._pattern = re.compile(rf"(?<!\w)(?:{parts})(?!\w)") if self.texts else None

    def in_text(self, text: str) -> bool:
        """Whether a text names the person."""
        return self._pattern is not None and bool(self._pattern.search(fold(text)))

    def within(self, data: Any) -> bool:
        """Whether any text of JSON data, key or value, names the person."""
        if isinstance(data, str):
            return self.in_text(data)
        if isinstance(data, dict):
            return any(self.within(part) for pair in data.items() for part in pair)
        return isinstance(data, list) and any(self.within(part) for part in data)

    def without(self, data: Any) -> Any:
        """Return JSON data in which every text that names the person is empty; a key that does is left out."""
        if isinstance(data, str):
            return "" if self.in_text(data) else data
        if isinstance(data, dict):
            return {key: self.without(value) for key, value in data.items() if not self.in_text(key)}
        return [self.without(part) for part in data] if isinstance(data, list) else data

    def spellings(self) -> list[str]:
        """Return the texts as a database may hold them in JSON, to look for rows that are worth reading."""
        forms = {form for text in self.texts for form in (text, text.lower(), text.upper(), text.title())}
        # SQLite keeps JSON with every letter beyond ASCII escaped
        return sorted(
            {json.dumps(form, ensure_ascii=ascii_only)[1:-1] for form in forms for ascii_only in (False, True)}
        )


def _telling(text: str) -> bool:
    return len(text) >= (_SHORTEST_NUMBER if text.isdigit() else _SHORTEST)
