"""Company time is moved by those who may, where it can be moved."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from setpoint.journal.models import Fact
from setpoint.kernel import jobs
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import company_now, follow_machine_time, machine_now
from setpoint.kernel.jobs_worker import run_next
from setpoint.kernel.models import Job
from setpoint.loop.control.models import Run
from setpoint.loop.cycle_plan import plan_goal
from setpoint.loop.plan.models import Plan
from setpoint.platform.models import ReleaseItem
from setpoint.simulation.models import SimulatedLife
from tests.cast import Cast
from tests.platform.importing.helpers import HEADER, imported
from tests.web.conftest import SignIn


@pytest.fixture
def olga(cast: Cast, as_person: SignIn) -> Client:
    jobs.discover()
    plan_goal(parameter="sales.revenue", first_day=date(2026, 1, 1), last_day=date(2026, 3, 31), target=100, by=SYSTEM)
    # the turn that a new goal asks for
    Job.objects.all().delete()
    return as_person(cast.olga)


def test_time_goes_on_by_a_day_and_the_loop_turns(olga: Client) -> None:
    olga.post("/time", {"step": "day"})
    assert "Days passed" in olga.get("/time/moving").content.decode()

    run_next("test")

    assert company_now() == datetime(2026, 3, 3, 8, 30, tzinfo=UTC)
    assert list(Run.objects.values_list("day", flat=True)) == [datetime(2026, 3, 3, tzinfo=UTC).date()]
    assert olga.get("/time/moving").status_code == 204


def test_time_goes_on_to_a_date_every_day_on_the_way(olga: Client) -> None:
    olga.post("/time", {"until": "2026-03-06"})
    run_next("test")
    assert company_now().date().isoformat() == "2026-03-06"
    assert Run.objects.count() == 4


def test_where_nothing_is_planned_the_loop_has_nothing_to_say(olga: Client) -> None:
    Plan.objects.all().delete()
    olga.post("/time", {"until": "2026-03-06"})
    run_next("test")
    assert company_now().date().isoformat() == "2026-03-06"
    assert Run.objects.count() == 0


def test_a_way_cut_short_goes_on_where_it_was(olga: Client) -> None:
    olga.post("/time", {"until": "2026-03-06"})
    Job.objects.update(done=2)
    run_next("test")
    assert list(Run.objects.order_by("day").values_list("day__day", flat=True)) == [5, 6]


@pytest.mark.parametrize(
    ("until", "message"),
    [("2026-03-01", "moves forward only"), ("2036-01-01", "five years at most"), ("", "Say to which day.")],
)
def test_time_goes_neither_back_nor_too_far(olga: Client, until: str, message: str) -> None:
    answer = olga.post("/time", {"until": until})
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert Job.objects.count() == 0


def test_a_refusal_asked_for_by_htmx_is_a_toast(olga: Client) -> None:
    answer = olga.post("/time", {"until": ""}, headers={"HX-Request": "true", "HX-Target": "time-moving"})
    assert answer.headers["HX-Reswap"] == "none"
    assert "Say to which day." in answer.content.decode()


def test_time_is_moved_once_at_a_time(olga: Client) -> None:
    olga.post("/time", {"step": "day"})
    olga.post("/time", {"step": "week"})
    assert Job.objects.count() == 1


def test_nobody_moves_time_without_the_right(cast: Cast, as_person: SignIn) -> None:
    sara = as_person(cast.sara)
    assert "Next day" not in sara.get("/time").content.decode()
    assert sara.post("/time", {"step": "day"}).status_code == 403
    assert Job.objects.count() == 0


def test_the_present_is_not_moved(olga: Client) -> None:
    follow_machine_time()
    assert "Company time is the present" in olga.get("/time").content.decode()
    assert olga.post("/time", {"step": "day"}).status_code == 403


def test_days_of_the_demo_company_are_lived_by_its_people(cast: Cast, as_person: SignIn, olga: Client) -> None:
    cast.company.is_demo = True
    cast.company.save()
    as_person(cast.henry).post("/time", {"step": "week"})
    assert list(Job.objects.values_list("name", "payload")) == [("simulation.pass_days", {"days": 7})]
    page = olga.get("/time").content.decode()
    assert "Next week" in page
    assert "To the day" not in page


def test_a_walk_that_failed_says_so(olga: Client) -> None:
    olga.post("/time", {"step": "day"})
    Job.objects.update(state="failed")
    job = Job.objects.get()
    assert "stopped because of an error" in olga.get(f"/time/moving?was={job.pk}").content.decode()


@pytest.fixture
def demo(cast: Cast) -> SimulatedLife:
    """The cast as a company of simulated people."""
    cast.company.is_demo = True
    cast.company.save()
    day = datetime(2026, 3, 2, tzinfo=UTC).date()
    return SimulatedLife.objects.create(seed=1, born_on=day, troubled_on=day, lived_until=day)


@pytest.mark.parametrize(("who", "sees"), [("olga", True), ("henry", True), ("sara", False), ("mia", False)])
def test_owner_and_head_of_the_demo_move_time_from_every_page(
    cast: Cast, demo: SimulatedLife, as_person: SignIn, who: str, sees: bool
) -> None:
    page = as_person(getattr(cast, who)).get("/settings").content.decode()
    words = ("Next day", "Next week", "Slow clock")
    assert [word in page for word in words] == [sees] * 3


def test_in_a_real_company_nobody_is_offered_days(cast: Cast, olga: Client) -> None:
    assert "Next week" not in olga.get("/settings").content.decode()


def test_the_slow_clock_is_switched_on_and_off_with_a_fact(demo: SimulatedLife, olga: Client) -> None:
    olga.post("/time/slow-clock", {"on": "1", "next": "/settings"})
    demo.refresh_from_db()
    assert demo.seconds_per_day == 60
    assert "Stop the slow clock" in olga.get("/settings").content.decode()

    olga.post("/time/slow-clock", {"on": "0", "next": "/settings"})
    demo.refresh_from_db()
    assert demo.seconds_per_day is None
    facts = Fact.objects.filter(kind="simulation.slow_clock_set").order_by("pk")
    assert [(fact.actor_label, fact.changes) for fact in facts] == [
        ("Olga Owen", {"seconds_per_day": [None, 60]}),
        ("Olga Owen", {"seconds_per_day": [60, None]}),
    ]


def test_the_slow_clock_asks_for_the_first_day_at_once_and_for_the_next_after_a_minute(
    demo: SimulatedLife, olga: Client
) -> None:
    olga.post("/time/slow-clock", {"on": "1"})
    for _ in range(2):
        jobs.enqueue("simulation.live_on", {})
        run_next("test")
    assert list(Job.objects.filter(name="simulation.pass_days").values_list("payload", flat=True)) == [{"days": 1}]


def test_a_seller_does_not_switch_the_clock(cast: Cast, demo: SimulatedLife, as_person: SignIn) -> None:
    assert as_person(cast.sara).post("/time/slow-clock", {"on": "1"}).status_code == 403
    demo.refresh_from_db()
    assert (demo.seconds_per_day, Fact.objects.filter(kind="simulation.slow_clock_set").count()) == (None, 0)


def test_a_company_of_real_people_has_no_slow_clock(olga: Client) -> None:
    page = olga.post("/time/slow-clock", {"on": "1"}, follow=True).content.decode()
    assert "Only the demo company has people who live by themselves." in page


def test_a_replay_whose_export_has_ended_returns_to_today(cast: Cast, olga: Client, settings, tmp_path) -> None:
    settings.HOME = tmp_path
    run = imported(Actor.of(cast.olga), deals=HEADER + "R1,Sara Stone,Cedar shed,,Engaging,1/20/2017,,\n")
    for place in ("/time", f"/imports/{run.pk}"):
        assert "Return to today" in olga.get(place).content.decode()

    olga.post("/time/present")

    assert abs((company_now() - machine_now()).total_seconds()) < 60
    fact = Fact.objects.get(kind="platform.replay_ended")
    assert (fact.data, fact.about_id, fact.actor_id) == ({"day": "2026-03-02"}, run.pk, cast.olga.pk)
    assert "Return to today" not in olga.get("/time").content.decode()


def test_time_does_not_return_while_something_lies_ahead(cast: Cast, olga: Client, settings, tmp_path) -> None:
    settings.HOME = tmp_path
    run = imported(Actor.of(cast.olga), deals=HEADER + "R1,Sara Stone,Cedar shed,,Engaging,1/20/2017,,\n")
    ReleaseItem.objects.create(run=run, kind="deals", key="x", due_at=datetime(2026, 4, 1, tzinfo=UTC), payload={})

    page = olga.post("/time/present", follow=True).content.decode()

    assert "The import still knows of later days" in page
    assert company_now() == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert not Fact.objects.filter(kind="platform.replay_ended").exists()


def test_a_seller_does_not_end_the_replay(cast: Cast, as_person: SignIn) -> None:
    before = company_now()
    assert as_person(cast.sara).post("/time/present").status_code == 403
    assert company_now() == before
