"""Running cells, several at a time, and keeping each as soon as it is done."""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from setpoint.simulation.bench.family import Family
from setpoint.simulation.bench.store import Store

Progress = Callable[[int, int, str], None]
Work = Callable[[Path, int, int, Sequence[str]], tuple[str, int, dict[str, Any]]]


def run(
    families: Sequence[Family],
    policies: Sequence[str],
    cells: int,
    seed: int,
    store: Store,
    *,
    work: Work,
    ready: Callable[[], object],
    jobs: int,
    progress: Progress,
) -> None:
    """Run what is missing by `work` in processes that `ready` has prepared.

    `FamilyError` where a family fails; what was done before stays.
    """
    wanted = []
    for number in range(cells):
        for family in families:
            known = store.read(family, number)
            missing = [name for name in policies if name not in known.get("policies", {})]
            if missing:
                wanted.append((family, number, missing, known))
    total, done = cells * len(families), cells * len(families) - len(wanted)
    progress(done, total, "")
    if not wanted:
        return
    at = {(family.name, number): (family, known) for family, number, _missing, known in wanted}
    pool = ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn"), initializer=ready)
    with pool:
        futures = [pool.submit(work, family.path, number, seed, missing) for family, number, missing, _ in wanted]
        try:
            for future in as_completed(futures):
                name, number, told = future.result()
                family, known = at[name, number]
                told["policies"] = known.get("policies", {}) | told["policies"]
                store.write(family, number, told)
                done += 1
                progress(done, total, f"{name} {number}")
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
