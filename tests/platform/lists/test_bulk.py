"""Many records changed at once: all or none, gone on with after a crash, undone but for what somebody changed since."""

import threading
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections

from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deals
from setpoint.journal.models import Fact
from setpoint.kernel import job_orders
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.deputies import name_deputy
from setpoint.kernel.jobs import discover
from setpoint.platform.fields.operations.values import fill
from setpoint.platform.importing.pacing import Pace, silent
from setpoint.platform.lists import bulk
from setpoint.platform.lists.models import BulkEdit, BulkRow, BulkState
from setpoint.platform.lists.operations import bulk as operations
from tests.cast import MONDAY, Cast, make_cast
from tests.platform.fields.making import DEAL, a_field, said

AREA = {"change": "f.area", "given": "9"}


def begun(cast: Cast, **given) -> BulkEdit:
    """A change that Henry has begun."""
    return operations.begin(DEAL, **(AREA | given), by=Actor.of(cast.henry))


def worked(edit: BulkEdit, size: int = 2, tick=silent) -> BulkEdit:
    """What a worker makes of it who looks at it anew."""
    found = BulkEdit.objects.get(pk=edit.pk)
    pace = Pace(size)
    pace.learn = lambda _seconds: None  # type: ignore[method-assign]
    bulk.work(found, tick=tick, pace=pace)
    return BulkEdit.objects.get(pk=edit.pk)


def areas(sheds: list[int]) -> list[int | None]:
    found = [said(pk).get("area") for pk in sheds]
    return [None if area is None else int(area) for area in found]


def test_the_records_chosen_are_changed_each_with_its_fact(cast, sheds):
    before = Fact.objects.filter(kind="fields.filled").count()

    edit = worked(begun(cast, ids=[sheds[0], sheds[3], sheds[4]]))

    assert areas(sheds) == [9, 2, 1, 9, 9, None, 2]
    assert (edit.state, edit.total, edit.changed) == (BulkState.DONE, 3, 3)
    assert Fact.objects.filter(kind="fields.filled").count() == before + 3


def test_all_that_fit_are_changed_chunk_by_chunk(cast, sheds):
    given = '{"any":[["f.area","is","1"],["f.area","empty"]]}'

    edit = worked(begun(cast, asked={"filter": given, "state": "open"}), size=1)

    assert areas(sheds) == [9, 2, 9, 9, 3, 9, 2]
    assert (edit.total, edit.done, edit.changed) == (4, 4, 4)


def test_only_records_within_ones_right_are_changed(cast, sheds):
    Deal.objects.filter(pk=sheds[0]).update(owner=cast.stan)

    edit = worked(begun(cast, asked={}))

    assert areas(sheds) == [1, 9, 9, 9, 9, 9, 9]
    assert edit.total == 6


def test_a_refusal_takes_everything_back_and_is_told(cast, sheds):
    deals.lose(Deal.objects.get(pk=sheds[4]), reason="Price", by=SYSTEM)

    edit = worked(begun(cast, change="owner", given=str(cast.nora.pk), ids=sheds))

    assert (edit.state, edit.problem) == (BulkState.UNDONE, "Closed already: Shed 1. Reopen first.")
    assert set(Deal.objects.values_list("owner", flat=True)) == {cast.sara.pk, cast.semyon.pk}
    assert BulkRow.objects.count() == 0


def test_undoing_gives_back_all_but_what_somebody_changed_since(cast, sheds):
    edit = worked(begun(cast, ids=sheds))
    fill(DEAL, sheds[1], {"area": Decimal(5)}, by=SYSTEM)

    undone = worked(operations.undo(edit, by=Actor.of(cast.henry)))

    assert areas(sheds) == [1, 5, 1, None, 3, None, 2]
    assert (undone.state, undone.kept) == (BulkState.UNDONE, 1)


def test_what_cannot_go_back_is_kept_and_counted(cast, sheds):
    edit = worked(begun(cast, change="owner", given=str(cast.nora.pk), ids=sheds))
    deals.lose(Deal.objects.get(pk=sheds[2]), reason="Price", by=SYSTEM)

    undone = worked(operations.undo(edit, by=Actor.of(cast.henry)), size=7)

    owners = dict(Deal.objects.values_list("pk", "owner_id"))
    assert [owners[pk] == cast.nora.pk for pk in sheds] == [False, False, True, False, False, False, False]
    assert undone.kept == 1


def test_a_change_goes_on_where_a_dead_worker_stopped(cast, sheds):
    edit = begun(cast, ids=sheds)

    def die(done: int, total: int) -> None:
        if done > 2:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        worked(edit, tick=die)
    assert BulkEdit.objects.get(pk=edit.pk).done == 2
    assert worked(edit).state == BulkState.DONE
    assert areas(sheds) == [9] * 7


def test_a_change_under_way_is_stopped_and_taken_back(cast, sheds):
    edit = begun(cast, ids=sheds)

    def stop(done: int, total: int) -> None:
        if done == 4 and BulkEdit.objects.get().state == BulkState.RUNNING:
            operations.undo(edit, by=Actor.of(cast.henry))

    worked(edit, tick=stop)
    assert areas(sheds) == [9, 9, 9, 9, 3, None, 2]
    assert worked(edit).state == BulkState.UNDONE
    assert areas(sheds) == [1, 2, 1, None, 3, None, 2]


def test_fields_of_every_type_go_there_and_back(cast, sheds):
    for change, given in (("f.roof", "gable"), ("f.plot", "New"), ("f.built", "2026-05-01"), ("f.area", "")):
        before = [said(pk) for pk in sheds]
        edit = worked(begun(cast, change=change, given=given, ids=sheds), size=9)
        assert edit.changed > 0
        worked(operations.undo(edit, by=Actor.of(cast.henry)), size=9)
        assert [said(pk) for pk in sheds] == before


def test_others_write_while_many_are_changed(live_db, monkeypatch):
    # the writer is left after every chunk, as it is after every third of a second
    monkeypatch.setattr(bulk, "WRITES", 0)
    cast = make_cast()
    a_field("area", "number")
    mine = {"pipeline": cast.pipeline, "stage": cast.stages[0], "owner": cast.sara, "currency": "USD"}
    made = deals.create_many([Deal(name=f"Shed {number}", **mine) for number in range(300)], by=SYSTEM)
    edit = begun(cast, ids=[deal.pk for deal in made[1:]])
    first_chunk_is_in = threading.Event()

    def work() -> None:
        found = BulkEdit.objects.select_related("person").get(pk=edit.pk)
        pace = Pace(size=10)
        pace.learn = lambda _seconds: None  # type: ignore[method-assign]
        bulk.work(found, tick=lambda _done, _total: first_chunk_is_in.set(), pace=pace)
        connections.close_all()

    worker = threading.Thread(target=work)
    worker.start()
    assert first_chunk_is_in.wait(60)
    deals.change(made[0], {"name": "Saved meanwhile"}, by=SYSTEM)
    worker.join()

    others = Fact.objects.get(kind="sales.deal_changed")
    filled = Fact.objects.filter(kind="fields.filled").order_by("pk").values_list("pk", flat=True)
    assert filled.count() == 299
    assert others.pk < filled.last()


def test_the_writer_is_left_after_a_third_of_a_second():
    rests: list[float] = []
    breath = bulk.Breath(rests.append)

    for _chunk in range(6):
        breath.after(0.12)

    assert rests == ([bulk.RESTS] * 2 if connection.vendor == "sqlite" else [])


def test_what_a_deputy_changes_in_bulk_is_told_as_for_the_absent(cast, sheds):
    name_deputy(cast.henry, cast.nora, first_day=MONDAY.date(), last_day=MONDAY.date(), by=SYSTEM)
    Deal.objects.filter(pk=sheds[0]).update(owner=cast.nora)

    worked(operations.begin(DEAL, **AREA, ids=sheds[:3], by=Actor.of(cast.nora)))

    told = Fact.objects.filter(kind="fields.filled", door="page").order_by("pk").values_list("actor_label", flat=True)
    assert list(told) == ["Nora Nash", *["Nora Nash for Henry Hale"] * 2]


def test_the_job_cancelled_by_an_administrator_is_the_change_taken_back(cast, sheds):
    edit = begun(cast, ids=sheds)

    def cancel(done: int, _total: int) -> None:
        if done == 4 and BulkEdit.objects.get().state == BulkState.RUNNING:
            job_orders.cancel(edit.job_id, by=Actor.of(cast.olga))

    with pytest.raises(PermissionDenied):
        job_orders.cancel(edit.job_id, by=Actor.of(cast.nora))
    discover()
    assert worked(edit, tick=cancel).state == BulkState.UNDOING
    assert worked(edit).state == BulkState.UNDONE
    assert areas(sheds) == [1, 2, 1, None, 3, None, 2]
