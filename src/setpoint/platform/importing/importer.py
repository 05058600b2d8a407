"""What a domain does with rows of its kind: the half of an import that knows the records."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from setpoint.kernel.actors import Actor
from setpoint.kernel.refs import Ref
from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.findings import Survey
from setpoint.platform.importing.parsing import Record
from setpoint.platform.importing.problems import Problem
from setpoint.platform.importing.sources import Source
from setpoint.platform.models import ImportFile


@dataclass(frozen=True)
class Item:
    """Something that happens at `due_at`, company time; `payload` as JSON, read by `Importer.release`."""

    key: str
    due_at: datetime
    payload: dict[str, Any]


@dataclass(frozen=True)
class Written:
    """What a chunk left behind: records created at once, and items that wait for their time."""

    created: list[Ref] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True)
class Foreseen:
    """What a record will say in an amount that its row does not say so; None where it will be unknown."""

    value: Decimal | None
    estimated: bool = False

    @classmethod
    def read(cls, text: str | None, *, estimated: bool) -> "Foreseen":
        """Return what was stored as text."""
        return cls(None if text is None else Decimal(text), estimated)


Remover = Callable[[Sequence[int]], None]

REMOVERS: dict[str, Remover] = {}


def register_remover(kind: str) -> Callable[[Remover], Remover]:
    """Declare how records of `kind` are deleted where deleting their rows is not enough."""

    def register(remover: Remover) -> Remover:
        REMOVERS[kind] = remover
        return remover

    return register


class Importer(ABC):
    """Works for one file under one agreement; may remember what it looked up. Facts are written `by`."""

    def __init__(self, agreement: Agreement, *, by: Actor, run: int) -> None:
        self.agreement = agreement
        self.by = by
        self.run = run

    @classmethod
    def known(cls) -> Mapping[str, Collection[str]]:
        """Return the values of the lists that fields of the kind refer to (list -> values)."""
        return {}

    @classmethod
    def settings(cls, found: Survey, agreement: Agreement, source: Source) -> dict[str, Any]:
        """Propose what else must be agreed, as JSON; the user may change it."""
        del found, agreement, source
        return {}

    @classmethod
    def recalled(cls, proposed: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is proposed with what was agreed for the last file of the same columns, as far as that holds."""
        del before
        return proposed

    def check(self, record: Record) -> Problem | None:
        """Say what is wrong with a record whose cells are each right, None if nothing is."""
        del record
        return None

    def marks(self, record: Record) -> Collection[str]:
        """Name the marks under which a record is counted."""
        del record
        return ()

    def foresee(self, records: Sequence[Record], files: Sequence[ImportFile]) -> Mapping[int, Mapping[str, Foreseen]]:
        """Return row -> field -> amounts that records will have although their rows say none, or another.

        `files` are all files of the import: those that come in before may tell.
        """
        del records, files
        return {}

    @classmethod
    def has_past(cls) -> bool:
        """Whether there are records already to which time must not go back."""
        return False

    @abstractmethod
    def matched(self, records: Sequence[Record]) -> set[int]:
        """Return the row numbers of records that are there already; they are left as they are."""

    @abstractmethod
    def write(self, records: Sequence[Record]) -> Written:
        """Create records, in sets, inside the caller's transaction."""

    @classmethod
    def release(cls, payloads: Sequence[Mapping[str, Any]], *, by: Actor) -> list[Ref]:
        """Let items happen whose time has come, in order and in sets; return the records created."""
        raise NotImplementedError
