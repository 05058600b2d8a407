"""The pages of what is watched: audit, jobs, working time, how one is told."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from setpoint.domains.sales.operations import deals
from setpoint.journal.models import Fact
from setpoint.journal.sealing import seal_up
from setpoint.kernel import jobs
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import BusinessCalendar, Job, JobState, ScheduleMark
from setpoint.kernel.refs import Ref
from setpoint.loop.inform.kinds import NewNotice
from setpoint.loop.inform.models import Notice, PushDevice
from setpoint.loop.inform.operations.notices import tell_many
from setpoint.platform.search.rebuilding import JOB as REBUILD
from tests.cast import MONDAY, Cast
from tests.web.conftest import SignIn, a_deal, queries


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.fixture
def reassigned(cast: Cast) -> Any:
    """A deal that Henry took from Sara for Semyon, seen from an address."""
    deal = a_deal(cast)
    deals.reassign_many({deal.pk: cast.semyon}, by=Actor.of(cast.henry, origin="192.0.2.7"))
    deals.change(deal, {"amount": 520_000}, by=Actor.of(cast.olga))
    return deal


def test_the_audit_tells_old_and_new_in_words(reassigned: Any, cast: Cast, as_person: SignIn) -> None:
    seal_up()
    shown = page(as_person(cast.olga), f"/settings/audit?record=sales.deal:{reassigned.pk}")
    assert "<del>Sara Stone</del> → <ins>Semyon Sokolov</ins>" in shown
    assert "<del>$4,800.00</del> → <ins>$5,200.00</ins>" in shown
    assert "page · 192.0.2.7" in shown
    assert f"Deal № {reassigned.pk}" in shown
    assert "Seal 1 of" in shown


def test_a_deal_leads_to_all_that_happened_there(reassigned: Any, cast: Cast, as_person: SignIn) -> None:
    link = f'href="/settings/audit?record=sales.deal:{reassigned.pk}"'
    assert link in page(as_person(cast.olga), f"/deals/{reassigned.pk}")
    assert link not in page(as_person(cast.henry), f"/deals/{reassigned.pk}")


def test_the_file_has_a_row_for_every_change_and_is_a_fact(reassigned: Any, cast: Cast, as_person: SignIn) -> None:
    answer = as_person(cast.olga).get("/settings/audit.csv?kind=sales.deal_reassigned")
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [(row["Who"], row["Address"], row["Before"], row["After"]) for row in rows] == [
        ("Henry Hale", "192.0.2.7", "Sara Stone", "Semyon Sokolov")
    ]
    assert Fact.objects.get(kind="platform.exported").data["what"] == "platform.audit"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_audit_takes_the_same_queries_for_one_as_for_three(cast: Cast, as_person: SignIn, rows: int) -> None:
    for _number in range(rows):
        deals.reassign_many({a_deal(cast).pk: cast.semyon}, by=Actor.of(cast.henry))
    assert queries(as_person(cast.olga), "/settings/audit?kind=sales.deal_reassigned") == 11


def test_jobs_say_who_started_them_how_far_they_are_and_why_they_failed(cast: Cast, as_person: SignIn) -> None:
    mine = jobs.enqueue(REBUILD, by=Actor.of(cast.sara))
    Job.objects.filter(pk=mine.pk).update(state=JobState.RUNNING, done=30, total=120, started_at=MONDAY)
    broken = jobs.enqueue("journal.seal")
    Job.objects.filter(pk=broken.pk).update(state=JobState.FAILED, error="Disk <full>", finished_at=MONDAY)
    olga = as_person(cast.olga)
    shown = page(olga, "/settings/jobs")
    assert "Build the index of the search anew" in shown
    assert "Sara Stone" in shown
    assert 'max="100" value="25"' in shown
    assert "Disk &lt;full&gt;" in page(olga, "/settings/jobs?state=failed")
    olga.post(f"/settings/jobs/{broken.pk}/attempts")
    assert Job.objects.get(pk=broken.pk).state == JobState.WAITING
    olga.post(f"/settings/jobs/{mine.pk}/cancelling")
    assert Job.objects.get(pk=mine.pk).cancel_asked


def test_what_is_regular_says_when_it_ran_and_when_it_will(cast: Cast, as_person: SignIn) -> None:
    ScheduleMark.objects.create(entry="loop.tick", company_time=MONDAY)
    Job.objects.create(
        name="loop.tick",
        key="schedule",
        state=JobState.DONE,
        run_at=MONDAY,
        created_at=datetime(2026, 3, 2, 5, tzinfo=UTC),
    )
    shown = page(as_person(cast.olga), "/settings/jobs")
    assert "<td>A turn of the loop</td><td>every day at 05:00</td><td>2 Mar 2026, 05:00" in shown
    assert "3 Mar 2026, 05:00" in shown


@pytest.mark.parametrize("rows", [1, 3])
def test_the_jobs_take_the_same_queries_for_one_as_for_three(cast: Cast, as_person: SignIn, rows: int) -> None:
    for _number in range(rows):
        jobs.enqueue(REBUILD)
    assert queries(as_person(cast.olga), "/settings/jobs") == 10


def test_an_administrator_states_the_week_and_a_day(cast: Cast, as_person: SignIn) -> None:
    olga = as_person(cast.olga)
    olga.post("/settings/working-time/company", {"monday": "9:00-13:00, 14:00-18:00", "country": "DE", "region": "BY"})
    olga.post("/settings/working-time/company/days", {"day": "2026-12-24", "hours": "9-12", "name": "Christmas Eve"})
    row = BusinessCalendar.objects.get()
    assert [(s.weekday, s.begins, s.ends) for s in row.shifts.order_by("begins")] == [(0, 540, 780), (0, 840, 1080)]
    assert [(day.name, day.shifts) for day in row.own_days.all()] == [("Christmas Eve", [[540, 720]])]
    answer = olga.post("/settings/working-time/company", {"monday": "nine to five"})
    assert answer.status_code == 422
    assert "Hours are written as" in answer.content.decode()


def test_one_chooses_how_one_is_told(cast: Cast, as_person: SignIn) -> None:
    sara = as_person(cast.sara)
    form = sara.get("/settings/notices").context["form"]
    sent = {field.html_name: field.value() for field in form if field.value() is not None}
    name = next(field.html_name for field in form if field.label == "Somebody gave me a deal: E-mail")
    sara.post("/settings/notices", sent | {name: "now", "quiet_from": "22:00", "quiet_until": "07:00"})
    fact = Fact.objects.get(kind="inform.wishes_changed")
    assert fact.changes == {
        "sales.received email": ["digest", "now"],
        "quiet_from": [None, "22:00"],
        "quiet_until": [None, "07:00"],
    }


def test_a_device_is_taken_in_and_away(cast: Cast, as_person: SignIn) -> None:
    sara = as_person(cast.sara)
    sara.post("/settings/notices/devices", {"endpoint": "https://push.example/1", "p256dh": "BA", "auth": "AA"})
    device = PushDevice.objects.get()
    sara.post(f"/settings/notices/devices/{device.pk}")
    assert not PushDevice.objects.exists()


def test_the_worker_stands_at_the_root_and_under_the_policy(cast: Cast, client: Client) -> None:
    answer = client.get("/push-worker.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")


def test_from_a_letter_one_comes_to_what_it_is_about_and_has_seen_it(cast: Cast, as_person: SignIn) -> None:
    deal = a_deal(cast)
    new = NewNotice(cast.sara.pk, "sales.received", Ref("sales.deal", deal.pk), MONDAY, "x", {"actor": "Henry Hale"})
    (notice,) = tell_many([new])
    sara = as_person(cast.sara)
    assert "1 new notice" in page(sara, "/notices/bell")
    assert sara.get(f"/notices/{notice.pk}").headers["Location"] == f"/deals/{deal.pk}"
    assert Notice.objects.get().seen_at is not None
    assert as_person(cast.semyon).get(f"/notices/{notice.pk}").status_code == 404
