"""The demo company from its front door to a measured correction, as its head of sales walks it."""

import csv
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import DESK, PHONE, barriers
from tests.journeys.conftest import DEMO_PASSWORD

pytestmark = pytest.mark.journey

LEVER = "Reassign open deals"
DAYS_HAVE_PASSED = 240_000
MEASURED = re.compile(
    r"Applied to (\d+) deals, (\d+) kept for comparison\. (\d+)% against (\d+)% "
    r"\(share of deals that advanced \(stage move or win\) within 10 working days\); "
    r"adjusted for what set them apart before, the effect is ([+−]?\d+) pp \(80 %: ([+−]?\d+) pp … ([+−]?\d+) pp\), "
    r"evidence A\. "
    r"Measured on this metric, not on revenue"
)


def sign_in(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("E-mail").fill("henry.hale@tidewater.example")
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/control-room")


def owners(page: Page, address: str) -> list[str]:
    """Who owns which deal, by the list that everybody can download, in the order of the deals."""
    rows = csv.DictReader(
        page.request.get(f"{address}/lists/sales.deal/export.csv?state=all&columns=name,owner&sort=")
        .text()
        .splitlines()
    )
    return [row["Owner"] for row in rows]


def waiting(page: Page) -> Locator:
    return page.get_by_role("article", name=LEVER).filter(has=page.get_by_role("button", name="Apply"))


def done(page: Page) -> Locator:
    """The newest effect card of the lever."""
    return page.locator(".effect").filter(has=page.get_by_role("link", name=LEVER)).first


def let_pass(page: Page, step: str, until: str) -> None:
    page.get_by_role("group", name="Company time").get_by_role("button", name=step).click()
    expect(page.locator("a.company-time")).to_contain_text(until, timeout=DAYS_HAVE_PASSED)


def points(text: str) -> int:
    return int(text.replace("−", "-"))


def moves_told(proposal: Locator) -> list[tuple[str, str]]:
    """From whom to whom each deal of the proposal goes, by its table."""
    rows = proposal.get_by_role("region", name="Deals").locator("tbody tr")
    cells = [row.locator("td").all_inner_texts() for row in rows.all()]
    return sorted((row[1], row[2]) for row in cells)


def test_a_correction_is_understood_applied_taken_back_applied_again_and_measured(page: Page, living: str) -> None:
    # a goal is being missed, and a correction waits
    sign_in(page, living)
    expect(page.get_by_role("heading", name="Revenue won · Tidewater Sheds")).to_be_visible()
    expect(page.locator(".goal-card .verdict")).to_have_text(re.compile(r"C · correct|D · review the plan"))
    expect(page.locator(".deviation", has_text="Revenue won · Tidewater Sheds")).to_contain_text("at risk")
    proposal = waiting(page)
    expect(proposal).to_contain_text("Peter Petrov is away on 10 of the next 10 working days")
    expect(proposal).to_contain_text("30% of them stay with their owners for comparison")
    proposal.get_by_text("Where the numbers come from").click()
    expect(proposal.locator("caption").first).to_be_visible()
    told, before = moves_told(proposal), owners(page, living)
    assert len(told) >= 7
    assert barriers(page) == []

    proposal.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("Applied. You can take it back until it has been measured.")).to_be_visible()
    treated, held = map(int, re.findall(r"(\d+) (?:deals|kept)", done(page).inner_text())[:2])
    moved = [pair for pair in zip(before, owners(page, living), strict=True) if pair[0] != pair[1]]
    assert (len(moved), treated + held) == (treated, len(told))
    assert set(moved) <= set(told)

    done(page).get_by_role("button", name="Take back").click()
    expect(page.get_by_text("Taken back: all is as it was.")).to_be_visible()
    expect(done(page)).to_contain_text("Taken back on May 11 and not measured.")
    assert owners(page, living) == before

    # the loop proposes anew, and this time it stays
    let_pass(page, "Next day", "12 May 2026")
    waiting(page).get_by_role("button", name="Apply").click()
    expect(done(page)).to_contain_text("The effect can be seen after May 27.")
    for morning in ("19 May 2026", "26 May 2026", "2 Jun 2026"):
        let_pass(page, "Next week", morning)

    found = MEASURED.search(done(page).inner_text())
    assert found, done(page).inner_text()
    treated, held, with_it, without, effect, low, high = map(points, found.groups())
    assert treated >= 5
    assert held >= 2
    assert abs(effect - (with_it - without)) < high - low
    assert low < effect < high
    done(page).get_by_role("link", name=LEVER).click()
    expect(page.get_by_text("The effect of “Reassign open deals” was measured, evidence A")).to_be_visible()

    # and all of it reads in Russian, on a phone too
    page.goto(f"{living}/control-room")
    page.get_by_role("button", name="Henry Hale").click()
    page.get_by_role("button", name="Русский").click()
    expect(page.get_by_role("heading", name="Что дали коррекции")).to_be_visible()
    expect(page.locator(".effect", has_text="Передача открытых сделок").first).to_contain_text("доказательность A")
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        assert barriers(page) == []
