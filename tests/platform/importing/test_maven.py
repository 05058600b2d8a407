"""A real export of 8,800 opportunities, at once and replayed through its year."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db.models import Sum

from setpoint.domains.sales.models import Closure, Deal
from setpoint.domains.sales.queries import rebuild
from setpoint.journal.followers import catch_up
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.clock import set_company_time
from setpoint.kernel.models import Company, Team, User
from setpoint.loop.record.models import DailyMeasure
from setpoint.platform.importing import undoing
from setpoint.platform.importing.command import Answers, run_import_from_command
from setpoint.platform.importing.replay import release_due
from setpoint.platform.models import ImportRun, ReleaseItem

FILES = ("sales_pipeline.csv.zst", "accounts.csv", "products.csv", "sales_teams.csv")

# fifteen seconds each, on two databases
pytestmark = [pytest.mark.data, pytest.mark.long, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def company(settings, tmp_path):
    settings.HOME = tmp_path
    Company.objects.create(name="Replayed", currency="USD")


def run(**options):
    folder = Path(os.environ.get("SETPOINT_DATA", "../shared/data")) / "maven_crm"
    paths = [folder / name for name in FILES]
    return run_import_from_command("deals", paths, by=SYSTEM, answers=Answers(currency="USD", repairs=True), **options)


def won() -> int:
    return Deal.objects.filter(closure__outcome="won").aggregate(sum=Sum("amount"))["sum"]


def totals() -> dict[str, tuple[int, int]]:
    rows = DailyMeasure.objects.filter(scope_kind="company").values_list("measure").annotate(Sum("n"), Sum("total"))
    return {measure: (n, total) for measure, n, total in rows}


def test_everything_comes_in_after_the_offered_repairs_and_undo_leaves_nothing():
    before = Fact.objects.standing().count()

    result = run()

    assert [(file["kind"], file["created"], file["refused"]) for file in result["files"]] == [
        ("teams", 35, 0),
        ("products", 7, 0),
        ("accounts", 85, 0),
        ("deals", 8800, 0),
    ]
    assert result["files"][-1]["marks"] == {
        "estimated": 2089,
        "unknown_amount": 2473,
        "undated": 500,
        "without_customer": 1425,
    }
    assert won() == 1_000_553_400
    assert sorted(Closure.objects.values_list("outcome").order_by().distinct()) == [("lost",), ("won",)]
    assert Closure.objects.filter(outcome="won").count() == 4238
    assert Deal.objects.open().filter(estimated=True, amount__isnull=False).count() == 2089
    assert Deal.objects.filter(closure__outcome="lost", amount__isnull=True).count() == 2473
    assert Deal.objects.filter(opened_at=None, stage__name="Prospecting").count() == 500
    assert Deal.objects.filter(opened_at__isnull=False, closed_at=None, stage__name="Engaging").count() == 1589
    assert (Team.objects.count(), User.objects.count()) == (6, 41)
    assert totals()["sales.revenue"] == (4238, 1_000_553_400)
    assert totals()["sales.created"][0] == 8300
    assert totals()["sales.created_unknown"][0] == 500
    assert all(rebuilt(deal) for deal in Deal.objects.select_related("closure").order_by("external_id")[:200])

    undoing.undo(ImportRun.objects.get(pk=result["import"]), by=SYSTEM)
    undoing.work_back(ImportRun.objects.get(pk=result["import"]))
    catch_up(["measures"])

    assert (Deal.objects.count(), User.objects.count(), Team.objects.count()) == (0, 0, 0)
    assert not DailyMeasure.objects.exists()
    assert Fact.objects.standing().count() == before


def rebuilt(deal: Deal) -> bool:
    state = rebuild(deal.pk)
    return state is not None and (state["amount"], state["stage"], state["opened_at"], state["closed_at"]) == (
        deal.amount,
        deal.stage_id,
        deal.opened_at,
        deal.closed_at,
    )


def test_without_the_repair_its_rows_are_refused_and_nothing_else():
    folder = Path(os.environ.get("SETPOINT_DATA", "../shared/data")) / "maven_crm"
    result = run_import_from_command(
        "deals", [folder / name for name in FILES], by=SYSTEM, answers=Answers(currency="USD")
    )

    assert (result["files"][-1]["created"], result["files"][-1]["refused"]) == (7320, 1480)


def test_the_year_replayed_ends_where_the_import_at_once_ends():
    beginning = datetime(2016, 10, 1, tzinfo=UTC)
    result = run(replay_from=beginning)
    assert (Deal.objects.count(), result["waiting"]) == (0, 8800 + 6711)

    seen = []
    for month in range(1, 13):
        set_company_time(datetime(2017, month, 28, tzinfo=UTC), rate=0)
        release_due()
        seen.append((Deal.objects.count(), Closure.objects.count()))
    before_last_day = Deal.objects.filter(opened_at=None).count()
    set_company_time(datetime(2017, 12, 31, tzinfo=UTC), rate=0)
    release_due()
    catch_up(["measures"])

    assert seen == sorted(seen)
    assert before_last_day == 0
    assert (Deal.objects.count(), ReleaseItem.objects.count(), won()) == (8800, 0, 1_000_553_400)
    assert totals()["sales.revenue"] == (4238, 1_000_553_400)
    assert not Fact.objects.filter(occurred_at__gt=datetime(2017, 12, 31, tzinfo=UTC)).exists()
