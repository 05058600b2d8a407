"""What a lever is, and the registry in which every file of a domain's `act` folder is found."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, override

from setpoint.analysis.arrays import Floats, Ints
from setpoint.analysis.belief import Belief
from setpoint.analysis.design import Unit
from setpoint.kernel.actors import Actor
from setpoint.loop.act.explanation import Sentence
from setpoint.loop.act.proposal import Change, Proposal
from setpoint.loop.control.situation import Situation

JsonDict = dict[str, Any]


class Authority(StrEnum):
    """How far a lever may go by itself."""

    ACTS = "A"
    ASKS = "Q"
    ADVISES = "R"

    @property
    def label(self) -> Promise:
        """The words that people see."""
        return {"A": _("acts alone"), "Q": _("asks approval"), "R": _("only advises")}[self.value]


@dataclass(frozen=True)
class Terms:
    """What a lever may count on and must keep to at this moment: rows, never constants."""

    belief: Belief
    dose: int
    """Units that one correction may take in at most."""
    hold_share: float
    """Share of the units that will be left alone for comparison."""
    limits: Mapping[str, float]
    held: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """What it may not take now: ids under a lease, by path ("sales.deal.owner")."""


@dataclass(frozen=True)
class Applied:
    """An executed correction as the lever's other half and verification see it; `changes` of treated units only."""

    id: int
    executed_at: datetime
    ends_at: datetime
    """When the window closes (company time)."""
    changes: Sequence[Change]
    inputs: Mapping[str, Any]


@dataclass(frozen=True)
class Outcomes:
    """What became of assigned units in the window; all (n,), in the order in which the units were asked for."""

    y: Floats
    """The proximal metric of each unit; nan where nothing could be seen."""
    weight: Floats
    """What it rests on: 1 for an item, touches for an owner's week."""


class Lever(ABC):
    """One way to correct a deviation. A subclass declares itself; one instance of it is registered."""

    key: ClassVar[str]
    name: ClassVar[str | Promise]
    what: ClassVar[str | Promise]
    """What it does, in a sentence."""
    metric: ClassVar[str | Promise]
    """The proximal metric on which it is verified."""
    corrects: ClassVar[tuple[str, ...]]
    """Keys of parameters; empty for every parameter that adds up."""
    authority: ClassVar[Authority]
    unit: ClassVar[Unit]
    can_randomise: ClassVar[bool] = True
    unit_kind: ClassVar[str]
    writes: ClassVar[str]
    """Path of what it writes, under the kind of its units ("sales.deal.owner"): one writer at a time."""
    window: ClassVar[int]
    """Working days from execution to the outcome."""
    hold_days: ClassVar[int] = 0
    """Working days during which nothing else may write what it wrote; the window if that is longer."""
    prior: ClassVar[Belief]
    """About its effect on the proximal metric; a share of the metric where `relative`, else a difference."""
    relative: ClassVar[bool] = False
    divisible: ClassVar[bool] = True
    """Whether fewer units may be taken than proposed."""
    first_dose: ClassVar[int]
    hold_share: ClassVar[float]
    limits: ClassVar[Mapping[str, float]] = {}
    costly: ClassVar[bool] = False
    """Whether applying it costs money: such a lever is installed switched off, and never promotes itself."""
    cool_down: ClassVar[int] = 7
    """Calendar days of silence after a decline."""

    @abstractmethod
    def propose(self, situation: Situation, terms: Terms, *, seed: int) -> list[Proposal]:
        """Return corrections for a situation. Pure: same arguments, same proposals; touches no database."""

    @abstractmethod
    def adjust(self, proposal: Proposal, terms: Terms, *, units: int | None, receivers: Sequence[int]) -> Proposal:
        """Return the proposal for fewer units and other receivers (none = those proposed), with its numbers redone."""

    @abstractmethod
    def explain(self, inputs: Mapping[str, Any]) -> list[Sentence]:
        """Return the explanation, made of a proposal's stored inputs alone."""

    @abstractmethod
    def apply(self, applied: Applied, *, by: Actor) -> JsonDict:
        """Write the changes; return the undo record. ValidationError, nothing written, where a row has moved on."""

    @abstractmethod
    def undo(self, correction: int, record: JsonDict, *, by: Actor) -> None:
        """Put back exactly what the undo record says."""

    def refreshed(self, proposal: Proposal) -> Proposal:
        """Return the proposal without what has moved on since, its numbers redone; as it is by default."""
        return proposal

    def hold_out(self, proposal: Proposal, week: int, share: float, *, seed: int) -> list[bool]:
        """Return which units are left alone; `week` is the running number of the week. None by default."""
        del week, share, seed
        return [False] * len(proposal.units)

    def counted(self, units: int) -> str:
        """Return so many units in words of the active language."""
        return ngettext("{count} unit", "{count} units", units).format(count=units)

    def outcomes(self, applied: Applied, units: Ints) -> Outcomes:
        """Return what became of the units in the window; a lever that cannot be randomised has nothing to compare."""
        raise NotImplementedError(f"{self.key} has no outcome of {len(units)} units of correction {applied.id}")

    def money(self, effect: float, inputs: Mapping[str, Any], treated: int) -> float:
        """Translate a measured effect on `treated` units into minor units by the funnel model of the proposal."""
        return effect * float(inputs["money_per_effect"]) * treated


LEVERS: dict[str, Lever] = {}


def register_lever(lever: type[Lever]) -> type[Lever]:
    """Put a lever into the registry. ValueError where its key is taken by another."""
    known = LEVERS.get(lever.key)
    if known is not None and type(known).__qualname__ != lever.__qualname__:
        message = f"lever {lever.key} is declared twice"
        raise ValueError(message)
    LEVERS[lever.key] = lever()
    return lever


def plain(text: str | Promise) -> str:
    """Return the English text of the catalogue, whatever language is active: what facts store."""
    with override(None):
        return str(text)


def bound(lever: Lever, terms: Terms) -> Callable[..., list[Proposal]]:
    """Return the lever with its terms as `loop.cycle.Proposer`."""

    def propose(situation: Situation, *, seed: int) -> list[Proposal]:
        return lever.propose(situation, terms, seed=seed)

    return propose
