"""The follower that keeps the index: records about which something became known are brought up to date."""

from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta

from setpoint.journal.followers import follower
from setpoint.journal.models import Fact
from setpoint.kernel import jobs
from setpoint.kernel.clock import machine_now
from setpoint.platform.search.custom_fields import kinds_told_of
from setpoint.platform.search.indexing import dependent, index
from setpoint.platform.search.kinds import SearchKind, all_kinds
from setpoint.platform.search.lists import FOLLOWER
from setpoint.platform.search.rebuilding import rebuild_later

# a batch holds SQLite's one writer: it must be over in a fifth of a second
BATCH = 200
LATER = "platform.search_index"
PUT_OFF = timedelta(seconds=5)


@follower(FOLLOWER, batch=BATCH)
def follow(facts: list[Fact]) -> None:
    """Index the records of these facts, and those whose text holds theirs."""
    about: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        about[fact.about_kind].append(fact)
    kinds = all_kinds()
    for kind in kinds.values():
        ids = {fact.about_id for fact in about[kind.kind] if not kind.ignores(fact)}
        for source in kind.follows:
            ids |= _dependent(kind, source, {fact.about_id for fact in about[source]})
        if ids:
            index_or_wait(kind, ids)
    for name in kinds_told_of(facts) & kinds.keys():
        rebuild_later([name])


def index_or_wait(kind: SearchKind, ids: Collection[int]) -> None:
    """Index records; those that are being built anew just now, when that is over."""
    put_off = index(kind, ids)
    if put_off:
        wait(kind, put_off, PUT_OFF)


def wait(kind: SearchKind, ids: Collection[int], pause: timedelta = timedelta()) -> None:
    """Index records later, by a job in the caller's transaction."""
    jobs.enqueue(LATER, {"kind": kind.kind, "ids": sorted(ids)}, run_at=machine_now() + pause)


def _dependent(kind: SearchKind, source: str, ids: set[int]) -> set[int]:
    if not ids:
        return set()
    found = dependent(kind, source, ids, limit=BATCH + 1)
    if len(found) <= BATCH:
        return set(found)
    # a customer may have thousands of deals: not in the transaction of one batch
    jobs.enqueue(LATER, {"kind": kind.kind, "source": source, "ids": sorted(ids)})
    return set()
