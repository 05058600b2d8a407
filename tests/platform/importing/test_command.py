"""The import of the command line: answers given beforehand, a result as data, nothing kept where it stops."""

import json

import pytest
from django.core.exceptions import ValidationError

from setpoint.cli import parser
from setpoint.commands.import_ import run as run_command
from setpoint.commands.refusal import Refusal
from setpoint.domains.sales.models import Deal
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.jobs_worker import claim
from setpoint.loop.record.models import DailyMeasure
from setpoint.platform.importing.command import Answers, run_import_from_command
from setpoint.platform.importing.dates import DateStyle
from setpoint.platform.importing.problems import FileError
from setpoint.platform.models import ImportRun
from tests.cast import Cast
from tests.platform.importing.helpers import HEADER

DEALS = (
    HEADER + "C1,Sara Stone,Cedar shed,,Won,3/4/2017,5/6/2017,100\nC2,Sara Stone,Ceder shed,,Won,3/4/2017,5/6/2017,1\n"
)


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path / "home"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "deals.csv"
    path.write_text(DEALS)
    return path


def test_open_questions_stop_the_import_and_say_what_may_be_meant(cast: Cast, file):
    with pytest.raises(ValidationError) as stopped:
        run_import_from_command("deals", [file], by=SYSTEM, answers=Answers(currency="USD"))

    assert stopped.value.messages[0] == (
        "deals.csv: the column “Engage date” can be read in two ways. “3/4/2017” is either of "
        "day_first: 2017-04-03 00:00:00, month_first: 2017-03-04 00:00:00."
    )
    assert (ImportRun.objects.count(), Deal.objects.count()) == (0, 0)


def test_answers_are_taken_and_figures_have_caught_up(cast: Cast, file, tmp_path):
    answers = Answers(currency="USD", dates=DateStyle.DAY_FIRST)

    result = run_import_from_command("deals", [file], by=SYSTEM, answers=answers, refused=tmp_path / "back")

    assert (result["state"], result["waiting"]) == ("done", 0)
    (told,) = result["files"]
    assert (told["created"], told["refused"], told["repairs"][0]["accepted"]) == (1, 1, False)
    assert "Ceder shed" in (tmp_path / "back" / "deals.refused.csv").read_text()
    assert Deal.objects.get().opened_at.isoformat() == "2017-04-03T00:00:00+00:00"
    assert DailyMeasure.objects.get(measure="sales.revenue", scope_kind="company").total == 10_000
    assert claim("worker") is None


def test_a_dry_run_says_what_would_be_and_keeps_nothing(cast: Cast, file):
    answers = Answers(currency="USD", dates=DateStyle.DAY_FIRST, repairs=True)

    result = run_import_from_command("deals", [file], by=SYSTEM, answers=answers, dry=True)

    assert [(told["created"], told["refused"]) for told in result["files"]] == [(2, 0)]
    assert (ImportRun.objects.count(), Deal.objects.count()) == (0, 0)


def test_a_file_that_is_not_there_is_named(cast: Cast, tmp_path):
    with pytest.raises(FileError) as refused:
        run_import_from_command("deals", [tmp_path / "gone.csv"], by=SYSTEM, answers=Answers())

    assert refused.value.file == "gone.csv"


@pytest.fixture
def calling(monkeypatch, capsys):
    """Call the command as a terminal does, on the database of the test."""
    monkeypatch.setattr("setpoint.commands.import_.start_django", lambda: None)
    monkeypatch.setattr("setpoint.commands.preparing.prepare", lambda **_: None)

    def call(*arguments: object) -> tuple[int, str]:
        code = run_command(parser().parse_args(["import", *map(str, arguments)]))
        return code, capsys.readouterr().out

    return call


def test_the_command_prints_json(cast: Cast, file, calling):
    code, out = calling("deals", file, "--currency", "usd", "--dates", "day_first", "--accept-repairs", "--json")

    assert (code, json.loads(out)["files"][0]["created"]) == (0, 2)


def test_the_command_names_the_rows_that_it_refused(cast: Cast, file, calling):
    code, out = calling("deals", file, "--currency", "usd", "--dates", "day_first")

    assert code == 1
    assert "row 3, Product: “Ceder shed” is not known." in out


def test_the_command_refuses_what_is_no_table(cast: Cast, tmp_path, calling):
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n")

    with pytest.raises(Refusal, match="is not a table"):
        calling("deals", tmp_path / "picture.csv")
