"""Who is in a segment: looked at whole when its conditions change and every night, card by card in between."""

from collections.abc import Callable, Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet

from setpoint.domains.customers.models import Party, Segment, SegmentMember, SegmentSize
from setpoint.domains.customers.permissions import KIND
from setpoint.domains.customers.segments.columns import ALL, Among, columns_among
from setpoint.kernel.actors import Actor
from setpoint.kernel.bulk import insert
from setpoint.kernel.clock import company_today, machine_now
from setpoint.platform.lists.filters import parse
from setpoint.platform.lists.kinds import columns_of, list_of

# numbers looked at in one transaction
CHUNK = 20_000
Tick = Callable[[int, int], None]


def condition(segment: Segment, among: Among = ALL) -> Q:
    """Return what members fulfil, read with the rights of its owner. ValidationError where it says nothing any more."""
    by = Actor.of(segment.owner)
    seen = columns_of(list_of(KIND), by)
    seen |= {key: column for key, column in columns_among(among).items() if among and key in seen}
    return parse(segment.asked, seen, by).q


def fitting(segment: Segment, among: Among = ALL) -> "QuerySet[Party]":
    """Return the customers that fulfil the conditions of a segment; of some only, where their numbers are narrowed."""
    return Party.objects.filter(condition(segment, among), **{f"pk__{sign}": value for sign, value in among.items()})


def look(segments: Collection[Segment], parties: Collection[int]) -> None:
    """Let some customers be in those segments whose conditions they fulfil now; in the caller's transaction."""
    for segment in segments:
        try:
            now = set(fitting(segment, {"in": sorted(parties)}).values_list("pk", flat=True))
        except ValidationError:
            # the night says what is wrong with it
            continue
        _settle(segment, SegmentMember.objects.filter(segment=segment, party__in=parties), now)


def build(segment: Segment, tick: Tick) -> int:
    """Look at all customers, some thousands at a time; return how many are in the segment."""
    greatest = Party.objects.aggregate(last=Max("pk"))["last"] or 0
    try:
        condition(segment)
    except ValidationError as refusal:
        Segment.objects.filter(pk=segment.pk).update(problem=" ".join(refusal.messages)[:300])
        return 0
    for first in range(0, greatest + 1, CHUNK):
        with transaction.atomic():
            span = {"gte": first, "lt": first + CHUNK}
            now = set(fitting(segment, span).values_list("pk", flat=True))
            members = SegmentMember.objects.filter(
                segment=segment, **{f"party__{sign}": edge for sign, edge in span.items()}
            )
            _settle(segment, members, now)
            tick(min(first + CHUNK, greatest), greatest)
    with transaction.atomic():
        Segment.objects.filter(pk=segment.pk).update(built_at=machine_now(), problem="")
    return note_sizes([segment.pk])[segment.pk]


@transaction.atomic
def note_sizes(segments: Collection[int]) -> dict[int, int]:
    """Write down how many customers segments have today; return it."""
    rows = SegmentMember.objects.filter(segment__in=segments).values("segment").annotate(size=Count("pk"))
    found = dict.fromkeys(segments, 0) | {row["segment"]: row["size"] for row in rows}
    day = company_today()
    for segment, size in found.items():
        SegmentSize.objects.update_or_create(segment_id=segment, day=day, defaults={"size": size})
    return found


def _settle(segment: Segment, members: "QuerySet[SegmentMember]", now: set[int]) -> None:
    before = dict(members.values_list("party", "pk"))
    gone = [pk for party, pk in before.items() if party not in now]
    for start in range(0, len(gone), 500):
        SegmentMember.objects.filter(pk__in=gone[start : start + 500]).delete()
    new = sorted(now - before.keys())
    insert(SegmentMember, {"segment_id": [segment.pk] * len(new), "party_id": new})
