"""Segments are saved, changed, deleted; static ones are filled by hand."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.customers.models import Segment, SegmentMember
from setpoint.domains.customers.permissions import require_any, visible_parties
from setpoint.domains.customers.record import SegmentDeleted, SegmentFilled, SegmentSaved
from setpoint.domains.customers.segments.keeping import condition, note_sizes
from setpoint.kernel import facts, jobs
from setpoint.kernel.actors import Actor
from setpoint.kernel.bulk import insert
from setpoint.kernel.clock import company_now
from setpoint.kernel.limits import operations as limits
from setpoint.kernel.models import User
from setpoint.kernel.permissions import scope_of
from setpoint.kernel.refs import Ref

RECORD = "customers.segment"
BUILD = "customers.build_segment"


@transaction.atomic
def save(segment: Segment, *, by: Actor) -> Segment:
    """Save a new or changed segment; its members are looked for by a job. ValidationError names what is wrong."""
    require_any(by, "see")
    if segment._state.adding:  # noqa: SLF001 - Django's name
        segment.owner = User.objects.get(pk=by.user_id or 0)
        segment.created_at = company_now()
    else:
        _own(segment, by)
    segment.name = segment.name.strip()
    segment.full_clean()
    if not segment.static:
        if not segment.asked:
            raise ValidationError({"asked": _("Say at least one condition.")})
        condition(segment)
    segment.save()
    facts.emit(facts.NewFact(SegmentSaved(segment.name), _ref(segment), by, company_now()))
    if not segment.static:
        jobs.enqueue(BUILD, {"segment": segment.pk}, key=str(segment.pk), by=by)
    return segment


@transaction.atomic
def delete(segment: Segment, *, by: Actor) -> None:
    """Delete a segment; its customers stay."""
    _own(segment, by)
    told = facts.NewFact(SegmentDeleted(segment.name), _ref(segment), by, company_now())
    segment.delete()
    facts.emit(told)


@transaction.atomic
def add(segment: Segment, parties: Collection[int], *, by: Actor) -> int:
    """Put customers that the actor sees into a static segment; return how many are new there."""
    _by_hand(segment, by)
    seen = visible_parties(by)
    there = set(SegmentMember.objects.filter(segment=segment).values_list("party", flat=True))
    new: list[int] = []
    wanted = sorted(set(parties) - there)
    for start in range(0, len(wanted), 500):
        new += seen.filter(pk__in=wanted[start : start + 500]).values_list("pk", flat=True)
    insert(SegmentMember, {"segment_id": [segment.pk] * len(new), "party_id": new})
    _tell(segment, len(new), 0, by)
    return len(new)


@transaction.atomic
def remove(segment: Segment, parties: Collection[int], *, by: Actor) -> int:
    """Take customers out of a static segment; return how many were in it."""
    _by_hand(segment, by)
    gone = 0
    wanted = sorted(parties)
    for start in range(0, len(wanted), 500):
        gone += SegmentMember.objects.filter(segment=segment, party__in=wanted[start : start + 500]).delete()[0]
    _tell(segment, 0, gone, by)
    return gone


def may_change(segment: Segment, actor: Actor) -> bool:
    """Whether the actor made the segment, or sees to the limits of the company."""
    return segment.owner_id == actor.user_id or scope_of(actor, limits.KIND, "change") is not None


def _own(segment: Segment, by: Actor) -> None:
    if by.view_only or not may_change(segment, by):
        raise PermissionDenied(_("You have no right to do this. Ask your administrator or the head of your team."))


def _by_hand(segment: Segment, by: Actor) -> None:
    _own(segment, by)
    if not segment.static:
        raise ValidationError(_("This segment is filled by its conditions. Change these, or make a static segment."))


def _tell(segment: Segment, added: int, removed: int, by: Actor) -> None:
    if added or removed:
        facts.emit(facts.NewFact(SegmentFilled(segment.name, added, removed), _ref(segment), by, company_now()))
        note_sizes([segment.pk])


def _ref(segment: Segment) -> Ref:
    return Ref(RECORD, segment.pk)
