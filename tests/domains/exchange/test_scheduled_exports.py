"""A view leaves as a file by itself: when it was said, by the rights that its owner has then."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from setpoint.domains.customers.operations import parties
from setpoint.domains.exchange.models import ScheduledExport
from setpoint.domains.exchange.operations import scheduled_exports
from setpoint.domains.exchange.scheduling import next_after
from setpoint.kernel import jobs
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import set_company_time
from setpoint.kernel.jobs_worker import run_next
from setpoint.kernel.limits import operations as limits
from setpoint.kernel.models import FieldRight, Grant, User
from setpoint.loop.inform.models import Mail
from setpoint.platform.lists.models import Export, SavedView
from setpoint.platform.lists.operations import exports, views
from tests.cast import MONDAY, Cast

KIND = "customers.party"


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


def a_view(owner: User, **asked: str) -> SavedView:
    return views.save(KIND, name="Oaks", asked=asked, columns=["name", "email"], by=Actor.of(owner))


def scheduled(owner: User, **values: Any) -> ScheduledExport:
    row = ScheduledExport(owner=owner, view=values.pop("view", None) or a_view(owner), **{"every": "day", **values})
    return scheduled_exports.schedule(row, by=Actor.of(owner))


def lived_until(moment: datetime) -> None:
    set_company_time(moment, rate=0)
    jobs.discover()
    scheduled_exports.begin_due()
    while run_next("test"):
        pass


def contents() -> list[str]:
    return [
        (exports.folder() / one.stored).read_bytes().decode()
        for one in Export.objects.exclude(stored="").order_by("pk")
    ]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({"every": "day", "hour": 8}, (2026, 3, 3, 8)),
        ({"every": "day", "hour": 10}, (2026, 3, 2, 10)),
        ({"every": "week", "weekday": 0, "hour": 9}, (2026, 3, 9, 9)),
        ({"every": "week", "weekday": 6, "hour": 6}, (2026, 3, 8, 6)),
        ({"every": "month", "day": 2, "hour": 6}, (2026, 4, 2, 6)),
        ({"every": "month", "day": 28, "hour": 6}, (2026, 3, 28, 6)),
    ],
)
def test_it_is_due_at_the_hour_of_the_company(when: dict[str, Any], expected: tuple[int, ...]) -> None:
    row = ScheduledExport(**when)
    zone = ZoneInfo("Europe/Berlin")
    now = datetime(2026, 3, 2, 9, tzinfo=zone)
    assert next_after(row, now, zone) == datetime(*expected, tzinfo=zone)
    assert next_after(row, datetime(2026, 12, 31, 23, tzinfo=UTC), zone) > datetime(2026, 12, 31, 23, tzinfo=UTC)


def test_the_file_is_there_in_the_morning_and_a_letter_leads_to_it(cast: Cast, client: Client) -> None:
    scheduled(cast.henry, view=a_view(cast.henry, kind="organisation"), hour=6)
    lived_until(MONDAY + timedelta(days=1))

    assert contents() == ["\ufeffName,E-mail\r\nOak & Sons,\r\n"]
    letter = Mail.objects.get()
    export = Export.objects.get()
    assert (letter.to, letter.subject) == (cast.henry.email, "Oaks: the file is ready")
    assert f"/lists/files/{export.pk}" in letter.text
    client.force_login(cast.henry)
    assert b"".join(client.get(f"/lists/files/{export.pk}/content")).endswith(b"Oak & Sons,\r\n")
    client.force_login(cast.olga)
    assert client.get(f"/lists/files/{export.pk}/content").status_code == 404


def test_one_that_is_days_late_leaves_once(cast: Cast) -> None:
    row = scheduled(cast.henry, hour=6)
    lived_until(MONDAY + timedelta(days=5))
    scheduled_exports.begin_due()

    row.refresh_from_db()
    assert Export.objects.count() == 1
    assert row.next_at == datetime(2026, 3, 8, 6, tzinfo=UTC)


def test_what_the_owner_may_no_longer_see_is_not_in_it(cast: Cast) -> None:
    scheduled(cast.henry)
    FieldRight.objects.create(role=cast.henry.role, kind=KIND, field="email", level="hidden")
    lived_until(MONDAY + timedelta(days=1))

    assert contents() == ["\ufeffName\r\nIvan Petrov\r\nOak & Sons\r\n"]


def test_without_the_right_to_export_nothing_leaves_and_the_reason_stands_there(cast: Cast) -> None:
    row = scheduled(cast.henry)
    Grant.objects.filter(role=cast.henry.role, kind__in=(KIND, "*")).update(action="see")
    lived_until(MONDAY + timedelta(days=1))

    row.refresh_from_db()
    assert not Export.objects.exists()
    assert row.problem.startswith("You have no right")


def test_a_worker_killed_between_file_and_letter_sends_one_letter(cast: Cast) -> None:
    scheduled(cast.henry)
    lived_until(MONDAY + timedelta(days=1))
    export = Export.objects.get()

    scheduled_exports.write(None, export)

    assert Mail.objects.count() == 1


def test_only_so_many_files_are_kept_and_none_of_a_schedule_that_ended(cast: Cast) -> None:
    limits.change({"exports.kept": 2}, by=Actor.of(cast.olga))
    row = scheduled(cast.henry, by_email=False)
    for days in (1, 2, 3):
        lived_until(MONDAY + timedelta(days=days))
    assert len(contents()) == 2

    # one that somebody asks for himself does not drive them out
    exports.begin(KIND, ending="csv", columns=["name"], asked={}, by=Actor.of(cast.henry))
    assert Export.objects.filter(scheduled=row.pk).count() == 2
    row.refresh_from_db()
    scheduled_exports.unschedule(row, by=Actor.of(cast.henry))
    assert list(exports.folder().iterdir()) == []


def test_all_details_leave_as_well(cast: Cast) -> None:
    parties.change(cast.ivan, {"phone": "+1 503 555 0142"}, by=SYSTEM)
    scheduled(cast.henry, whole=True)
    lived_until(MONDAY + timedelta(days=1))
    assert "phone;work;+1 503 555 0142;1;;" in contents()[0]


def test_all_details_of_records_without_details_are_all_their_columns(cast: Cast) -> None:
    view = views.save("catalog.product", name="All", asked={}, columns=["name"], by=Actor.of(cast.olga))
    scheduled(cast.olga, view=view, whole=True)
    lived_until(MONDAY + timedelta(days=1))
    head, shed = contents()[0].splitlines()
    assert len(head.split(",")) > 2
    assert "Cedar shed" in shed


def test_nobody_schedules_for_another_or_without_the_right(cast: Cast) -> None:
    row = ScheduledExport(owner=cast.henry, view=a_view(cast.henry), every="day")
    with pytest.raises(PermissionDenied):
        scheduled_exports.schedule(row, by=Actor.of(cast.olga))
    with pytest.raises(ValidationError):
        scheduled(cast.olga, view=row.view)
    with pytest.raises(PermissionDenied):
        scheduled(cast.sara)
    assert not ScheduledExport.objects.exists()


def test_a_person_schedules_on_the_page_and_ends_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.henry)
    view = a_view(cast.henry)
    form = {"view": view.pk, "format": "xlsx", "every": "week", "weekday": 4, "day": 1, "hour": 7, "by_email": "on"}
    client.post("/exports/new", form)

    row = ScheduledExport.objects.get()
    assert row.next_at == datetime(2026, 3, 6, 7, tzinfo=UTC)
    assert "Customers: Oaks" in client.get("/exports").content.decode()
    client.post(f"/exports/{row.pk}", {"_method": "DELETE"})
    assert not ScheduledExport.objects.exists()
