"""A stage in use is removed: its deals go to another, history keeps its name, and all of it can be undone."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from setpoint.domains.sales.models import Deal, Stage
from setpoint.domains.sales.operations import deals, pipelines
from setpoint.domains.sales.operations.pipelines import NewStage
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.governed import Condition, is_broken
from setpoint.kernel.jobs import discover
from setpoint.kernel.jobs_worker import run_next
from setpoint.loop.cycle_db import run_tick
from setpoint.platform.configuration.files import written
from setpoint.platform.removing.operations import remove, undo
from setpoint.platform.removing.registry import REMOVABLE
from tests.cast import MONDAY, Cast
from tests.platform.fields.making import DEAL, a_field
from tests.web.conftest import SignIn, a_deal


def work() -> None:
    discover()
    while run_next("tests"):
        pass


def test_open_deals_go_where_one_says_and_come_back(cast: Cast) -> None:
    _first, meeting, proposal, _last = cast.stages
    a_field("plot", required_from=proposal.pk)
    here = [a_deal(cast, name=f"Shed {n}", stage=meeting) for n in range(3)]
    ended = a_deal(cast, name="Barn", stage=meeting)
    deals.lose(ended, reason="Price", by=SYSTEM)

    removal = remove("stage", meeting.pk, goes_to=proposal.pk, by=Actor.of(cast.olga))
    work()

    removal.refresh_from_db()
    assert (removal.name, removal.rows, removal.moved, removal.state) == ("Sheds: Meeting", 3, 3, "done")
    assert set(Deal.objects.open().values_list("stage", flat=True)) == {proposal.pk}
    assert [one.name for one in cast.pipeline.stages.all()] == ["Qualification", "Proposal", "Closing"]
    assert Deal.objects.select_related("stage").get(pk=ended.pk).stage.name == "Meeting"
    told = Fact.objects.filter(kind="sales.deal_moved", about_id=here[0].pk).latest("pk")
    assert (told.data["from_name"], told.data["to_name"]) == ("Meeting", "Proposal")

    deals.move_many([deals.Move(here[0].pk, cast.stages[0])], by=SYSTEM)
    undo(removal, by=Actor.of(cast.olga))
    work()
    assert [Deal.objects.get(pk=deal.pk).stage_id for deal in here] == [cast.stages[0].pk, meeting.pk, meeting.pk]
    assert Stage.objects.filter(pk=meeting.pk).exists()


def test_a_removed_stage_is_offered_nowhere_and_the_loop_still_turns(cast: Cast, as_person: SignIn) -> None:
    meeting = cast.stages[1]
    ended = a_deal(cast, name="Barn", stage=meeting)
    deals.win(ended, by=SYSTEM)
    a_deal(cast, name="Shed")
    remove("stage", meeting.pk, goes_to=cast.stages[0].pk, by=SYSTEM)
    work()

    olga = as_person(cast.olga)
    for address in ("/deals/board", "/deals", "/deals/new", "/today"):
        page = olga.get(address)
        assert (page.status_code, "Meeting" in page.content.decode()) == (200, False), address
    assert olga.get(f"/deals/{ended.pk}").status_code == 200
    assert is_broken(DEAL, Condition("stage", "from", str(meeting.pk)))
    assert "Meeting" not in written()
    run_tick(MONDAY)

    deals.reopen(ended, by=SYSTEM)
    assert Deal.objects.get(pk=ended.pk).stage == cast.stages[0]


def test_a_stage_in_use_goes_nowhere_without_an_answer(cast: Cast, as_person: SignIn) -> None:
    meeting = cast.stages[1]
    a_deal(cast, stage=meeting)
    with pytest.raises(ValidationError, match="Say where its records go: 1"):
        remove("stage", meeting.pk, by=SYSTEM)
    with pytest.raises(PermissionDenied):
        remove("stage", meeting.pk, goes_to=cast.stages[0].pk, by=Actor.of(cast.sara))
    only = pipelines.create(name="Barns", stages=[NewStage("New", 10)], by=SYSTEM).stages.get()
    with pytest.raises(ValidationError, match="one stage at least"):
        remove("stage", only.pk, by=SYSTEM)
    olga = as_person(cast.olga)
    address = f"/settings/removals/stage/{meeting.pk}"
    assert f'href="{address}"' in olga.get(f"/settings/pipelines/{cast.pipeline.pk}").content.decode()
    assert "Sheds: Meeting" in olga.get(address).content.decode()
    assert Stage.every.filter(removed_at__isnull=False).count() == 0


def test_its_name_may_be_taken_meanwhile_and_then_it_stays_removed(cast: Cast) -> None:
    meeting = cast.stages[1]
    removal = remove("stage", meeting.pk, by=SYSTEM)
    Stage.objects.create(pipeline=cast.pipeline, name="Meeting", position=9, probability=30)
    with pytest.raises(ValidationError, match="“Meeting” is taken"):
        undo(removal, by=SYSTEM)
    assert REMOVABLE["stage"].targets(meeting.pk)[-1][1] == "Meeting"
