"""Facts written here. Each carries the owner, team, stage and product of its moment, so that measures need no rows."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from setpoint.kernel.facts import fact_type


@dataclass(frozen=True, kw_only=True)
class DealFact:
    """Where a deal stood when something happened to it."""

    owner: int
    team: int | None
    pipeline: int
    stage: int
    product: int | None = None
    deal_channel: str = ""


@fact_type("sales.deal_opened", sentence=gettext_noop("{actor} created the deal {name}"), personal=("name",))
@dataclass(frozen=True, kw_only=True)
class DealOpened(DealFact):
    """A deal began. `dated` False = created unknown, the fact then bears the day it was released.

    `history` False: an import knew when it began and how it stood later, not how it came there.
    """

    name: str
    amount: int | None
    currency: str
    estimated: bool = False
    dated: bool = True
    history: bool = True
    external_id: str = ""


@fact_type(
    "sales.deal_touched",
    sentence=gettext_noop("{actor}: {touch}"),
    personal=("text",),
    # a note is for colleagues
    contact=lambda payload: payload.touch != "note",
)
@dataclass(frozen=True, kw_only=True)
class DealTouched(DealFact):
    """Somebody spoke or wrote with the customer about the deal; `touch` is call, email, meeting or note.

    `text` is what he wrote down about it.
    """

    touch: str
    connected: bool = True
    text: str = ""


@fact_type("sales.deal_noted", sentence=gettext_noop("{actor} brought a note on the deal"), personal=("text",))
@dataclass(frozen=True, kw_only=True)
class DealNoted(DealFact):
    """Another system had a note on the deal. It is no touch: when it was written nobody knows."""

    text: str


@fact_type("sales.deal_moved", sentence=gettext_noop("{actor} moved the deal from {from_name} to {to_name}"))
@dataclass(frozen=True, kw_only=True)
class DealMoved(DealFact):
    """A deal changed its stage; `stage` is the new one. `dated` False: it was seen there, when it came is unknown."""

    from_stage: int
    from_name: str
    to_name: str
    dated: bool = True


@fact_type(
    "sales.deal_transferred",
    sentence=gettext_noop("{actor} put the deal into another pipeline: {from_name} → {to_name}"),
)
@dataclass(frozen=True, kw_only=True)
class DealTransferred(DealMoved):
    """A deal went over into another pipeline: neither a step ahead nor one back."""


@fact_type("sales.deal_won", sentence=gettext_noop("{actor} won the deal"))
@dataclass(frozen=True, kw_only=True)
class DealWon(DealFact):
    """A deal was won; `amount` in minor units, None = unknown; `cycle_days` None where creation is unknown.

    `base_amount` is the amount in the company's currency at the rate of the day, where that is another one.
    """

    amount: int | None
    currency: str
    cycle_days: float | None
    base_amount: int | None = None


@fact_type("sales.deal_lost", sentence=gettext_noop("{actor} lost the deal: {reason}"))
@dataclass(frozen=True, kw_only=True)
class DealLost(DealFact):
    """A deal was lost; `amount` is what remains known of its worth."""

    reason: str
    amount: int | None
    currency: str
    cycle_days: float | None


@fact_type("sales.deal_reopened", sentence=gettext_noop("{actor} reopened the deal"))
@dataclass(frozen=True, kw_only=True)
class DealReopened(DealFact):
    """A closed deal was opened again in the stage it had; what its closing had said is repeated."""

    outcome: str
    amount: int | None
    cycle_days: float | None
    base_amount: int | None = None


@fact_type("sales.deal_reassigned", sentence=gettext_noop("{actor} gave the deal from {from_name} to {to_name}"))
@dataclass(frozen=True, kw_only=True)
class DealReassigned(DealFact):
    """A deal changed its owner; `owner` is the new one."""

    from_owner: int
    from_name: str
    to_name: str
    correction: int | None = None


@fact_type("sales.deal_changed", sentence=gettext_noop("{actor} changed the deal: {fields}"), personal=("name",))
@dataclass(frozen=True, kw_only=True)
class DealChanged(DealFact):
    """Name, amount, product or customer changed; old and new values stand in the fact's changes."""

    fields: str


@fact_type("sales.deal_part_changed", sentence=gettext_noop("{actor} changed {part}: {words}"), translated=("part",))
@dataclass(frozen=True, kw_only=True)
class DealPartChanged(DealFact):
    """Contacts, products, competitors, next step, credit or payments of a deal changed; `words` say how it is now."""

    part: str
    words: str


@fact_type("sales.deal_held", sentence=gettext_noop("{actor} put the deal on hold until {until}: {reason}"))
@dataclass(frozen=True, kw_only=True)
class DealHeld(DealFact):
    """A deal stalls for a known reason: it is silent until a day."""

    until: str
    reason: str


@fact_type("sales.deal_resumed", sentence=gettext_noop("{actor} took the deal off hold"))
@dataclass(frozen=True, kw_only=True)
class DealResumed(DealFact):
    """A deal on hold is worked again."""


@fact_type("sales.deal_escalated", sentence=gettext_noop("{actor} asked the head to help with the deal"))
@dataclass(frozen=True, kw_only=True)
class DealEscalated(DealFact):
    """A deal that is stuck was brought before the head of its owner; `head` is who."""

    head: int | None
    correction: int | None = None


@fact_type("sales.deals_marked", sentence=gettext_noop("Control marked {count} deals"))
@dataclass(frozen=True, kw_only=True)
class DealsMarked:
    """Control looked at the open deals of the company and marked so many."""

    count: int


@fact_type("sales.pipeline_changed", sentence=gettext_noop("{actor} changed the pipeline {name}"))
@dataclass(frozen=True, kw_only=True)
class PipelineChanged:
    """Stages or gates of a pipeline changed; before and after in the fact's changes."""

    name: str


@fact_type("sales.territory_rules_set", sentence=gettext_noop("{actor} changed what lies in which territory"))
@dataclass(frozen=True, kw_only=True)
class TerritoryRulesSet:
    """Rules or named accounts of territories changed; before and after in the fact's changes."""

    count: int


@fact_type("sales.territories_recut", sentence=gettext_noop("{actor} cut territories anew: {step}, customers: {count}"))
@dataclass(frozen=True, kw_only=True)
class TerritoriesRecut:
    """A cutting of the market came a step further."""

    step: str
    count: int


@fact_type("sales.rates_kept", sentence=gettext_noop("{actor} loaded {count} exchange rates of {bank} up to {day}"))
@dataclass(frozen=True, kw_only=True)
class RatesKept:
    """Exchange rates of a central bank were loaded."""

    bank: str
    day: str
    count: int


@fact_type("sales.work_list_ordered", sentence=gettext_noop("{actor} put {count} deals in a new order"))
@dataclass(frozen=True, kw_only=True)
class WorkListOrdered:
    """The recommended order of a seller's work was set; about the seller. Scores by deal in the fact's changes."""

    count: int
    correction: int | None = None


@fact_type("sales.pipeline_created", sentence=gettext_noop("{actor} created the pipeline {name}"))
@dataclass(frozen=True, kw_only=True)
class PipelineCreated:
    """A pipeline with its stages came to be."""

    name: str
    stages: list[str]
