"""Reports: who sees which figures, what stands behind them, how the copy keeps up, what is refused."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from setpoint.domains.analytics.answering import behind
from setpoint.domains.analytics.asking import question
from setpoint.domains.analytics.models import ColumnarCopy, SavedReport
from setpoint.domains.analytics.operations import copying, reports
from setpoint.domains.analytics.operations.copying import refresh
from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deals
from setpoint.kernel.actors import SYSTEM, Actor
from tests.cast import Cast
from tests.contracts.report_examples import ASKED
from tests.domains.test_deals import a_deal
from tests.domains.test_report_traps import figures, home

__all__ = ["home"]


def test_a_seller_sees_his_own_figures_and_nobody_elses(cast: Cast) -> None:
    for owner in (cast.sara, cast.semyon, cast.nora):
        a_deal(cast, owner=owner, amount=100)
    sara = Actor.of(cast.sara)
    assert figures("deals", "owner", "count", by=sara) == {str(cast.sara.pk): (1,), None: (1,)}
    # a filter does not open what the table hides
    colleague = {"owner": str(cast.semyon.pk)}
    assert figures("deals", "team", "count", by=sara, filters=colleague)[None] == (0,)


def test_a_head_sees_everybody_below(cast: Cast) -> None:
    for owner in (cast.sara, cast.semyon, cast.nora, cast.stan):
        a_deal(cast, owner=owner)
    found = figures("deals", "owner", "count", by=Actor.of(cast.henry))
    assert found == {str(one.pk): (1,) for one in (cast.sara, cast.semyon, cast.nora)} | {None: (3,)}


def test_every_figure_opens_the_records_behind_it(cast: Cast) -> None:
    here, there = a_deal(cast), a_deal(cast, stage=cast.stages[1])
    refresh()
    asked = question("deals", SYSTEM, rows="stage", measures=["count", "lost"])
    stage = str(cast.stages[1].pk)
    assert behind(asked, SYSTEM, measure=0, row=stage, column=None, offset=0, size=50) == ([there.pk], 1)
    assert behind(asked, SYSTEM, measure=0, row=None, column=None, offset=0, size=1) == ([there.pk], 2)
    assert behind(asked, SYSTEM, measure=1, row=None, column=None, offset=0, size=50) == ([], 0)
    assert here.pk < there.pk


def test_the_copy_follows_what_changes_and_reads_nothing_else_anew(cast: Cast, monkeypatch) -> None:
    first, _second = a_deal(cast, amount=100), a_deal(cast, amount=200)
    refresh()
    read: list[list[int]] = []
    rows_of_deals = copying.rows_of_deals
    monkeypatch.setattr(copying, "rows_of_deals", lambda ids: read.append(list(ids)) or rows_of_deals(ids))
    deals.win(first, amount=150, by=SYSTEM)
    assert figures("deals", "state", "value") == {"won": (150,), "open": (200,), None: (350,)}
    third = a_deal(cast, amount=1000)
    assert figures("deals", "state", "value")[None] == (1350,)
    assert read == [[first.pk], [third.pk]]


def test_a_copy_killed_between_two_parts_goes_on_there(cast: Cast, monkeypatch) -> None:
    made = [a_deal(cast, amount=amount) for amount in (1, 2, 4)]
    monkeypatch.setattr(copying, "PART", 2)
    rows_of_deals = copying.rows_of_deals

    def dies_at_the_last(ids: list[int]) -> object:
        if made[2].pk in ids:
            raise MemoryError
        return rows_of_deals(ids)

    monkeypatch.setattr(copying, "rows_of_deals", dies_at_the_last)
    with pytest.raises(MemoryError):
        refresh()
    assert ColumnarCopy.objects.get().done == made[1].pk
    read: list[list[int]] = []
    monkeypatch.setattr(copying, "rows_of_deals", lambda ids: read.append(list(ids)) or rows_of_deals(ids))
    assert figures("deals", "state", "value")[None] == (7,)
    assert read == [[made[2].pk]]


def test_nothing_of_a_person_is_in_the_copy(cast: Cast, settings) -> None:
    a_deal(cast, name="Shed of Ivan Petrov", customer=cast.ivan)
    refresh()
    found = b"".join(path.read_bytes() for path in settings.HOME.rglob("*.parquet"))
    assert found
    assert b"Petrov" not in found


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"rows": "shoe_size"}, "rows"),
        ({"rows": "stage", "columns": "stage"}, "columns"),
        ({"measures": []}, "measures"),
        ({"measures": ["count; DROP TABLE"]}, "measures"),
        ({"when": "born"}, "when"),
        ({"filters": {"1=1 OR stage": "1"}}, "filter"),
    ],
)
def test_what_is_no_question_is_refused_by_its_field(db: None, asked: dict, field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        question("deals", SYSTEM, **({"measures": ["count"]} | asked))
    assert list(refusal.value.message_dict) == [field]


def test_only_who_made_a_report_changes_it(cast: Cast) -> None:
    kept = reports.save(name="Mine", asked=ASKED, shared=True, by=Actor.of(cast.sara))
    with pytest.raises(PermissionDenied):
        reports.save(name="Yours", asked=ASKED, shared=True, by=Actor.of(cast.henry), report=kept)
    assert SavedReport.objects.get().name == "Mine"
    assert Deal.objects.count() == 0
