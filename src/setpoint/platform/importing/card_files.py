"""vCards as a table: what a person looks at in the first columns, the card itself in the last."""

import io
from collections.abc import Iterator
from pathlib import Path

from setpoint.platform.importing.opening import opened
from setpoint.platform.importing.problems import FileError, Problem
from setpoint.platform.vcards.card import EMAIL, PHONE, Card
from setpoint.platform.vcards.lines import LONGEST
from setpoint.platform.vcards.reading import CardError, cards
from setpoint.platform.vcards.writing import V4, text_of

# in place of a delimiter
MARK = ":"
KIND_OF_ROWS = "vcards"
CARD = "vcard"
COLUMNS = ("FN", "ORG", "EMAIL", "TEL", "vCard")


def is_card(head: str) -> bool:
    """Whether a text begins as vCards do."""
    return head.lstrip("\ufeff\r\n\t ").upper().startswith("BEGIN:VCARD")


def card_rows(path: Path, name: str, encoding: str) -> Iterator[tuple[int, list[str], Problem | None]]:
    """Yield each card as cells, with the number of its first line."""
    found = False
    with opened(path, name) as stream, io.TextIOWrapper(stream, encoding, newline="") as text:
        for number, one in cards(text):
            found = True
            if isinstance(one, CardError):
                problem = Problem(f"card.{one.code}", {"limit": str(LONGEST)}, number)
                yield number, ["", "", "", "", "BEGIN:VCARD"], problem
            else:
                yield number, _cells(one), None
    if not found:
        raise FileError(name, "file.no_rows")


def _cells(one: Card) -> list[str]:
    reached = {medium: ", ".join(point.value for point in one.points if point.medium == medium) for medium in _SHOWN}
    return [one.name, one.organisation, reached[EMAIL], reached[PHONE], text_of(one, version=V4)]


_SHOWN = (EMAIL, PHONE)
