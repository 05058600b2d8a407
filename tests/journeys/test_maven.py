"""A real export from an empty home to a correction that is applied and taken back, replayed through its own year."""

from pathlib import Path

import pytest
import zstandard
from playwright.sync_api import Page, expect

from tests.browser import barriers
from tests.journeys.conftest import set_up
from tests.journeys.importing import WORK_IS_DONE, accept_all_repairs, hand_over, run_through, say_what_is_open, sums

# four minutes of a company's quarter
pytestmark = [pytest.mark.journey, pytest.mark.long, pytest.mark.data]

DAYS_HAVE_PASSED = 300_000


@pytest.fixture
def export(data: Path, tmp_path: Path) -> list[Path]:
    """The four files, the deals first."""
    folder, deals = data / "maven_crm", tmp_path / "sales_pipeline.csv"
    with (folder / "sales_pipeline.csv.zst").open("rb") as packed, deals.open("wb") as plain:
        zstandard.ZstdDecompressor().copy_stream(packed, plain)
    return [deals, *(folder / name for name in ("accounts.csv", "products.csv", "sales_teams.csv"))]


def replay_from(page: Page, day: str) -> None:
    page.get_by_text("As a replay: company time starts earlier").click()
    page.get_by_label("Company time starts on").fill(day)
    page.get_by_role("button", name="Import").last.click()
    expect(page.get_by_role("heading", name="Result of the import")).to_be_visible(timeout=WORK_IS_DONE)


def next_week(page: Page, shown: str) -> None:
    page.locator("a.company-time").click()
    page.get_by_role("button", name="Next week").click()
    expect(page.locator("a.company-time")).to_contain_text(shown, timeout=DAYS_HAVE_PASSED)


def let_time_go_on(page: Page, address: str, until: str, shown: str) -> None:
    page.goto(f"{address}/time")
    page.get_by_label("To the day").fill(until)
    page.get_by_role("button", name="Let time go on").click()
    expect(page.locator("a.company-time")).to_contain_text(shown, timeout=DAYS_HAVE_PASSED)


def set_goal(page: Page, address: str, quarter: str, amount: str) -> None:
    page.goto(f"{address}/plan")
    page.get_by_role("link", name="Set a goal").first.click()
    page.get_by_label("Quarter").select_option(quarter)
    page.get_by_label("Goal of the company").fill(amount)
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_role("heading", name="What it asks of the funnel")).to_be_visible(timeout=WORK_IS_DONE)
    page.get_by_role("button", name="Set the goal").click()
    expect(page.get_by_text("The goal is set.")).to_be_visible(timeout=WORK_IS_DONE)


def parts(page: Page, address: str) -> list[str]:
    """The goals of everybody, as the tree of the plan shows them."""
    page.goto(f"{address}/plan")
    return page.locator("tr[id^=goal-] td:nth-child(2)").all_inner_texts()


def test_an_export_is_replayed_into_a_quarter_whose_goal_is_missed_and_corrected(
    page: Page, served: str, export: list[Path]
) -> None:
    set_up(page, served, "Maven")
    hand_over(page, served, export)
    accept_all_repairs(page)
    say_what_is_open(page)
    run_through(page)
    replay_from(page, "2017-03-27")
    assert sums(page) == ["8,927", "0", "0"]
    created = page.locator(".sheet tbody tr td:nth-child(2)").all_inner_texts()
    assert created == ["35", "7", "85", "8,800"]
    expect(page.get_by_text("Company time stands at 27 Mar 2017.")).to_be_visible()

    # weeks at once, into the second quarter
    let_time_go_on(page, served, "2017-05-08", "8 May 2017")
    set_goal(page, served, "2017 Q2", "4,500,000")
    page.goto(f"{served}/control-room")
    expect(page.get_by_role("heading", name="Revenue won · Maven")).to_be_visible(timeout=WORK_IS_DONE)
    expect(page.locator(".goal-card .verdict")).to_have_text("D · review the plan")
    expect(page.locator(".deviation", has_text="Revenue won · Maven")).to_contain_text("at risk")
    expect(page.get_by_text("So no effect can be measured here.")).to_be_visible()
    assert barriers(page) == []

    # at first the goal is equally hard for everybody; a week later it is not
    next_week(page, "15 May 2017")
    before = parts(page, served)
    assert before[0] == "$4,500,000"
    page.goto(f"{served}/control-room")
    proposal = page.get_by_role("article", name="Redistribute the goal").first
    proposal.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("Applied. You can take it back until it has been measured.")).to_be_visible()
    card = page.locator(".effect").filter(has=page.get_by_role("link", name="Redistribute the goal")).first
    expect(card).to_contain_text("Its effect cannot be measured: history is replayed")
    assert parts(page, served) != before

    page.goto(f"{served}/control-room")
    card.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("Taken back: all is as it was.")).to_be_visible()
    expect(card).to_contain_text("Taken back on May 15 and not measured.")
    assert parts(page, served) == before
