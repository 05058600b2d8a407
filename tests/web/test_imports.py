"""Files from upload to result and undo, page by page, as a browser without scripts walks them."""

import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from setpoint.domains.sales.models import Deal
from setpoint.journal.models import Fact
from setpoint.kernel import jobs
from setpoint.kernel.clock import company_now
from setpoint.kernel.jobs_worker import run_next
from setpoint.kernel.models import Job
from setpoint.platform.importing.files import folder
from setpoint.platform.models import ImportRun, ImportState, ReleaseItem
from tests.cast import Cast
from tests.web.conftest import SignIn, queries

HEADER = "Opportunity ID,Sales agent,Product,Account,Deal stage,Engage date,Close date,Close value\n"
SHEDS = (
    HEADER
    + "S1,Sara Stone,Cedar shed,Driftwood Ltd,Won,3/20/2025,4/28/2025,4500\n"
    + "S2,Sara Stone,CedarShed,Driftwood Ltd,Lost,3/5/2025,4/6/2025,0\n"
    + "S3,Semyon Sokolov,Cedar shed,,Engaging,,,\n"
    + "S4,Semyon Sokolov,Cedar shed,Harbour Inn,Won,4/1/2025,4/31/2025,5100\n"
)


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def olga(cast: Cast, as_person: SignIn) -> Client:
    jobs.discover()
    return as_person(cast.olga)


def handed_over(client: Client, *texts: str | bytes, **said: str):
    names = ["deals.csv", "more.csv"]
    given = [
        SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
        for name, text in zip(names, texts, strict=False)
    ]
    return client.post("/imports/new", {"tables": given, **said})


def draft(client: Client, *texts: str) -> ImportRun:
    answer = handed_over(client, *(texts or (SHEDS,)))
    assert answer.status_code == 302, answer.content.decode()
    work()
    return ImportRun.objects.get()


def refused_page(client: Client, *texts: str | bytes, **said: str) -> str:
    """What is shown after files were given that cannot be imported."""
    answer = handed_over(client, *texts, **said)
    work()
    return client.get(answer.headers["Location"]).content.decode()


def form_of(client: Client, run: ImportRun) -> dict[str, object]:
    """The answers that the agree page shows, as a browser would send them back."""
    page = client.get(f"/imports/{run.pk}").content.decode()
    sent: dict[str, object] = {}
    for name, body in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        values = re.findall(r'<option value="([^"]*)"( selected)?', body)
        sent[name] = next((value for value, chosen in values if chosen), values[0][0])
    sent |= dict(
        re.findall(r'<input class="form-control" id="[^"]+" name="([^"]+)" maxlength="100" value="([^"]*)"', page)
    )
    for name, value, ticked in re.findall(r'type="checkbox" id="[^"]+" name="([^"]+)" value="(\d+)"( checked)?', page):
        if ticked:
            sent.setdefault(name, []).append(value)
    return sent


def agreed(client: Client, run: ImportRun, **changes: object) -> None:
    prefix = f"f{run.files.get().pk}-"
    answers = form_of(client, run) | {"currency": "USD", "do": "continue"} | changes
    assert client.post(f"/imports/{run.pk}", answers).headers["Location"] == f"/imports/{run.pk}/check", prefix


def work() -> None:
    while run_next("test"):
        pass


def test_nobody_imports_without_the_right(cast: Cast, as_person: SignIn) -> None:
    sara = as_person(cast.sara)
    assert sara.get("/imports/new").status_code == 403
    assert handed_over(sara, SHEDS).status_code == 403
    assert (ImportRun.objects.count(), list(folder().iterdir()) if folder().exists() else []) == (0, [])


def test_another_persons_import_is_not_there(cast: Cast, as_person: SignIn, olga: Client) -> None:
    run = draft(olga)
    henry = as_person(cast.henry)
    for place in ("", "/check", "/progress", f"/refused/{run.files.get().pk}"):
        assert henry.get(f"/imports/{run.pk}{place}").status_code == 404
    assert henry.post(f"/imports/{run.pk}/undoing").status_code == 404


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "is not a table but a file of another kind"),
        ("Colour,Size\nred,3\n", "We do not see what “deals.csv” holds: its columns are Colour, Size"),
        (HEADER, "has names of columns but no rows below them"),
        ("<html><body>Sign in</body></html>", "holds a web page or a data structure"),
    ],
)
def test_a_file_that_is_no_table_is_refused_whole(olga: Client, content: str | bytes, message: str) -> None:
    before = Fact.objects.count()
    page = refused_page(olga, content)
    assert message in page
    assert "Nothing was imported." in page
    run = ImportRun.objects.get()
    assert (run.state, run.problem["params"]["file"]) == (ImportState.REFUSED, "deals.csv")
    assert (list(folder().iterdir()), Fact.objects.count()) == ([], before)


def test_an_empty_file_is_refused_at_once(olga: Client) -> None:
    answer = handed_over(olga, b"")
    assert answer.status_code == 422
    assert "The submitted file is empty" in answer.content.decode()
    assert (ImportRun.objects.count(), list(folder().iterdir()) if folder().exists() else []) == (0, [])


def test_the_reason_is_told_in_the_readers_language(cast: Cast, olga: Client) -> None:
    olga.post("/language", {"language": "ru"})
    page = refused_page(olga, b"\x89PNG\r\n\x1a\n" + bytes(200))
    assert "Ничего не импортировано" in page
    assert "Nothing was imported" not in page


def test_one_bad_file_among_good_ones_keeps_all_of_them_out(olga: Client) -> None:
    assert "“more.csv” is not a table" in refused_page(olga, SHEDS, b"%PDF-1.7")
    assert (ImportRun.objects.get().state, list(folder().iterdir())) == (ImportState.REFUSED, [])


def test_the_agree_page_tells_how_the_file_is_written_and_what_is_still_open(olga: Client) -> None:
    run = draft(olga)
    page = olga.get(f"/imports/{run.pk}").content.decode()
    assert "UTF-8" in page
    assert "comma" in page
    assert "<del>CedarShed</del> → <strong>Cedar shed</strong>" in page
    assert "differs from a known value in spaces, signs or capitals only" in page

    refused = olga.post(f"/imports/{run.pk}", form_of(olga, run) | {"do": "continue"})

    assert refused.status_code == 422
    assert "The files do not say it: choose the currency." in refused.content.decode()
    assert olga.get(f"/imports/{run.pk}/check").headers["Location"] == f"/imports/{run.pk}"


def test_dates_that_can_be_read_in_two_ways_are_asked_about(olga: Client) -> None:
    run = draft(olga, HEADER + "S1,Sara Stone,Cedar shed,,Won,3/5/2025,4/6/2025,4500\n")
    page = olga.get(f"/imports/{run.pk}").content.decode()
    assert page.count("The values can be read in two ways.") == 2
    prefix = f"f{run.files.get().pk}-"
    answers = form_of(olga, run) | {"currency": "USD", "do": "continue"}
    assert olga.post(f"/imports/{run.pk}", answers).status_code == 422

    ways = {f"{prefix}way-created": "day_first", f"{prefix}way-closed": "day_first"}
    olga.post(f"/imports/{run.pk}", answers | ways)

    work()
    check = olga.get(f"/imports/{run.pk}/check").content.decode()
    assert "3 May 2025" in check
    assert "4 Jun 2025" in check


def test_repairs_are_accepted_one_by_one_or_all(olga: Client) -> None:
    run = draft(olga)
    file = run.files.get()
    olga.post(f"/imports/{run.pk}", form_of(olga, run) | {"do": f"repairs-{file.pk}"})
    file.refresh_from_db()
    assert file.agreement["repairs"] == {"product": {"CedarShed": "Cedar shed"}}

    answers = {name: value for name, value in form_of(olga, run).items() if not name.endswith("-repair")}
    olga.post(f"/imports/{run.pk}", answers | {"do": "again"})
    file.refresh_from_db()
    assert file.agreement["repairs"] == {}


def test_a_column_can_be_shown_to_be_another(olga: Client) -> None:
    run = draft(olga)
    prefix = f"f{run.files.get().pk}-"
    answers = form_of(olga, run)
    assert answers[f"{prefix}column-1"] == "owner"

    lost = olga.post(f"/imports/{run.pk}", answers | {f"{prefix}column-1": "", "do": "again", "currency": "USD"})
    assert "Reading the files" in olga.get(lost.headers["Location"]).content.decode()
    work()
    assert "No column says: Owner of the deal" in olga.get(f"/imports/{run.pk}").content.decode()

    olga.post(f"/imports/{run.pk}", answers | {"do": "again"})
    work()

    twice = olga.post(f"/imports/{run.pk}", answers | {f"{prefix}column-3": "owner", "do": "continue"})
    assert "Two columns say “Owner of the deal”: “Sales agent” and “Account”" in twice.content.decode()
    assert run.files.get().agreement["columns"]["owner"] == 1


def test_a_stage_means_what_the_person_says(olga: Client) -> None:
    run = draft(olga, HEADER + "S1,Sara Stone,Cedar shed,,Delivered,3/20/2025,4/28/2025,4500\n")
    agreed(olga, run, **{f"f{run.files.get().pk}-stage-0": "won"})
    assert run.files.get().agreement["settings"]["stages"] == {"Delivered": "won"}
    assert run.files.get().agreement["settings"]["order"] == ["Open"]


def test_the_check_shows_rows_as_they_will_be_and_counts_them(olga: Client) -> None:
    run = draft(olga)
    agreed(olga, run)
    assert "Counting what will become of the rows…" in olga.get(f"/imports/{run.pk}/check").content.decode()
    counting = olga.get(f"/imports/{run.pk}/check", headers={"HX-Target": "outlook"})
    assert "HX-Refresh" not in counting.headers

    work()

    counted = olga.get(f"/imports/{run.pk}/check", headers={"HX-Target": "outlook"})
    assert counted.headers["HX-Refresh"] == "true"
    page = olga.get(f"/imports/{run.pk}/check").content.decode()
    assert "20 Mar 2025" in page
    assert "$4,500.00" in page
    assert "“CedarShed” is not known." in page
    assert "2 rows would be refused: why?" in page
    assert Deal.objects.count() == 0


def test_an_import_runs_shows_its_counts_and_gives_bad_rows_back(olga: Client) -> None:
    run = draft(olga)
    olga.post(f"/imports/{run.pk}", form_of(olga, run) | {"do": f"repairs-{run.files.get().pk}"})
    agreed(olga, run)
    olga.post(f"/imports/{run.pk}/check", {"replay": ""})
    assert "It begins in a moment" in olga.get(f"/imports/{run.pk}").content.decode()
    assert "HX-Refresh" not in olga.get(f"/imports/{run.pk}/progress").headers

    work()

    assert olga.get(f"/imports/{run.pk}/progress").headers["HX-Refresh"] == "true"
    page = olga.get(f"/imports/{run.pk}").content.decode()
    assert "4 rows read" in page
    assert "created unknown: 1" in page
    assert "There is no such day: “4/31/2025”" in page
    back = olga.get(f"/imports/{run.pk}/refused/{run.files.get().pk}")
    lines = b"".join(back.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("S4,Semyon Sokolov,Cedar shed,Harbour Inn,Won,4/1/2025,4/31/2025,5100,5,")
    assert "There is no such day" in lines[1]
    assert Deal.objects.count() == 3


def test_an_import_is_undone(olga: Client) -> None:
    run = draft(olga)
    agreed(olga, run)
    olga.post(f"/imports/{run.pk}/check")
    work()
    assert Deal.objects.count() == 2

    olga.post(f"/imports/{run.pk}/undoing")
    assert "Undoing the import" in olga.get(f"/imports/{run.pk}").content.decode()
    work()

    assert Deal.objects.count() == 0
    assert "This import is undone" in olga.get(f"/imports/{run.pk}").content.decode()
    again = olga.post(f"/imports/{run.pk}/undoing", follow=True)
    assert "Only an import that has ended can be undone." in again.content.decode()


def test_the_newest_import_comes_first(olga: Client) -> None:
    first, second = (handed_over(olga, SHEDS).headers["Location"] for _number in range(2))
    page = olga.get("/imports").content.decode()
    assert page.index(f'href="{second}"') < page.index(f'href="{first}"')


def test_a_running_import_is_stopped_and_goes_on(olga: Client) -> None:
    run = draft(olga)
    agreed(olga, run)
    olga.post(f"/imports/{run.pk}/check")
    assert "Stop here" in olga.get(f"/imports/{run.pk}").content.decode()

    olga.post(f"/imports/{run.pk}/stopping")

    page = olga.get(f"/imports/{run.pk}").content.decode()
    assert "Stopped after row 0 of 4: 0 records are in." in page
    assert "Undo this import" in page
    assert olga.get(f"/imports/{run.pk}/progress?was=running").headers["HX-Refresh"] == "true"
    assert olga.get("/imports").content.decode().count("stopped") == 1

    olga.post(f"/imports/{run.pk}/attempts")
    work()

    assert (ImportRun.objects.get().state, Deal.objects.count()) == (ImportState.DONE, 2)


def test_the_preview_writes_as_the_reader_does_and_marks_estimates(olga: Client) -> None:
    run = draft(olga)
    agreed(olga, run)
    work()

    page = olga.get(f"/imports/{run.pk}/check").content.decode()
    assert page.count('<span class="estimated">$4,800.00</span>') == 1
    olga.post("/language", {"language": "ru"})
    russian = olga.get(f"/imports/{run.pk}/check").content.decode()
    assert "20 мар. 2025" in russian
    assert "4 500,00 $" in russian.replace("\xa0", " ")


def test_files_that_are_dropped_leave_nothing(olga: Client) -> None:
    run = draft(olga)
    olga.post(f"/imports/{run.pk}", {"_method": "DELETE"})
    assert (ImportRun.objects.count(), list(folder().iterdir())) == (0, [])


def test_a_replay_starts_company_time_and_keeps_back_what_comes_later(olga: Client) -> None:
    run = draft(olga)
    agreed(olga, run)
    wrong = olga.post(f"/imports/{run.pk}/check", {"replay": "yes", "start": "2030-01-01"})
    assert "Choose a day that is past." in wrong.content.decode()
    assert ImportRun.objects.get().state == ImportState.DRAFT

    olga.post(f"/imports/{run.pk}/check", {"replay": "yes", "start": "2025-03-01"})
    work()

    assert company_now() == datetime(2025, 3, 1, tzinfo=UTC)
    assert (Deal.objects.count(), ReleaseItem.objects.count()) == (0, 3)
    assert "3 events still lie ahead" in olga.get(f"/imports/{run.pk}").content.decode()


def test_a_company_with_deals_of_its_own_is_offered_no_replay(cast: Cast, olga: Client) -> None:
    run = draft(olga)
    agreed(olga, run)
    assert "As a replay" in olga.get(f"/imports/{run.pk}/check").content.decode()
    cast.company.is_demo = True
    cast.company.save()
    assert "As a replay" not in olga.get(f"/imports/{run.pk}/check").content.decode()


def test_a_job_that_failed_can_go_on(olga: Client) -> None:
    run = draft(olga)
    agreed(olga, run)
    olga.post(f"/imports/{run.pk}/check")
    Job.objects.update(state="failed")
    assert "The work has stopped" in olga.get(f"/imports/{run.pk}").content.decode()

    olga.post(f"/imports/{run.pk}/attempts")
    work()

    assert ImportRun.objects.get().state == ImportState.DONE


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow_with_imports_or_refused_rows(olga: Client, rows: int) -> None:
    bad = "".join(f"B{n},Sara Stone,Cedar shed,,Won,3/20/2025,4/31/2025,1\n" for n in range(rows))
    for _number in range(rows):
        answer = handed_over(olga, SHEDS + bad)
        run = ImportRun.objects.get(pk=re.search(r"/imports/(\d+)", answer.headers["Location"])[1])
        work()
        agreed(olga, run)
    olga.post(f"/imports/{run.pk}/check")
    waiting = ImportRun.objects.exclude(pk=run.pk).first()
    work()
    assert (queries(olga, "/imports"), queries(olga, f"/imports/{run.pk}")) == (8, 14)
    if waiting:
        assert queries(olga, f"/imports/{waiting.pk}") == 9
