"""What was answered about files of a layout is not asked again."""

from dataclasses import replace

import pytest

from setpoint.kernel.actors import Actor
from setpoint.platform.importing import agreeing, running
from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.dates import DateStyle
from setpoint.platform.importing.reading import read
from setpoint.platform.importing.uploads import revise, upload
from setpoint.platform.models import ImportLayout, ImportRun
from tests.cast import Cast
from tests.platform.importing.helpers import files

# a day that may be a month, and a column that no word of ours names
DEALS = "Nr,Seller of it,Phase,Begun,Worth\nT1,Sara Stone,Handshake,2/3/2025,100\n"
COLUMNS = {"key": 0, "owner": 1, "stage": 2, "created": 3, "amount": 4}


@pytest.fixture
def olga(cast: Cast) -> Actor:
    return Actor.of(cast.olga)


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


def answered(by: Actor) -> None:
    """Import a file of which everything had to be said."""
    run = upload(files(deals=DEALS), by=by, otherwise="deals")
    revise(run.files.get(), kind="deals", columns=COLUMNS, by=by)
    run = read(ImportRun.objects.get(), by=by)
    file = run.files.get()
    agreed = Agreement.from_json(file.agreement)
    told = replace(
        agreed,
        currency="EUR",
        dates={"created": DateStyle.DAY_FIRST},
        answered=("created",),
        settings={**agreed.settings, "stages": {"Handshake": "won"}, "order": ["Open"], "entry": "Open"},
    )
    agreeing.agree(file, told, by=by)
    running.start(run, by=by)


def test_the_next_file_of_the_layout_is_read_like_the_last(olga):
    answered(olga)

    run = upload(files(deals=DEALS.replace("T1", "T2")), by=olga)

    file = run.files.get()
    agreed = Agreement.from_json(file.agreement)
    assert (file.layout, file.kind, agreed.columns) == ("remembered", "deals", COLUMNS)
    assert (agreed.currency, agreed.dates["created"], agreed.answered) == ("EUR", DateStyle.DAY_FIRST, ("created",))
    assert agreed.settings["stages"] == {"Handshake": "won"}
    assert agreeing.questions(file) == []


def test_a_file_whose_dates_tell_is_read_as_they_tell(olga):
    answered(olga)

    run = upload(files(deals=DEALS.replace("2/3/2025", "2/23/2025")), by=olga)

    assert Agreement.from_json(run.files.get().agreement).dates["created"] == DateStyle.MONTH_FIRST


def test_other_columns_are_another_layout_and_no_value_is_kept(olga):
    answered(olga)

    run = upload(files(deals="Opportunity ID,Sales agent,Stage\nT1,Sara Stone,Meeting\n"), by=olga)

    assert run.files.get().layout == ""
    assert "Sara" not in str(ImportLayout.objects.values_list("agreement", flat=True).get())
