"""Facts of one deal, in order, folded into its stays in stages. No database here."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

BEGINS = {"sales.deal_opened", "sales.deal_moved", "sales.deal_transferred", "sales.deal_reopened"}
ENDS = {"sales.deal_won": "won", "sales.deal_lost": "lost"}
SECONDS = 86_400


class Happened(NamedTuple):
    """A fact of a deal: its kind, when, and what it says."""

    kind: str
    at: datetime
    data: Mapping[str, Any]


class Stay(NamedTuple):
    """`place` is where the deal stood when it came; `entered` None: nobody knows when that was."""

    place: Mapping[str, Any]
    entered: datetime | None
    ended: datetime | None
    next: str
    first: bool

    @property
    def days(self) -> float | None:
        """How long it lasted; None while it lasts, or where its beginning is unknown."""
        if self.entered is None or self.ended is None:
            return None
        return (self.ended - self.entered).total_seconds() / SECONDS


def stays_of(happened: Iterable[Happened], positions: Mapping[int, int]) -> list[Stay]:
    """Return the stays of a deal. Reopened it stays once more where it was, which is no new arrival there."""
    found: list[Stay] = []
    seen: set[int] = set()
    place: Mapping[str, Any] | None = None
    entered: datetime | None = None
    fresh = False

    def end(at: datetime, how: str) -> None:
        if place is not None:
            found.append(Stay(place, entered, at, how, fresh))

    for kind, at, data in happened:
        if kind in ENDS:
            end(at, ENDS[kind])
            place = None
        elif kind in BEGINS:
            if kind == "sales.deal_moved":
                ahead = positions.get(data["stage"], 0) > positions.get(data["from_stage"], 0)
                end(at, "ahead" if ahead else "back")
            elif kind == "sales.deal_transferred":
                end(at, "transferred")
            place, entered = data, at if data.get("dated", True) and data.get("history", True) else None
            fresh = kind != "sales.deal_reopened" and data["stage"] not in seen
            seen.add(data["stage"])
    if place is not None:
        found.append(Stay(place, entered, None, "", fresh))
    return found
