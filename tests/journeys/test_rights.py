"""An administrator gives a right under a condition, looks with the eyes of who has it, and asks why."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import barriers
from tests.cast import Cast
from tests.journeys.test_deals import sign_in
from tests.web.conftest import a_deal

pytestmark = pytest.mark.journey


def test_a_right_is_given_seen_with_anothers_eyes_and_explained(page: Page, site: str, company: Cast) -> None:
    a_deal(company)
    a_deal(company, name="Larch barn", stage=company.stages[2])
    role = company.mia.role
    sign_in(page, site, company.olga, to=f"/settings/roles/{role.pk}")
    page.get_by_role("link", name="Deals", exact=True).last.click()
    page.get_by_label("see: how far").select_option("all")
    page.get_by_role("button", name="Save").last.click()
    page.get_by_role("link", name="Deals", exact=True).last.click()
    page.get_by_label("see: a condition on").select_option("stage")
    page.get_by_role("button", name="Add the condition").first.click()
    page.get_by_label("Stage: value").select_option("Sheds: Proposal")
    page.get_by_label("Amount", exact=True).select_option("hidden")
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_text("Stage is at least “Sheds: Proposal”").first).to_be_visible()
    assert barriers(page) == []

    page.get_by_role("link", name="Mia Marsh").click()
    page.get_by_role("button", name="Look with these eyes").click()
    expect(page.get_by_text("You see what Mia Marsh sees.")).to_be_visible()
    page.goto(f"{site}/deals/board")
    expect(page.get_by_role("link", name="Larch barn")).to_be_visible()
    expect(page.get_by_role("link", name="Cedar shed for Oak")).to_have_count(0)
    expect(page.get_by_text("$4,800")).to_have_count(0)
    assert barriers(page) == []
    page.get_by_role("button", name="Look with my own eyes").click()
    expect(page.get_by_role("heading", name="Mia Marsh")).to_be_visible()

    page.goto(f"{site}/deals/board")
    page.get_by_role("link", name="Cedar shed for Oak").click()
    page.get_by_role("link", name="Who sees this, and why").click()
    page.get_by_label("Who?").select_option("Mia Marsh")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("heading", name="No, Mia Marsh cannot")).to_be_visible()
    assert barriers(page) == []
