"""Tables of the sales domain."""

from setpoint.domains.sales.models.deal import Closure, Deal, Outcome
from setpoint.domains.sales.models.deal_parts import (
    Competitor,
    ContactRole,
    CreditShare,
    DealContact,
    DealLine,
    DealMark,
    Hold,
    MarkKind,
    Period,
    Recurrence,
)
from setpoint.domains.sales.models.discipline import Cadence, Escalation
from setpoint.domains.sales.models.gate import Gate
from setpoint.domains.sales.models.lead import Handover, Lead, LeadAnswer, LeadEnding, LeadOutcome, Nurture
from setpoint.domains.sales.models.lead_words import LeadPolicy, LeadSource, LeadState, Meaning
from setpoint.domains.sales.models.pipeline import Pipeline, Stage
from setpoint.domains.sales.models.rate import ExchangeRate
from setpoint.domains.sales.models.routing import Method, RoutingRule, RoutingSeat, Skill
from setpoint.domains.sales.models.territory import NamedAccount, Recut, RecutRow, RecutState, TerritoryRule
from setpoint.domains.sales.models.told_stage import ToldStage
from setpoint.domains.sales.models.work_list import WorkListPosition

__all__ = [
    "Cadence",
    "Closure",
    "Competitor",
    "ContactRole",
    "CreditShare",
    "Deal",
    "DealContact",
    "DealLine",
    "DealMark",
    "Escalation",
    "ExchangeRate",
    "Gate",
    "Handover",
    "Hold",
    "Lead",
    "LeadAnswer",
    "LeadEnding",
    "LeadOutcome",
    "LeadPolicy",
    "LeadSource",
    "LeadState",
    "MarkKind",
    "Meaning",
    "Method",
    "NamedAccount",
    "Nurture",
    "Outcome",
    "Period",
    "Pipeline",
    "Recurrence",
    "Recut",
    "RecutRow",
    "RecutState",
    "RoutingRule",
    "RoutingSeat",
    "Skill",
    "Stage",
    "TerritoryRule",
    "ToldStage",
    "WorkListPosition",
]
