"""What an export tells of the future happens when company time comes to it, and not a moment earlier."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from setpoint.domains.customers.models import Party
from setpoint.domains.sales.models import Closure, Deal
from setpoint.domains.sales.operations import deals
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import company_now, set_company_time
from setpoint.loop.cycle_db import run_tick
from setpoint.platform.importing import running, undoing
from setpoint.platform.importing.replay import next_due, release_due
from setpoint.platform.importing.uploads import upload
from setpoint.platform.models import ImportRun, ReleaseItem
from tests.cast import Cast
from tests.platform.importing.helpers import HEADER, accept_all, files, imported

DEALS = (
    HEADER
    + "R1,Sara Stone,Cedar shed,Driftwood Ltd,Won,2017-01-10,2017-03-01,4500\n"
    + "R2,Semyon Sokolov,Cedar shed,,Lost,2017-02-01,2017-02-20,0\n"
    + "R3,Sara Stone,Cedar shed,,Engaging,2017-02-05,,\n"
    + "R4,Sara Stone,Cedar shed,,Prospecting,,,\n"
    + "R5,Sara Stone,Cedar shed,,Proposal,2017-02-06,,5100\n"
    + "R6,Semyon Sokolov,,Driftwood Ltd,Won,,2017-02-25,77\n"
    + "R7,Sara Stone,Cedar shed,,Engaging,2017-03-31,,\n"
)
SETTINGS = {
    "pipeline": "Export",
    "stages": {"Won": "won", "Lost": "lost", "Prospecting": "open", "Engaging": "open", "Proposal": "open"},
    "order": ["Prospecting", "Engaging", "Proposal"],
    "entry": "Engaging",
    "last_day": "2017-03-31",
    "zone": "UTC",
}


def day(month: int, number: int) -> datetime:
    return datetime(2017, month, number, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def olga(cast: Cast) -> Actor:
    set_company_time(day(1, 1), rate=0)
    return Actor.of(cast.olga)


def state() -> list[tuple[object, ...]]:
    """Everything that a page could show of deals and their past."""
    fields = ("external_id", "name", "stage__name", "owner__name", "customer__name", "amount", "estimated")
    rows = Deal.objects.values_list(*fields, "opened_at", "stage_since", "closed_at")
    closures = Closure.objects.values_list("deal__external_id", "outcome", "closed_at")
    facts = Fact.objects.filter(about_kind="sales.deal").standing()
    told = facts.values_list("kind", "occurred_at", "data__owner", "data__amount", "data__cycle_days")
    return [row for found in (rows, closures, told) for row in sorted(found, key=str)]


def taken_back(run: ImportRun, by: Actor) -> None:
    undoing.undo(run, by=by)
    undoing.work_back(ImportRun.objects.get(pk=run.pk))
    set_company_time(day(1, 1), rate=0)


def move_to(moment: datetime) -> None:
    set_company_time(moment, rate=0)
    release_due()


def test_nothing_of_the_future_is_seen_on_the_day_of_the_import(olga):
    facts = Fact.objects.count()
    customers = Party.objects.count()

    run = imported(olga, deals=DEALS)

    assert run.files.get().created == 7
    assert (Deal.objects.count(), Party.objects.count()) == (0, customers)
    assert set(Fact.objects.order_by("pk")[facts:].values_list("kind", flat=True)) == {"sales.pipeline_created"}
    assert next_due() == day(1, 10)


def test_a_dated_row_begins_with_the_list_price_and_ends_with_its_real_value(olga):
    imported(olga, deals=DEALS)

    move_to(day(2, 28))
    begun = Deal.objects.get(external_id="R1")
    move_to(day(3, 1))
    ended = Deal.objects.get(external_id="R1")

    assert (begun.amount, begun.estimated, begun.stage.name, begun.closed_at) == (480_000, True, "Engaging", None)
    assert (ended.amount, ended.estimated, ended.closure.outcome, ended.closed_at) == (450_000, False, "won", day(3, 1))
    assert Fact.objects.get(kind="sales.deal_won", about_id=ended.pk).data["cycle_days"] == 50


def test_a_turn_of_the_loop_sees_what_has_happened_up_to_it(olga):
    imported(olga, deals=DEALS)
    set_company_time(day(2, 10), rate=0)

    run_tick()

    assert set(Deal.objects.values_list("external_id", flat=True)) == {"R1", "R2", "R3", "R5"}


def test_a_lost_deal_has_an_unknown_amount(olga):
    imported(olga, deals=DEALS)
    move_to(day(2, 20))

    lost = Deal.objects.get(external_id="R2")

    assert (lost.closure.outcome, lost.amount, lost.estimated) == ("lost", None, False)


def test_what_has_no_date_is_released_on_the_last_day_or_with_its_end(olga):
    imported(olga, deals=DEALS, settings=SETTINGS)

    move_to(day(3, 30))
    before = set(Deal.objects.filter(opened_at=None).values_list("external_id", flat=True))
    move_to(day(3, 31))
    after = set(Deal.objects.filter(opened_at=None).values_list("external_id", flat=True))

    assert (before, after) == ({"R6"}, {"R4", "R6"})
    told = Fact.objects.get(kind="sales.deal_opened", about_id=Deal.objects.get(external_id="R4").pk)
    assert (told.data["dated"], told.occurred_at) == (False, day(3, 31))


def test_what_the_last_day_knows_of_an_open_deal_is_known_on_the_last_day(olga):
    imported(olga, deals=DEALS, settings=SETTINGS)

    move_to(day(3, 30))
    before = Deal.objects.get(external_id="R5")
    move_to(day(3, 31))
    after = Deal.objects.get(external_id="R5")

    assert (before.stage.name, before.amount, before.estimated) == ("Engaging", 480_000, True)
    assert (after.stage.name, after.amount, after.estimated) == ("Proposal", 510_000, False)


def blanked(after: date) -> str:
    """The export as it would have been written on that day: later columns of what was open then are blank."""
    lines = []
    for line in DEALS.splitlines()[1:]:
        cells = line.split(",")
        if not cells[6] or date.fromisoformat(cells[6]) > after:
            cells[4], cells[6], cells[7] = "", "", ""
        lines.append(",".join(cells))
    return HEADER + "\n".join(lines) + "\n"


@pytest.mark.parametrize("seen", [day(1, 9), day(1, 10), day(2, 10), day(2, 22), day(3, 1), day(3, 30)])
def test_the_state_at_any_date_is_the_same_whether_or_not_later_columns_are_blanked(olga, seen):
    run = imported(olga, deals=DEALS, settings=SETTINGS)
    move_to(seen)
    told = state()
    taken_back(run, olga)
    assert state() == []

    imported(olga, deals=blanked(seen.date()), settings=SETTINGS)
    move_to(seen)

    assert state() == told


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(days=st.lists(st.integers(1, 100), max_size=5))
def test_the_way_to_a_date_does_not_matter(olga, days):
    run = imported(olga, deals=DEALS, settings=SETTINGS)
    for number in sorted(days):
        move_to(day(1, 1) + timedelta(number))
    move_to(day(4, 30))
    stepwise = state()
    taken_back(run, olga)
    set_company_time(day(4, 30), rate=0)

    at_once = imported(olga, deals=DEALS, settings=SETTINGS)

    assert (state(), ReleaseItem.objects.count()) == (stepwise, 0)
    taken_back(at_once, olga)


def test_what_waits_is_found_by_a_second_import_and_goes_with_undo(olga):
    run = imported(olga, deals=DEALS)
    second = imported(olga, deals=DEALS)
    assert (second.files.get().matched, second.files.get().created) == (7, 0)

    taken_back(run, olga)

    assert not ReleaseItem.objects.exists()
    move_to(day(12, 31))
    assert not Deal.objects.exists()


def test_a_deal_that_people_have_closed_meanwhile_is_left_to_them(olga):
    imported(olga, deals=DEALS)
    move_to(day(2, 28))
    deals.lose(Deal.objects.get(external_id="R1"), reason="Price", by=SYSTEM)

    move_to(day(3, 1))

    assert Closure.objects.get(deal__external_id="R1").outcome == "lost"
    assert not ReleaseItem.objects.filter(due_at__lte=day(3, 1)).exists()


def test_company_time_goes_back_only_while_there_are_no_deals(cast, olga):
    run = upload(files(deals=DEALS), by=olga)
    accept_all(run, olga)
    deals.create(name="Shed", pipeline=cast.pipeline, stage=cast.stages[0], owner=cast.sara, currency="USD", by=SYSTEM)

    with pytest.raises(ValidationError, match="already has records"):
        running.start(run, by=olga, replay_from=day(2, 1))

    assert ImportRun.objects.get(pk=run.pk).state == "draft"
    assert company_now() == day(1, 1)


def test_a_replay_begins_on_the_day_that_the_user_names(olga):
    set_company_time(day(12, 31), rate=0)
    run = upload(files(deals=DEALS), by=olga)
    accept_all(run, olga, SETTINGS)
    running.start(run, by=olga, replay_from=day(2, 3))
    run.refresh_from_db()

    running.work(run)

    assert set(Deal.objects.values_list("external_id", flat=True)) == {"R1", "R2"}
    assert ImportRun.objects.get(pk=run.pk).state == "done"
