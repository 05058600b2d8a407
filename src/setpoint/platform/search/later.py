"""Indexing by a job: what was too much for one batch of the follower, and what waited for a building to end."""

from collections.abc import Sequence

from setpoint.kernel.jobs import Running
from setpoint.platform.search.following import BATCH, index_or_wait
from setpoint.platform.search.indexing import dependent
from setpoint.platform.search.kinds import all_kinds
from setpoint.platform.search.rebuilding import let_go_of_the_dead


def index_later(run: Running, kind: str, ids: Sequence[int], source: str = "") -> None:
    """Index records, or those whose text holds that of the `source` records, in sets; goes on where it stood."""
    found = all_kinds().get(kind)
    if found is None:
        return
    let_go_of_the_dead()
    numbers = sorted(dependent(found, source, ids) if source else ids)
    for begin in range(run.done, len(numbers), BATCH):
        index_or_wait(found, numbers[begin : begin + BATCH])
        run.progress(min(begin + BATCH, len(numbers)), len(numbers))
