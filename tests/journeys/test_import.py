"""Files from the welcome page to the deals and back again, as somebody does who comes from another CRM."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import barriers
from tests.journeys.conftest import set_up
from tests.journeys.importing import (
    WORK_IS_DONE,
    accept_all_repairs,
    hand_over,
    run_through,
    say_what_is_open,
    sums,
)

pytestmark = pytest.mark.journey

HEADER = "Opportunity ID,Sales agent,Product,Account,Deal stage,Engage date,Close date,Close value"
PRODUCTS = "Product,Series,Sales price\nCedar shed,Sheds,4800\nLarch shed,Sheds,6200\n"


@pytest.fixture
def sheds(tmp_path: Path) -> list[Path]:
    """Forty deals of a company that builds sheds; the product misspelt three times, one row without a real date."""
    lines = [HEADER]
    for number in range(40):
        begun = date(2025, 1 + number // 12, 1 + number % 12)
        ended = begun + timedelta(days=31) if number % 3 else None
        product = "CedarShed" if number in {4, 9, 14} else ("Larch shed" if number % 2 else "Cedar shed")
        stage = ("Engaging", "Won", "Lost")[number % 3]
        cells = [
            f"S{number}",
            "Sara Stone" if number % 2 else "Semyon Sokolov",
            product,
            "" if number == 7 else f"Garden {number % 5}",
            stage,
            "2/31/2025" if number == 20 else f"{begun:%-m/%-d/%Y}",
            f"{ended:%Y-%m-%d}" if ended else "",
            "5100" if stage == "Won" else "",
        ]
        lines.append(",".join(cells))
    deals, products = tmp_path / "deals.csv", tmp_path / "products.csv"
    deals.write_text("\n".join(lines) + "\n")
    products.write_text(PRODUCTS)
    return [deals, products]


def test_a_file_with_dirt_comes_in_gives_its_bad_row_back_and_goes_again(
    page: Page, served: str, sheds: list[Path]
) -> None:
    set_up(page, served, "Tidewater Sheds")
    page.get_by_role("link", name="Import deals").click()
    expect(page.get_by_role("heading", name="Bring in what you have")).to_be_visible()
    assert barriers(page) == []

    hand_over(page, served, sheds)
    expect(page.get_by_text("The values can be read in two ways.")).to_have_count(1)
    page.get_by_role("button", name="Go on to the check").click()
    expect(page.get_by_text("The files do not say it: choose the currency.")).to_be_visible()
    assert barriers(page) == []

    accept_all_repairs(page)
    say_what_is_open(page)
    run_through(page)
    expect(page.get_by_text("1 row would be refused: why?")).to_be_visible()
    assert barriers(page) == []

    page.get_by_role("button", name="Import 41 rows").click()
    expect(page.get_by_role("heading", name="Result of the import")).to_be_visible(timeout=WORK_IS_DONE)
    assert sums(page) == ["41", "0", "1"]
    expect(page.get_by_text("There is no such day: “2/31/2025”, read as month/day/year.")).to_be_visible()
    assert barriers(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Refused rows of deals.csv").click()
    returned = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert returned[1].startswith("S20,Semyon Sokolov,Cedar shed,Garden 0,Lost,2/31/2025,")
    page.goto(f"{served}/deals?state=all")
    expect(page.locator("[data-rows] tr")).to_have_count(39)

    page.goto(f"{served}/imports")
    page.get_by_role("link", name="products.csv, deals.csv").click()
    page.get_by_text("Undo this import").click()
    page.get_by_role("button", name="Take everything back").click()
    expect(page.get_by_text("This import is undone")).to_be_visible(timeout=WORK_IS_DONE)
    page.goto(f"{served}/deals?state=all")
    expect(page.get_by_text("S20")).to_have_count(0)
    expect(page.locator("[data-rows] [data-row]")).to_have_count(0)


def test_a_file_that_is_no_table_is_refused_with_the_way_out(page: Page, served: str, tmp_path: Path) -> None:
    set_up(page, served, "Tidewater Sheds")
    picture = tmp_path / "shed.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(300))
    page.goto(f"{served}/imports/new")
    page.locator("input[type=file]").set_input_files(picture)

    page.get_by_role("button", name="Look into the files").click()

    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("“shed.png” is not a table but a file of another kind.")
    expect(alert).to_contain_text("Save the table as CSV (UTF-8) or as an Excel workbook (.xlsx)")
    assert barriers(page) == []


def test_a_replay_comes_to_pass_as_time_goes_on(page: Page, served: str, sheds: list[Path]) -> None:
    set_up(page, served, "Tidewater Sheds")
    hand_over(page, served, sheds)
    accept_all_repairs(page)
    say_what_is_open(page)
    run_through(page)
    page.get_by_text("As a replay: company time starts earlier").click()
    page.get_by_label("Company time starts on").fill("2025-01-01")
    page.get_by_role("button", name="Import 41 rows").click()
    expect(page.get_by_role("heading", name="Result of the import")).to_be_visible(timeout=WORK_IS_DONE)
    expect(page.get_by_text("still lie ahead")).to_be_visible()
    page.goto(f"{served}/deals?state=all")
    before = page.locator("[data-rows] [data-row]").count()
    assert before <= 1

    page.locator("a.company-time").click()
    assert barriers(page) == []
    page.get_by_role("button", name="Next week").click()
    expect(page.locator("a.company-time")).to_contain_text("8 Jan 2025", timeout=WORK_IS_DONE)
    expect(page.locator("[data-rows] [data-row]")).to_have_count(8)

    page.goto(f"{served}/time")
    page.get_by_label("To the day").fill("2025-02-02")
    page.get_by_role("button", name="Let time go on").click()
    expect(page.locator("a.company-time")).to_contain_text("2 Feb 2025", timeout=WORK_IS_DONE)
    expect(page.get_by_text("The next event of the import is on")).to_be_visible()
    assert barriers(page) == []
