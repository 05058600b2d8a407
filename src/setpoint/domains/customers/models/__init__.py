"""Tables of the customers domain."""

from setpoint.domains.customers.models.contact_point import ContactPoint
from setpoint.domains.customers.models.decision import Decision
from setpoint.domains.customers.models.duplicate import MatchKey, NotSame, Suspect, Weights
from setpoint.domains.customers.models.importance import ImportanceRule, Valuation
from setpoint.domains.customers.models.kept_card import KeptCard
from setpoint.domains.customers.models.life import LifeStage, StageSpell
from setpoint.domains.customers.models.merge import AbsorbedRow, Merge, MovedRow
from setpoint.domains.customers.models.occasion import Occasion, OccasionKind
from setpoint.domains.customers.models.paper import Paper
from setpoint.domains.customers.models.party import Party
from setpoint.domains.customers.models.postal_address import PostalAddress
from setpoint.domains.customers.models.preference import Preference, Topic
from setpoint.domains.customers.models.relation import Relation, RelationKind
from setpoint.domains.customers.models.requisite import BankAccount, Requisite
from setpoint.domains.customers.models.role import PartyRole
from setpoint.domains.customers.models.segment import Happened, HappenedOn, Segment, SegmentMember, SegmentSize

__all__ = [
    "AbsorbedRow",
    "BankAccount",
    "ContactPoint",
    "Decision",
    "Happened",
    "HappenedOn",
    "ImportanceRule",
    "KeptCard",
    "LifeStage",
    "MatchKey",
    "Merge",
    "MovedRow",
    "NotSame",
    "Occasion",
    "OccasionKind",
    "Paper",
    "Party",
    "PartyRole",
    "PostalAddress",
    "Preference",
    "Relation",
    "RelationKind",
    "Requisite",
    "Segment",
    "SegmentMember",
    "SegmentSize",
    "StageSpell",
    "Suspect",
    "Topic",
    "Valuation",
    "Weights",
]
