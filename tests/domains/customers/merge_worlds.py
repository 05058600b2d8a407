"""Chains of merges as they must come out: a history is lived through in the product, and replayed without what was
taken back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from setpoint.domains.customers.models import Merge, Party
from setpoint.domains.customers.operations import merges, parties
from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deals
from setpoint.journal import aliases
from setpoint.journal.models import Fact
from setpoint.journal.reading import timeline
from setpoint.kernel.actors import SYSTEM
from tests.cast import MONDAY, Cast

FIELDS = ("sector", "country")
# merges and what undoes them tell of themselves
OWN = ("customers.merged", "customers.merged_into", "customers.merge_undone", "customers.split")


@dataclass(frozen=True)
class Step:
    """What happened: `edit`, `deal`, `touch`, `merge` or `undo`; `facts` are those it wrote."""

    what: str
    first: int
    second: int = 0
    name: str = ""
    value: str = ""
    take: tuple[str, ...] = ()
    facts: tuple[int, ...] = ()


@dataclass
class State:
    """Who stands, what each says, which deals and which facts are told of him."""

    cards: dict[int, dict[str, str]]
    deals: dict[int, int] = field(default_factory=dict)
    told: dict[int, int] = field(default_factory=dict)

    def root(self, merged: dict[int, int], party: int) -> int:
        while party in merged:
            party = merged[party]
        return party


class World:
    """A company in which cards are merged."""

    def __init__(self, cast: Cast, size: int) -> None:
        self.cast = cast
        self.parties = [
            parties.create(kind="organisation", name=f"Oak {number}", sector=f"s{number}", by=SYSTEM).pk
            for number in range(size)
        ]
        self.steps: list[Step] = []
        self.merges: list[Merge] = []
        self.deals: list[int] = []
        self.first = _last()

    def live(self, what: str, one: int, other: int, take: tuple[str, ...]) -> None:
        """Do something, where it can be done."""
        standing = list(Party.objects.filter(pk__in=self.parties).order_by("pk").values_list("pk", flat=True))
        first, second = standing[one % len(standing)], standing[other % len(standing)]
        before = _last()
        match what:
            case "edit":
                name, value = FIELDS[other % len(FIELDS)], f"v{one % 3}"
                parties.change(Party.objects.get(pk=first), {name: value}, by=SYSTEM)
                # a change to what it says already is none
                if _since(before):
                    self._note(before, "edit", first, name=name, value=value)
            case "deal":
                deal = Deal(name="Shed", pipeline=self.cast.pipeline, stage=self.cast.stages[0], owner=self.cast.sara)
                deal.customer_id, deal.currency = first, "USD"
                (made,) = deals.create_many([deal], by=SYSTEM)
                self.deals.append(made.pk)
                self._note(before, "deal", first, made.pk)
            case "touch" if self.deals:
                deal_id = self.deals[one % len(self.deals)]
                deals.touch_many([deals.Touch(deal_id, "call", MONDAY + timedelta(minutes=before))], by=SYSTEM)
                self._note(before, "touch", deal_id)
            case "merge" if first != second:
                self.merges.append(merges.merge(first, second, take=take, by=SYSTEM))
                self._note(before, "merge", first, second, take=take)
            case "undo" if standing_merges := [one for one in self.merges if one.undone_at is None]:
                chosen = standing_merges[one % len(standing_merges)]
                merges.undo(chosen, by=SYSTEM)
                chosen.refresh_from_db()
                # as though it had never been
                gone = next(step for step in self.steps if step.what == "merge" and chosen.fact in step.facts)
                self.steps.remove(gone)

    def expected(self) -> State:
        """Replay what was not taken back."""
        state = State({pk: {"sector": f"s{number}", "country": ""} for number, pk in enumerate(self.parties)})
        merged: dict[int, int] = {}
        for step in self.steps:
            match step.what:
                case "edit":
                    state.cards[step.first][step.name] = step.value
                    state.told |= dict.fromkeys(step.facts, step.first)
                case "deal":
                    state.deals[step.second] = step.first
                    state.told |= dict.fromkeys(step.facts, step.first)
                case "touch":
                    holder = state.root(merged, state.deals[step.first])
                    state.told |= dict.fromkeys(step.facts, holder)
                case "merge":
                    merged[step.second] = step.first
                    for name in step.take:
                        state.cards[step.first][name] = state.cards[step.second][name]
        roots = {pk: state.root(merged, pk) for pk in self.parties}
        return State(
            {pk: card for pk, card in state.cards.items() if roots[pk] == pk},
            {deal: roots[pk] for deal, pk in state.deals.items()},
            {fact: roots[pk] for fact, pk in state.told.items()},
        )

    def found(self) -> State:
        """Read what the product says."""
        rows = Party.objects.filter(pk__in=self.parties)
        told: dict[int, int] = {}
        for party in rows:
            facts = timeline(SYSTEM, customer=party.pk).filter(pk__gt=self.first).exclude(kind__in=OWN)
            told |= dict.fromkeys(facts.values_list("pk", flat=True), party.pk)
        return State(
            {party.pk: {name: getattr(party, name) for name in FIELDS} for party in rows},
            dict(Deal.objects.filter(pk__in=self.deals).values_list("pk", "customer_id")),
            told,
        )

    def numbers(self) -> dict[int, int]:
        """Return under which number each party is found."""
        return {pk: aliases.canonical("customers.party", pk) for pk in self.parties}

    def _note(self, before: int, what: str, first: int, second: int = 0, **more: Any) -> None:
        self.steps.append(Step(what, first, second, facts=tuple(_since(before)), **more))


def _since(before: int) -> Iterable[int]:
    return Fact.objects.filter(pk__gt=before).order_by("pk").values_list("pk", flat=True)


def _last() -> int:
    return Fact.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
