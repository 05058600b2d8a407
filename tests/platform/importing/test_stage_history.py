"""A file that tells when deals came into their stages: they live through it, and the loop learns from it."""

import pytest

from setpoint.analysis.spells import CENSORED, WON
from setpoint.domains.sales.flow import load_deals
from setpoint.domains.sales.models import Deal, Pipeline, ToldStage
from setpoint.journal.models import Fact
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.loop.plan.flow import UNKNOWN
from setpoint.platform.importing import undoing
from setpoint.platform.models import ImportRun
from tests.cast import Cast
from tests.platform.importing.helpers import HEADER, imported

STAGES = (
    "Deal ID,Stage entered,Entered at\n"
    "H1,Lead,2026-01-05\nH1,Demo,2026-01-12\nH1,Negotiation,2026-02-01\n"
    "H2,Lead,2026-01-06\nH2,Negotiation,2026-01-20\n"
)
DEALS = (
    HEADER
    + "H1,Sara Stone,Cedar shed,,Negotiation,2026-01-05,,9000\n"
    + "H2,Sara Stone,Cedar shed,,Won,2026-01-06,2026-02-02,4500\n"
    + "H3,Sara Stone,Cedar shed,,Lead,2026-01-15,,\n"
)


@pytest.fixture
def olga(cast: Cast) -> Actor:
    return Actor.of(cast.olga)


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


def moves(key: str) -> list[tuple[str, str]]:
    deal = Deal.objects.get(external_id=key)
    facts = Fact.objects.about("sales.deal", [deal.pk]).filter(kind="sales.deal_moved").order_by("occurred_at", "pk")
    return [(fact.occurred_at.date().isoformat(), fact.data["to_name"]) for fact in facts]


def test_deals_live_through_the_stages_that_were_told(olga):
    run = imported(olga, stages=STAGES, deals=DEALS)

    assert [(file.kind, file.created, file.refused) for file in run.files.all()] == [
        *(("stage_history", 5, 0), ("deals", 3, 0)),
    ]
    # a stage in which no deal stands any more is there, in its place
    assert [stage.name for stage in Pipeline.objects.latest("pk").stages.all()] == ["Lead", "Demo", "Negotiation"]
    assert moves("H1") == [("2026-01-12", "Demo"), ("2026-02-01", "Negotiation")]
    open_one = Deal.objects.get(external_id="H1")
    assert (open_one.stage_since.date().isoformat(), open_one.amount) == ("2026-02-01", 900_000)
    assert not ToldStage.objects.exists()


def test_the_loop_learns_how_long_they_stayed_and_nothing_of_those_untold(olga):
    imported(olga, stages=STAGES, deals=DEALS)

    flow = load_deals(company_now())
    stays = {}
    of = dict(Deal.objects.values_list("pk", "external_id"))
    for item, stage, start, end, after in zip(
        flow.spells.item, flow.spells.stage, flow.spells.start, flow.spells.end, flow.spells.next, strict=True
    ):
        stays.setdefault(of[int(item)], []).append((flow.stages.name[stage], int(end - start), int(after)))

    assert [stay[:2] for stay in stays["H1"]] == [("Lead", 7), ("Demo", 20), ("Negotiation", 29)]
    assert stays["H1"][-1][2] == CENSORED
    assert [stay[:2] for stay in stays["H2"]] == [("Lead", 14), ("Negotiation", 13)]
    assert stays["H2"][-1][2] == WON
    assert stays["H3"] == [("Lead", 0, CENSORED)]
    since = {of[int(item)]: int(day) for item, day in zip(flow.items.ref, flow.items.since, strict=True)}
    assert (since["H3"], since["H1"] > 0) == (UNKNOWN, True)


def test_a_deal_that_stands_elsewhere_than_its_history_ends_came_there_nobody_knows_when(olga):
    imported(olga, stages=STAGES, deals=DEALS.replace("Negotiation,2026-01-05", "Lead,2026-01-05"))

    assert moves("H1")[-1][1] == "Lead"
    assert Deal.objects.get(external_id="H1").stage_since is None


def test_a_file_that_tells_since_when_a_deal_stands_where_it_does_begins_that_stay(olga):
    header = HEADER.replace("Close value", "Close value,Last stage change")
    negotiated = "S1,Sara Stone,Cedar shed,,Negotiation,2026-01-05,,9000,2026-02-10\n"
    imported(olga, deals=header + negotiated + "S2,Sara Stone,Cedar shed,,Lead,2026-01-06,,,\n")

    flow = load_deals(company_now())

    assert moves("S1") == [("2026-02-10", "Negotiation")]
    assert [flow.stages.name[stage] for stage in flow.spells.stage] == ["Lead", "Negotiation", "Lead"]
    # how it came there is not known, how long it stands there is
    assert (flow.spells.end - flow.spells.start).tolist() == [0, 20, 0]
    assert Deal.objects.get(external_id="S1").amount == 900_000


def test_told_stages_wait_for_a_later_import_and_the_same_row_is_told_once(olga):
    imported(olga, stages=STAGES)
    again = imported(olga, stages=STAGES)
    assert (again.files.get().created, again.files.get().matched, ToldStage.objects.count()) == (0, 5, 5)

    imported(olga, deals=DEALS)

    assert len(moves("H1")) == 2
    assert imported(olga, stages=STAGES).files.get().matched == 5


def test_an_import_undone_takes_deals_and_what_was_told_with_it(olga):
    run = imported(olga, stages=STAGES)
    undoing.undo(run, by=olga)
    undoing.work_back(ImportRun.objects.get())
    assert not ToldStage.objects.exists()
