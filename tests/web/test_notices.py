"""One's own notices and letters: what is shown, where it leads, and nobody else's."""

from pathlib import Path

import pytest
from django.test import Client

from setpoint.journal.followers import catch_up
from setpoint.loop.act.models import Correction
from setpoint.loop.inform.models import Notice
from setpoint.loop.inform.reactions import NAME
from tests.cast import MONDAY, Cast
from tests.loop.bench import REASSIGN, Bench
from tests.web.conftest import SignIn, queries

LETTER = "20260302T090000000000-0000abcd"


@pytest.fixture
def told(bench: Bench) -> Correction:
    """A correction waits, and those who decide have been told."""
    correction = bench.propose(REASSIGN)
    catch_up([NAME])
    return correction


def test_a_notice_leads_to_what_it_is_about(told: Correction, bench: Bench, as_person: SignIn) -> None:
    page = as_person(bench.cast.henry).get("/notices").content.decode()
    assert f'<a href="/corrections/{told.pk}" data-row-open>' in page
    assert "· new" in page


def test_the_bell_counts_what_is_new_until_it_is_seen(told: Correction, bench: Bench, as_person: SignIn) -> None:
    henry = as_person(bench.cast.henry)
    assert "1 new notice" in henry.get("/settings").content.decode()
    henry.post("/notices")
    assert "new notice" not in henry.get("/settings").content.decode()
    assert not Notice.objects.filter(user=bench.cast.henry, seen_at__isnull=True).exists()


def test_marking_as_seen_leaves_the_notices_of_others(told: Correction, bench: Bench, as_person: SignIn) -> None:
    Notice.objects.create(
        user=bench.cast.mia, kind="act.waiting", group="x", ref_kind="sales.deal", ref_id=1, created_at=MONDAY
    )
    as_person(bench.cast.henry).post("/notices")
    assert Notice.objects.filter(user=bench.cast.mia, seen_at__isnull=True).exists()


def test_without_notices_the_page_says_what_comes_here(cast: Cast, as_person: SignIn) -> None:
    page = as_person(cast.mia).get("/notices").content.decode()
    assert "Nothing to tell you yet" in page
    assert 'href="/control-room"' not in page  # Mia has none


@pytest.mark.parametrize("rows", [1, 3])
def test_the_notices_take_the_same_queries_for_one_as_for_three(
    told: Correction, bench: Bench, as_person: SignIn, rows: int
) -> None:
    notice = Notice.objects.get(user=bench.cast.henry)
    for number in range(1, rows):
        notice.pk, notice.group = None, str(number)
        notice.save(force_insert=True)
    assert queries(as_person(bench.cast.henry), "/notices") == 7


@pytest.fixture
def mailbox(cast: Cast, settings, tmp_path: Path) -> Path:
    """The mailbox of the demo, with a letter to Henry."""
    settings.HOME = tmp_path
    (tmp_path / "mailbox").mkdir()
    path = tmp_path / "mailbox" / f"{LETTER}.eml"
    head = "From: Setpoint <setpoint@localhost>\nTo: henry.hale@tidewater.example\nSubject: The day\n"
    path.write_text(f"{head}Content-Type: text/html\n\n<p>Two goals</p><script>alert(1)</script>")
    return path


def test_a_letter_is_read_by_whom_it_is_to(mailbox: Path, cast: Cast, as_person: SignIn) -> None:
    henry = as_person(cast.henry)
    assert f'href="/mailbox/{LETTER}"' in henry.get("/mailbox").content.decode()
    assert "<h1>The day</h1>" in henry.get(f"/mailbox/{LETTER}").content.decode()


def test_what_a_letter_carries_cannot_run(mailbox: Path, cast: Cast, as_person: SignIn) -> None:
    answer = as_person(cast.henry).get(f"/mailbox/{LETTER}/html")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


@pytest.mark.parametrize("address", [f"/mailbox/{LETTER}", f"/mailbox/{LETTER}/html", "/mailbox/..%2Fsecret"])
def test_the_letters_of_others_are_not_there(mailbox: Path, cast: Cast, as_person: SignIn, address: str) -> None:
    sara: Client = as_person(cast.sara)
    assert sara.get(address).status_code == 404
    assert "The day" not in sara.get("/mailbox").content.decode()
