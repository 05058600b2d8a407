"""Fifty people save at once, over HTTP, against running processes: every save stands."""

import os
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
import requests
from django.db import connection, connections

from setpoint.domains.customers.models import Party
from setpoint.journal.models import Fact
from tests.cast import Cast, make_cast
from tests.processes.conftest import Installation
from tests.site import PASSWORD
from tests.web.conftest import a_deal

pytestmark = pytest.mark.long
AT_ONCE = 50


class Served(Installation):
    """An installation on the database of the test, with two processes that make pages."""

    def __init__(self, home: Path, database: str) -> None:
        super().__init__(home)
        self.database = database

    def variables(self) -> dict[str, str]:
        found = super().variables() | {"SETPOINT_WEB_PROCESSES": "2"}
        if connection.vendor == "postgresql":
            found["DATABASE_URL"] = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=self.database))
        return found


@pytest.fixture
def cast_served(live_db: str, tmp_path: Path) -> Iterator[tuple[Cast, int, str]]:
    """The cast, the number of a deal of Sara's, and the address where they are served."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    if connection.vendor == "sqlite":
        connections.close_all()
        shutil.copy(live_db, home / "setpoint.sqlite3")
        connection.settings_dict["NAME"] = str(home / "setpoint.sqlite3")
    cast = make_cast()
    deal = a_deal(cast)
    cast.sara.set_password(PASSWORD)
    cast.sara.save()
    connections.close_all()
    running = Served(home, live_db)
    try:
        yield cast, deal.pk, running.start_and_wait()[1]
    finally:
        running.end()


def signed_in(address: str, email: str) -> requests.Session:
    session = requests.Session()
    form = session.get(f"{address}/sign-in", timeout=30)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.text)[1]
    data = {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    answer = session.post(f"{address}/sign-in", data, headers={"Referer": address}, timeout=30)
    assert "/sign-in" not in answer.url, answer.text
    return session


def test_fifty_saves_at_once_all_stand(cast_served: tuple[Cast, int, str]) -> None:
    cast, deal, address = cast_served
    cookies = signed_in(address, cast.sara.email).cookies
    touched = Fact.objects.filter(kind="sales.deal_touched").count()
    connections.close_all()

    def save(number: int) -> int:
        if number % 2:
            where, data = "/customers/new", {"kind": "organisation", "name": f"Barn {number}"}
        else:
            # all on one deal
            where, data = f"/deals/{deal}/touches", {"kind": "call"}
        headers = {"X-CSRFToken": cookies["csrftoken"], "Referer": address}
        answer = requests.post(
            address + where, data, cookies=cookies, headers=headers, timeout=60, allow_redirects=False
        )
        return answer.status_code

    with ThreadPoolExecutor(AT_ONCE) as people:
        answers = list(people.map(save, range(AT_ONCE)))

    assert set(answers) <= {200, 204, 302, 303}
    barns = set(Party.objects.filter(name__startswith="Barn ").values_list("name", flat=True))
    assert barns == {f"Barn {number}" for number in range(1, AT_ONCE, 2)}
    assert Fact.objects.filter(kind="sales.deal_touched").count() == touched + AT_ONCE // 2
