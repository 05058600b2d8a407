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
    """A deal began. `dated` False = created unknown, the fact then bears the day it was released."""

    name: str
    amount: int | None
    currency: str
    estimated: bool = False
    dated: bool = True
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


@fact_type("sales.deal_moved", sentence=gettext_noop("{actor} moved the deal from {from_name} to {to_name}"))
@dataclass(frozen=True, kw_only=True)
class DealMoved(DealFact):
    """A deal changed its stage; `stage` is the new one."""

    from_stage: int
    from_name: str
    to_name: str


@fact_type("sales.deal_won", sentence=gettext_noop("{actor} won the deal"))
@dataclass(frozen=True, kw_only=True)
class DealWon(DealFact):
    """A deal was won; `amount` in minor units, None = unknown; `cycle_days` None where creation is unknown."""

    amount: int | None
    currency: str
    cycle_days: float | None


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
