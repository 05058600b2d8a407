"""A calendar at a real server (Radicale) and a person's activities are kept the same, both ways."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import requests

from setpoint.domains.activities.models import Activity
from setpoint.domains.activities.operations import activities, endings
from setpoint.domains.exchange.models import CalendarAccount, CalendarCopy
from setpoint.domains.exchange.operations import calendar_accounts
from setpoint.integrations.caldav.syncing import sync
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.permissions import visible_to
from tests.cast import MONDAY, Cast
from tests.domains.activities.test_activities import HOUR, a_call

AUTH = ("sara", "cedar")
EVENT = """BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Phone//EN\r\nBEGIN:VEVENT\r\nUID:{uid}\r
DTSTAMP:20260302T080000Z\r\nDTSTART:20260303T150000Z\r\nDTEND:20260303T153000Z\r\nSUMMARY:{subject}\r
END:VEVENT\r\nEND:VCALENDAR\r\n"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Radicale of one user, and the address of his home there."""
    folder: Path = tmp_path_factory.mktemp("radicale")
    (folder / "users").write_text("sara:cedar\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {
        "server-hosts": f"127.0.0.1:{port}",
        "auth-type": "htpasswd",
        "auth-htpasswd-filename": str(folder / "users"),
        "auth-htpasswd-encryption": "plain",
        "auth-delay": "0",
        "storage-filesystem-folder": str(folder / "data"),
    }
    said = [f"--{name}={value}" for name, value in options.items()]
    running = subprocess.Popen([sys.executable, "-m", "radicale", "--config=", *said], stderr=subprocess.DEVNULL)
    home = f"http://127.0.0.1:{port}/sara/"
    try:
        for _attempt in range(100):
            try:
                requests.get(home, auth=AUTH, timeout=1)
                break
            except requests.ConnectionError:
                time.sleep(0.1)
        yield home
    finally:
        running.terminate()
        running.wait()


@pytest.fixture
def account(cast: Cast, server: str, settings, request: pytest.FixtureRequest) -> CalendarAccount:
    """A new calendar of Sara's, connected."""
    settings.OUTGOING_ALLOWED = ["127.0.0.0/8"]
    url = f"{server}{request.node.name.partition('[')[0]}/"
    requests.request("MKCALENDAR", url, auth=AUTH, timeout=5).raise_for_status()
    return calendar_accounts.connect(cast.sara, url=url, login=AUTH[0], password=AUTH[1], by=Actor.of(cast.sara))


def put(account: CalendarAccount, name: str, text: str) -> None:
    requests.put(f"{account.url}{name}.ics", data=text.encode(), auth=AUTH, timeout=5).raise_for_status()


def again(account: CalendarAccount) -> CalendarAccount:
    """Do a round; return the account as it stands then."""
    account.refresh_from_db()
    sync(account)
    account.refresh_from_db()
    assert (account.problem, account.refused) == ("", "")
    return account


def there(account: CalendarAccount, name: str) -> requests.Response:
    return requests.get(f"{account.url}{name}.ics", auth=AUTH, timeout=5)


def test_what_is_planned_here_stands_there_and_is_written_once(cast: Cast, account) -> None:
    row = a_call(cast)
    again(account)
    first = there(account, row.uid)
    assert "SUMMARY:Call Ivan" in first.text
    again(account)
    assert there(account, row.uid).headers["ETag"] == first.headers["ETag"]
    activities.change(row, {"subject": "Call Ivan twice"}, by=SYSTEM)
    again(account)
    assert "SUMMARY:Call Ivan twice" in there(account, row.uid).text
    endings.end(row, "cancelled", by=SYSTEM)
    again(account)
    assert there(account, row.uid).status_code == 404


def test_what_is_written_there_stands_here_private_moves_and_goes(cast: Cast, account) -> None:
    put(account, "dentist", EVENT.format(uid="dentist", subject="Dentist"))
    again(account)
    row = Activity.objects.get()
    assert (row.subject, row.due_at, row.minutes, row.owner) == ("Dentist", MONDAY + timedelta(hours=30), 30, cast.sara)
    assert list(visible_to(Actor.of(cast.olga), "activities.activity")) == []
    put(account, "dentist", EVENT.format(uid="dentist", subject="Dentist at noon"))
    again(account)
    row.refresh_from_db()
    assert row.subject == "Dentist at noon"
    requests.delete(f"{account.url}dentist.ics", auth=AUTH, timeout=5)
    again(account)
    row.refresh_from_db()
    assert (row.ending.outcome, CalendarCopy.objects.count()) == ("cancelled", 0)


def test_an_entry_changed_on_both_sides_stays_as_the_calendar_has_it_and_is_counted(cast: Cast, account) -> None:
    row = a_call(cast)
    again(account)
    put(account, row.uid, EVENT.format(uid=row.uid, subject="Moved on the telephone"))
    activities.change(row, {"due_at": MONDAY + 5 * HOUR}, by=SYSTEM)
    told = again(account)
    row.refresh_from_db()
    assert (row.subject, row.due_at, told.met) == ("Moved on the telephone", MONDAY + timedelta(hours=30), 1)


def test_a_wrong_password_and_a_private_network_are_told_and_nothing_is_lost(cast: Cast, account, settings) -> None:
    a_call(cast)
    CalendarAccount.objects.update(token="nonsense")
    again(account)
    account.password = "wrong"
    account.save()
    sync(account)
    account.refresh_from_db()
    assert account.problem.startswith("401")
    settings.OUTGOING_ALLOWED = []
    sync(account)
    account.refresh_from_db()
    assert "no public address" in account.problem
    assert Activity.objects.open().count() == 1


def test_the_password_lies_sealed(cast: Cast, account) -> None:
    with_cursor = CalendarAccount.objects.extra(select={"raw": "password"}).values_list("raw", flat=True)
    assert "cedar" not in str(list(with_cursor))
    assert account.password == "cedar"
