"""Every report over a columnar copy of a million deals and five million stays in stages; written as arrays.

The company has its people, teams, stages and goals; the copy is written as it is after a long history, so that what is
measured is a page of a report, from the request to its last byte.
"""

import argparse
import sys
from typing import Any

import installation  # noqa: F401 - a home of its own, before anything of Setpoint
import numpy as np
import pyarrow as pa
from timing import slow_page, timed

from setpoint.domains.analytics.copying.places import Part
from setpoint.domains.analytics.copying.schema import TABLES
from setpoint.domains.analytics.models import ColumnarCopy
from setpoint.domains.analytics.reports.declared import REPORTS
from setpoint.kernel.clock import machine_now
from tests.cast import Cast, make_cast

LIMIT_MS, PART, FIRST_DAY = 1000, 50_000, 19_358


def main() -> int:
    """Fill the copy, open every report as the owner; return how many were too slow."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--deals", type=int, default=1_000_000)
    asked.add_argument("--stays", type=int, default=5, help="of each deal")
    asked.add_argument("--runs", type=int, default=5)
    options = asked.parse_args()
    cast = make_cast()
    timed(f"{options.deals:,} deals", lambda: fill(cast, options.deals, options.stays))
    return sum(
        slow_page(f"/reports/{key}?period=all", cast.olga, runs=options.runs, limit_ms=LIMIT_MS)
        for key in sorted(REPORTS)
    )


def table(name: str, rows: int, **given: Any) -> pa.Table:
    """Return a table of the copy: arrays or one value for all, nothing where nothing is given; nan is nothing."""
    columns = []
    for field in TABLES[name]:
        value = given.get(field.name)
        if value is None:
            columns.append(pa.nulls(rows, field.type))
        elif pa.types.is_date32(field.type):
            days = np.asarray(value, dtype=np.float64)
            columns.append(pa.array(np.nan_to_num(days).astype(np.int32), mask=np.isnan(days)).cast(pa.date32()))
        else:
            whole = np.full(rows, value) if np.ndim(value) == 0 else value
            columns.append(pa.array(whole, type=field.type, from_pandas=True))
    return pa.table(columns, schema=TABLES[name])


def fill(cast: Cast, deals: int, stays: int) -> None:
    """Write the copy as it is after three years."""
    parts = [f"bench-{start}" for start in range(0, deals, PART)]
    for number, name in enumerate(parts):
        part = Part(name, TABLES)
        part.add(rows_of(cast, number * PART + 1, min(PART, deals - number * PART), stays))
        part.close()
    ColumnarCopy.objects.create(pk=1, base=parts, as_of=machine_now())


def rows_of(cast: Cast, start: int, n: int, stays: int) -> dict[str, pa.Table]:
    """Return some deals with their stays, a touch for each of these, and a lead for each deal."""
    random = np.random.default_rng(start)
    people = np.array([cast.sara.pk, cast.semyon.pk, cast.nora.pk, cast.henry.pk])
    stages = np.tile(np.resize([stage.pk for stage in cast.stages], stays), n)
    ids, opened = np.arange(start, start + n), FIRST_DAY + random.integers(0, 1000, n)
    outcome = random.choice(["", "won", "lost"], n, p=[0.02, 0.2, 0.78])
    cycle = np.where(outcome == "", np.nan, random.gamma(3.0, 12.0, n))
    amount, owner = random.integers(10_000, 900_000, n), random.choice(people, n)
    reasons = np.where(outcome == "lost", random.choice(["Price", "Timing", "Rival"], n), "")
    place = {"pipeline": cast.pipeline.pk, "product": cast.shed.pk, "channel": "site"}
    many = {**place, "id": np.repeat(ids, stays), "owner": np.repeat(owner, stays), "stage": stages}
    entered = np.repeat(opened, stays) + np.tile(np.arange(stays) * 7, n)
    whole = {"amount": amount, "currency": "USD", "base": amount, "estimated": False, "held": False}
    ends = {"outcome": outcome, "reason": reasons, "cycle": cycle, "opened": opened, "closed": opened + cycle}
    nexts, kinds = ["ahead", "lost", "won", "back"], ["call", "email", "meeting"]
    spent = {"days": random.gamma(2.0, 3.5, n * stays), "next": random.choice(nexts, n * stays), "first": True}
    touched = {"day": entered, "kind": random.choice(kinds, n * stays), "connected": True}
    answered = {"response": random.integers(60, 90_000, n), "in_norm": True, "received": opened}
    return {
        "deals": table("deals", n, id=ids, owner=owner, stage=stages[::stays], **place, **whole, **ends),
        "stays": table("stays", n * stays, team=cast.north.pk, entered=entered, ended=entered + 7, **many, **spent),
        "touches": table("touches", n * stays, team=cast.north.pk, **many, **touched),
        "leads": table("leads", n, id=ids, owner=owner, source=1, outcome="deal", campaign="", reason="", **answered),
    }


if __name__ == "__main__":
    sys.exit(main())
