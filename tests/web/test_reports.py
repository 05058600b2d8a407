"""Report pages: figures with their age, files, and a report put together and kept."""

import pytest
from django.test import Client

from setpoint.domains.analytics.models import SavedReport
from setpoint.domains.analytics.operations.copying import refresh
from setpoint.domains.analytics.reports.declared import REPORTS
from setpoint.journal.models import Fact
from tests.cast import Cast
from tests.domains.test_deals import a_deal
from tests.domains.test_report_traps import home

__all__ = ["home"]


@pytest.fixture
def henry(cast: Cast, client: Client) -> Client:
    a_deal(cast, amount=480_000)
    refresh()
    client.force_login(cast.henry)
    return client


@pytest.mark.parametrize("key", sorted(REPORTS))
def test_every_report_answers_and_tells_who_looked(henry: Client, key: str) -> None:
    answer = henry.get(f"/reports/{key}")
    assert answer.status_code == 200
    fact = Fact.objects.get(kind="analytics.report_used")
    assert (fact.data["report"], fact.data["how"]) == (key, "page")


def test_figures_lead_to_records_and_leave_as_files(henry: Client) -> None:
    page = henry.get("/reports/pipeline").content.decode()
    assert "$4,800" in page
    assert "Figures are" in page
    assert "Cedar shed for Oak" in henry.get("/reports/pipeline/records?block=0&figure=1").content.decode()
    assert henry.get("/reports/pipeline/file.csv").content.decode().splitlines()[-1] == "In all,1,4800,480,4800,0,0"
    assert henry.get("/reports/pipeline/file.xlsx").content[:2] == b"PK"


def test_a_report_is_put_together_kept_and_opened(henry: Client) -> None:
    words = "source=deals&rows=owner&columns=stage&measures=value&chart=line"
    assert "Sara Stone" in henry.get(f"/reports/build?{words}").content.decode()
    henry.post(f"/reports/build?{words}", {"name": "Who has what", "shared": "on"})
    kept = SavedReport.objects.get()
    assert (kept.asked["columns"], kept.shared) == ("stage", True)
    assert "Who has what" in henry.get(f"/reports/saved/{kept.pk}").content.decode()


def test_a_period_that_ends_before_it_begins_is_refused_in_words(henry: Client) -> None:
    answer = henry.get("/reports/funnel?from=2026-03-02&to=2026-03-01")
    assert answer.status_code == 422
    assert "The period ends before it begins." in answer.content.decode()
