"""What stands on cards of customers, and the words used there."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from setpoint.api.rows.base import rows
from setpoint.api.verbs.details import PATHS
from setpoint.domains.channels.models import Consent, Purpose
from setpoint.domains.customers.details import SORTS_OF_DETAIL, DetailSort
from setpoint.domains.customers.media import MEDIA
from setpoint.domains.customers.models import (
    Decision,
    LifeStage,
    Merge,
    OccasionKind,
    Party,
    RelationKind,
    Segment,
    SegmentMember,
    Suspect,
    Topic,
)
from setpoint.kernel.actors import Actor
from setpoint.kernel.field_rights import hidden
from setpoint.kernel.permissions import visible_to

KIND = "customers.party"


def _of(sort: DetailSort) -> Callable[..., QuerySet[Any]]:
    def seen(by: Actor, party: Party) -> QuerySet[Any]:
        unseen = hidden(by, KIND)
        found: QuerySet[Any] = sort.model.objects.filter(party=party)
        if sort.key == "contact_point":
            return found.exclude(medium__in=[key for key, medium in MEDIA.items() if medium.field in unseen])
        return found.none() if sort.field(sort.model()) in unseen else found

    return seen


def _words(model: Any) -> Callable[..., QuerySet[Any]]:
    return lambda _by: model.objects.all()


def _merges(by: Actor) -> QuerySet[Merge]:
    return Merge.objects.filter(winner__in=visible_to(by, KIND).values("pk"))


def _suspects(by: Actor) -> QuerySet[Suspect]:
    seen = visible_to(by, KIND).values("pk")
    return Suspect.objects.filter(first__in=seen, second__in=seen)


def _members(by: Actor, segment: Segment) -> QuerySet[SegmentMember]:
    return SegmentMember.objects.filter(segment=segment, party__in=visible_to(by, KIND).values("pk"))


for _key, _path in PATHS.items():
    _sort = SORTS_OF_DETAIL[_key]
    rows(f"customers/{{number}}/{_path}", _sort.model, _sort.columns, _of(_sort), within=Party)
rows(
    "customers/{number}/decisions",
    Decision,
    ("outcome", "next_step", "due_on", "owner", "decided_at", "done_at"),
    lambda _by, party: Decision.objects.filter(party=party),
    within=Party,
)
rows(
    "customers/{number}/consents",
    Consent,
    ("text", "way", "given_at", "by_label"),
    lambda by, party: visible_to(by, "channels.consent").filter(party=party),
    within=Party,
)
rows(
    "segments", Segment, ("name", "static", "asked", "owner", "created_at", "built_at", "problem"), "customers.segment"
)
rows("segments/{number}/members", SegmentMember, ("party",), _members, within=Segment)
rows("merges", Merge, ("winner", "loser", "merged_at", "undone_at"), _merges)
rows("suspects", Suspect, ("first", "second", "probability", "found_at"), _suspects)
rows("purposes", Purpose, ("key", "name", "closed_at"), "channels.purpose")
rows("relation-kinds", RelationKind, ("key", "name", "reverse", "closed_at"), _words(RelationKind))
rows("occasion-kinds", OccasionKind, ("key", "name", "yearly", "days_before", "closed_at"), _words(OccasionKind))
rows("topics", Topic, ("key", "name", "sort", "closed_at"), _words(Topic))
rows("life-stages", LifeStage, ("key", "name", "position", "closed_at"), _words(LifeStage))
