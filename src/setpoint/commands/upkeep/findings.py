"""What self-diagnosis finds: how it stands, and what to do about it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is. A concern is no failure: the company works."""

    GOOD = "good"
    CONCERN = "concern"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One sentence on one subject; `advice` is empty where nothing is to be done."""

    subject: str
    level: Level
    text: str
    advice: str = ""


Check = Callable[[], Iterator[Finding]]
