"""Everything out, from the page."""

import pytest
from django.test import Client

from setpoint.kernel import jobs
from setpoint.kernel.jobs_worker import run_next
from setpoint.platform.takeout.models import Takeout
from tests.cast import Cast
from tests.web.conftest import SignIn


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


def test_the_page_leads_from_asking_to_the_file(cast: Cast, as_person: SignIn) -> None:
    jobs.discover()
    cast.olga.set_password("cedar and larch")
    cast.olga.save()
    olga = Client()
    olga.post("/sign-in", {"login": cast.olga.email, "password": "cedar and larch"})
    olga.post("/sign-in/confirmation?next=/takeout", {"password": "cedar and larch", "next": "/takeout"})
    olga.post("/takeout")
    while run_next("test"):
        pass

    page = olga.get("/takeout").content.decode()
    answer = olga.get(f"/takeout/{Takeout.objects.get().pk}")

    assert f'href="/takeout/{Takeout.objects.get().pk}"' in page
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert as_person(cast.henry).get("/takeout").status_code == 403
