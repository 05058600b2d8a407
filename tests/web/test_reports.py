"""Report pages: figures with their age, files, and a report put together and kept."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from setpoint.domains.analytics.models import Dashboard, ReportLetter, SavedReport
from setpoint.domains.analytics.operations import letters
from setpoint.domains.analytics.operations.copying import refresh
from setpoint.domains.analytics.reports.declared import REPORTS
from setpoint.journal.models import Fact
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import set_company_time
from setpoint.loop.inform.operations.mails import deliver_due
from setpoint.web.reports.letters import send_due
from tests.cast import MONDAY, Cast
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


def test_a_dashboard_of_a_role_shows_each_its_own_figures(henry: Client, cast: Cast, client: Client) -> None:
    given = {"name": "Sales", "tiles": ["pipeline", "plan-fact"], "role": cast.sara.role_id}
    henry.post("/reports/dashboards/new", given)
    page = Dashboard.objects.get()
    assert "$4,800" in henry.get(f"/reports/dashboards/{page.pk}").content.decode()
    client.force_login(cast.semyon)
    seen = client.get(f"/reports/dashboards/{page.pk}").content.decode()
    assert "Plan and fact" in seen
    assert "$4,800" not in seen


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF-"), ("xlsx", b"PK")])
def test_a_report_leaves_by_e_mail_once_when_it_is_due(henry: Client, form: str, begins: bytes, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    henry.post("/reports/letters", {"report": "pipeline", "form": form, "often": "week", "hour": 7})
    assert (ReportLetter.objects.get().next_at - MONDAY).days == 6
    assert send_due() == 0
    set_company_time(MONDAY + timedelta(days=8), rate=0)
    assert [send_due(), send_due()] == [1, 0]
    deliver_due()
    ((name, content, _type),) = mail.outbox[0].attachments
    assert (name, content[: len(begins)]) == (f"pipeline.{form}", begins)


def test_who_may_export_no_more_receives_no_report(henry: Client, cast: Cast) -> None:
    henry.post("/reports/letters", {"report": "pipeline", "form": "pdf", "often": "day", "hour": 7})
    cast.henry.role.grants.all().delete()
    set_company_time(MONDAY + timedelta(days=2), rate=0)
    assert send_due() == 0
    assert ReportLetter.objects.get().problem == "A report leaves only to who may export."


def test_a_report_that_is_not_there_leaves_to_nobody(cast: Cast) -> None:
    with pytest.raises(ValidationError, match=r"There is no report “weather”\."):
        letters.agree(
            report="weather", name="Weather", asked={}, form="pdf", often="day", hour=7, by=Actor.of(cast.henry)
        )
    assert not ReportLetter.objects.exists()
