"""Keeping the columnar copy: the whole once, then what facts say has changed; every half minute, for all readers."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db import transaction

from setpoint.domains.analytics.copying.deals import rows_of_deals
from setpoint.domains.analytics.copying.leads import rows_of_leads
from setpoint.domains.analytics.copying.places import CHANGED, Part, file_of, keep_only
from setpoint.domains.analytics.copying.schema import OF_DEALS, OF_LEADS, TABLES
from setpoint.domains.analytics.models import ColumnarCopy
from setpoint.domains.sales.models import Deal, Lead
from setpoint.journal.followers import committed_after
from setpoint.journal.models import Cursor
from setpoint.kernel.clock import machine_now

# records read at once, records of one part, and how many may have changed before all is written anew
READ, PART, MOST_CHANGED = 1_000, 50_000, 20_000
KINDS = {"sales.deal": Deal, "sales.lead": Lead}
# what moves many deals and tells of none of them
SWEEPING = {"sales.territories_recut", "sales.rates_kept"}
IDS = pa.schema([("id", pa.int64())])
Tick = Callable[[int], None]


def refresh(tick: Tick = lambda _done: None) -> ColumnarCopy:
    """Bring the copy up to the facts committed now; made anew where there is none, or too much has changed."""
    copy, _new = ColumnarCopy.objects.get_or_create(pk=1)
    if copy.making or not _there(copy):
        return _make(copy, tick)
    begun = machine_now()
    place = Cursor(tx=copy.tx, fact_id=copy.fact_id)
    deals, leads, sweeping = _changed_since(place)
    old_deals, old_leads = _changed_before(copy)
    if sweeping or len(old_deals | deals) + len(old_leads | leads) > MOST_CHANGED:
        return _make(copy, tick)
    if deals or leads:
        _write_delta(copy, (old_deals, deals), (old_leads, leads), name=f"d{begun:%Y%m%d%H%M%S%f}")
    copy.tx, copy.fact_id, copy.as_of = place.tx, place.fact_id, begun
    copy.save()
    return copy


def _there(copy: ColumnarCopy) -> bool:
    parts = [*copy.base, *([copy.delta] if copy.delta else [])]
    return copy.as_of is not None and all(file_of(part, "deals").parent.exists() for part in parts)


def _make(copy: ColumnarCopy, tick: Tick) -> ColumnarCopy:
    """Write the whole, part after part; killed between two, it goes on behind the last."""
    begun = machine_now()
    if not copy.making:
        copy.making, copy.parts, copy.done = f"b{begun:%Y%m%d%H%M%S%f}", [], 0
        # what changes while it is made is read again afterwards
        copy.making_tx, copy.making_fact = _last_committed()
        copy.save()
    while ids := list(Deal.objects.filter(pk__gt=copy.done).order_by("pk").values_list("pk", flat=True)[:PART]):
        part = Part(f"{copy.making}-{len(copy.parts)}", {name: TABLES[name] for name in OF_DEALS})
        for some in _some(ids, READ):
            part.add(rows_of_deals(some))
            tick(some[-1])
        part.close()
        with transaction.atomic():
            copy.parts, copy.done = [*copy.parts, part.name], ids[-1]
            copy.save()
    part = Part(f"{copy.making}-leads", TABLES)
    for some in _some(Lead.objects.order_by("pk").values_list("pk", flat=True), READ):
        part.add(rows_of_leads(some))
        tick(copy.done)
    part.close()
    copy.base, copy.delta, copy.parts = [*copy.parts, part.name], "", []
    copy.tx, copy.fact_id, copy.as_of, copy.making = copy.making_tx, copy.making_fact, begun, ""
    copy.save()
    keep_only(copy.base)
    return copy


def _some(ids: Iterable[int], size: int) -> Iterator[list[int]]:
    rest = iter(ids)
    while some := list(islice(rest, size)):
        yield some


def _last_committed() -> tuple[int, int]:
    last = committed_after(Cursor(), own_transaction=True).reverse().values_list("tx", "pk").first()
    return last or (0, 0)


def _changed_since(place: Cursor) -> tuple[set[int], set[int], bool]:
    """Deals and leads that facts behind `place` tell of, and whether all may have changed; moves the place."""
    found: dict[str, set[int]] = {"sales.deal": set(), "sales.lead": set(), "customers.party": set()}
    sweeping = False
    rows = committed_after(place, own_transaction=True).values_list("tx", "pk", "kind", "about_kind", "about_id")
    for tx, pk, kind, about, number in rows.iterator(chunk_size=20_000):
        place.tx, place.fact_id = tx, pk
        sweeping |= kind in SWEEPING
        if about in found:
            found[about].add(number)
    for some in _some(sorted(found["customers.party"]), READ):
        found["sales.deal"] |= set(Deal.objects.filter(customer__in=some).values_list("pk", flat=True))
    return found["sales.deal"], found["sales.lead"], sweeping


def _changed_before(copy: ColumnarCopy) -> tuple[set[int], set[int]]:
    if not copy.delta:
        return set(), set()
    tables = (pq.read_table(file_of(copy.delta, f"{CHANGED}_{kind}")) for kind in ("deals", "leads"))
    deals, leads = ({*table.column("id").to_pylist()} for table in tables)
    return deals, leads


def _write_delta(
    copy: ColumnarCopy, deals: tuple[set[int], set[int]], leads: tuple[set[int], set[int]], *, name: str
) -> None:
    schemas = {**TABLES, f"{CHANGED}_deals": IDS, f"{CHANGED}_leads": IDS}
    part = Part(name, schemas)
    for key, (old, new), tables, read in (
        ("deals", deals, OF_DEALS, rows_of_deals),
        ("leads", leads, OF_LEADS, rows_of_leads),
    ):
        part.add({f"{CHANGED}_{key}": pa.table({"id": sorted(old | new)}, schema=IDS)})
        if old:
            part.add(dict(_kept(copy.delta, tables, new)))
        for some in _some(sorted(new), READ):
            part.add(read(some))
    part.close()
    before, copy.delta = copy.delta, name
    # who reads just now may still hold the one before
    keep_only([*copy.base, copy.delta, *([before] if before else [])])


def _kept(part: str, tables: tuple[str, ...], gone: set[int]) -> Iterator[tuple[str, Any]]:
    """Rows of the last delta that are not written anew."""
    ids = pa.array(sorted(gone), type=pa.int64())
    for name in tables:
        table = pq.read_table(file_of(part, name))
        yield name, table.filter(pc.invert(pc.is_in(table.column("id"), value_set=ids)))
