"""What can be removed, and how its rows are counted, moved and moved back."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from setpoint.kernel.actors import Actor


class Removable(ABC):
    """One kind of thing that can be removed while it is in use. `thing` is its number everywhere."""

    what: str

    @abstractmethod
    def require(self, by: Actor) -> None:
        """Raise PermissionDenied unless the actor may remove such things."""

    @abstractmethod
    def name(self, thing: int) -> str:
        """Return what it is called now; LookupError where it is not there or removed already."""

    @abstractmethod
    def count(self, thing: int) -> int:
        """Return in how many records it stands."""

    @abstractmethod
    def targets(self, thing: int) -> list[tuple[int, str]]:
        """Return where its rows may go, by number and name."""

    def may_hide(self, thing: int) -> bool:
        """Whether its rows may go nowhere: they are hidden, and there again after an undo."""
        del thing
        return True

    @abstractmethod
    def take_away(self, thing: int, *, by: Actor) -> None:
        """Take the thing out of use, with its fact, so that no new rows come."""

    @abstractmethod
    def bring_back(self, thing: int, *, by: Actor) -> None:
        """Bring the thing into use again, with its fact. ValidationError where something else took its place."""

    @abstractmethod
    def records(self, thing: int, after: int, limit: int) -> Sequence[int]:
        """Return the next records in which it stands, in order of their numbers."""

    @abstractmethod
    def move(self, thing: int, goes_to: int, records: Sequence[int], *, by: Actor) -> Sequence[int]:
        """Move rows; return the records that changed. What cannot be moved stays hidden."""

    @abstractmethod
    def move_back(self, thing: int, goes_to: int, records: Sequence[int], *, by: Actor) -> None:
        """Move rows back, except where somebody has changed them since."""


REMOVABLE: dict[str, Removable] = {}


def register(removable: Any) -> Any:
    """Make a class of things removable."""
    REMOVABLE[removable.what] = removable()
    return removable
