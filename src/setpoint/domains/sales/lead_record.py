"""Facts of leads. Each carries the owner, team, source and state of its moment, so that measures need no rows."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from setpoint.kernel.facts import fact_type


@dataclass(frozen=True, kw_only=True)
class LeadFact:
    """Where a lead stood when something happened to it; `owner` None: in the pool."""

    owner: int | None
    team: int | None
    source: int
    state: int
    product: int | None = None
    campaign: str = ""


@fact_type(
    "sales.lead_received",
    sentence=gettext_noop("An inquiry came from {from_source}: {name}"),
    personal=("name", "message", "answers"),
)
@dataclass(frozen=True, kw_only=True)
class LeadReceived(LeadFact):
    """An inquiry came in. `answers` are [question, answer]; `consent` the version of the text agreed to."""

    name: str
    from_source: str
    message: str = ""
    answers: list[list[str]]
    score: int = 0
    consent: int | None = None
    external_id: str = ""


@fact_type("sales.lead_assigned", sentence=gettext_noop("{actor} gave the lead to {to_name}: {why}"))
@dataclass(frozen=True, kw_only=True)
class LeadAssigned(LeadFact):
    """A lead got an owner; `rule` decided where it was routed, `why` says it in words of the company."""

    from_owner: int | None
    to_name: str
    why: str = ""
    rule: int | None = None
    correction: int | None = None


@fact_type("sales.lead_pooled", sentence=gettext_noop("The lead waits for whoever takes it first"))
@dataclass(frozen=True, kw_only=True)
class LeadPooled(LeadFact):
    """A lead lies in the pool: a rule said so, or none found anybody."""

    from_owner: int | None = None
    rule: int | None = None


@fact_type("sales.lead_touched", sentence=gettext_noop("{actor}: {touch}"), personal=("text",))
@dataclass(frozen=True, kw_only=True)
class LeadTouched(LeadFact):
    """Somebody spoke or wrote with who enquired. `response_seconds` of working time where it was the first answer."""

    touch: str
    connected: bool = True
    text: str = ""
    response_seconds: int | None = None
    in_norm: bool | None = None


@fact_type("sales.lead_moved", sentence=gettext_noop("{actor} moved the lead from {from_name} to {to_name}"))
@dataclass(frozen=True, kw_only=True)
class LeadMoved(LeadFact):
    """A lead changed its state; `state` is the new one."""

    from_state: int
    from_name: str
    to_name: str


@fact_type("sales.lead_offered", sentence=gettext_noop("{actor} qualified the lead and handed it over to {to_name}"))
@dataclass(frozen=True, kw_only=True)
class LeadOffered(LeadFact):
    """A lead is marketing-qualified and waits for sales to accept it; `owner` is the seller."""

    from_owner: int | None
    to_name: str
    from_state: int


@fact_type("sales.lead_accepted", sentence=gettext_noop("{actor} accepted the lead"))
@dataclass(frozen=True, kw_only=True)
class LeadAccepted(LeadFact):
    """Sales accepted a lead."""

    giver: int | None
    from_state: int


@fact_type("sales.lead_sent_back", sentence=gettext_noop("{actor} sent the lead back: {reason}"))
@dataclass(frozen=True, kw_only=True)
class LeadSentBack(LeadFact):
    """Sales did not accept a lead: it is with who had qualified it, in an open state."""

    reason: str
    from_owner: int | None
    from_state: int


@fact_type("sales.lead_converted", sentence=gettext_noop("{actor} turned the lead into a {outcome}"))
@dataclass(frozen=True, kw_only=True)
class LeadConverted(LeadFact):
    """A lead became a deal or a contact; `outcome` is deal or contact."""

    outcome: str
    deal: int | None
    qualified_by: int | None
    days: float


@fact_type("sales.lead_rejected", sentence=gettext_noop("{actor} rejected the lead: {reason}"))
@dataclass(frozen=True, kw_only=True)
class LeadRejected(LeadFact):
    """A lead leads nowhere."""

    reason: str
    days: float


@fact_type("sales.lead_reopened", sentence=gettext_noop("{actor} took the lead up again"))
@dataclass(frozen=True, kw_only=True)
class LeadReopened(LeadFact):
    """A lead that had ended is open again; what its ending had said is repeated."""

    outcome: str


@fact_type("sales.lead_nurtured", sentence=gettext_noop("{actor} left the lead to marketing until {until}: {reason}"))
@dataclass(frozen=True, kw_only=True)
class LeadNurtured(LeadFact):
    """It is too early to sell: the lead is silent until a day."""

    until: str
    reason: str
    correction: int | None = None


@fact_type("sales.lead_resumed", sentence=gettext_noop("{actor} took the lead back from marketing"))
@dataclass(frozen=True, kw_only=True)
class LeadResumed(LeadFact):
    """A lead that was left to marketing is worked again."""

    correction: int | None = None


@fact_type("sales.lead_changed", sentence=gettext_noop("{actor} changed the lead: {fields}"), personal=("name",))
@dataclass(frozen=True, kw_only=True)
class LeadChanged(LeadFact):
    """Values of a lead changed; old and new stand in the fact's changes."""

    fields: str


@fact_type("sales.lead_overdue", sentence=gettext_noop("Nobody has answered the lead within {norm_minutes} minutes"))
@dataclass(frozen=True, kw_only=True)
class LeadOverdue(LeadFact):
    """The norm for the first answer has passed without one."""

    norm_minutes: int


@fact_type("sales.lead_words_changed", sentence=gettext_noop("{actor} changed {what}: {name}"), translated=("what",))
@dataclass(frozen=True, kw_only=True)
class LeadWordsChanged:
    """A state, a source, a routing rule or the policy of leads was changed; `what` names which of them."""

    what: str
    name: str


@fact_type("sales.routing_weighted", sentence=gettext_noop("{actor} changed the weights of {name}"))
@dataclass(frozen=True, kw_only=True)
class RoutingWeighted:
    """Weights of the people of a rule changed; by person in the fact's changes."""

    name: str
    correction: int | None = None
