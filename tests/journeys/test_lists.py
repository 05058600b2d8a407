"""A list in a real browser: its filter by keyboard, its columns, a view that colleagues see, many changed at once."""

import pytest
from playwright.sync_api import Page, expect

from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deals
from setpoint.kernel import jobs
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.jobs_worker import run_next
from setpoint.platform.lists.models import SavedView
from tests.browser import PHONE, barriers
from tests.cast import Cast
from tests.journeys.test_deals import sign_in
from tests.web.conftest import a_deal

pytestmark = pytest.mark.journey
COLUMNS = ["Deal", "Amount", "Stage", "Owner", "Created", "Last touch"]


def names(page: Page) -> list[str]:
    return page.locator("[data-row] .row-name a").all_inner_texts()


def choose_by_keys(page: Page, label: str) -> None:
    """Walk with the arrows to what can be added, and add it."""
    for _step in range(30):
        if page.evaluate("document.activeElement.selectedOptions[0].text") == label:
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def test_a_list_is_narrowed_by_keyboard_kept_as_a_view_and_seen_by_a_colleague(
    page: Page, site: str, company: Cast
) -> None:
    for name, amount, owner in (
        ("Small", 50_000, company.sara),
        ("Big", 900_000, company.sara),
        ("Middle", 300_000, company.semyon),
    ):
        a_deal(company, name=name, amount=amount, owner=owner)
    sign_in(page, site, company.henry, "/deals")

    page.locator(".list-filter summary").focus()
    page.keyboard.press("Enter")
    page.get_by_label("How the conditions are joined").first.select_option("any")
    page.get_by_label("Add a condition").first.focus()
    choose_by_keys(page, "Amount")
    expect(page.get_by_label("Amount: condition")).to_be_focused()
    page.get_by_label("Amount: condition").select_option("from")
    page.get_by_label("Amount: value").fill("5000")
    page.keyboard.press("Enter")
    expect(page.locator("[data-row]")).to_have_count(1)
    page.get_by_role("button", name="Add a group").press("Enter")
    expect(page.locator(".filter-group .filter-group [data-add]")).to_be_focused()
    page.locator(".filter-group .filter-group [data-joined]").select_option("all")
    page.locator(".filter-group .filter-group [data-add]").focus()
    choose_by_keys(page, "Owner")
    page.get_by_label("Owner: value").last.select_option(label="Semyon Sokolov")
    expect(page.locator("[data-row]")).to_have_count(2)
    assert set(names(page)) == {"Big", "Middle"}
    assert barriers(page) == []

    page.get_by_text("Columns", exact=True).click()
    page.get_by_label("Customer", exact=True).uncheck()
    page.get_by_role("button", name="Amount: one place up").click()
    page.get_by_role("button", name="Amount: one place up").press("Enter")
    page.get_by_role("button", name="Show these").click()
    expect(page.locator("thead th:not(.choose)")).to_have_text(COLUMNS)

    page.get_by_label("View: All records").click()
    page.get_by_label("Save this view as").fill("Worth a look")
    page.get_by_label("Who sees the view").select_option("everybody")
    page.get_by_role("button", name="Save the view").click()
    expect(page.get_by_text("Saved: Worth a look")).to_be_visible()
    view = SavedView.objects.get()

    page.context.clear_cookies()
    sign_in(page, site, company.sara, "/deals")
    page.get_by_label("View: All records").click()
    page.get_by_role("link", name="Worth a look").click()
    page.wait_for_url(f"**view={view.pk}")
    # what she may see of it
    assert names(page) == ["Big"]
    expect(page.locator("thead th:not(.choose)")).to_have_text(COLUMNS)


def test_many_are_changed_with_a_page_of_progress_and_taken_back(page: Page, site: str, company: Cast) -> None:
    jobs.discover()
    given = {"pipeline": company.pipeline, "stage": company.stages[0], "owner": company.sara, "currency": "USD"}
    deals.create_many([Deal(name=f"Shed {number}", **given) for number in range(60)], by=SYSTEM)
    sign_in(page, site, company.henry, "/deals")

    page.get_by_label("Choose all on the page").check()
    page.get_by_label("all that fit").check()
    page.get_by_label("What to change").select_option(label="Owner")
    page.get_by_label("New value").select_option(label="Semyon Sokolov")
    page.get_by_role("button", name="Change", exact=True).click()
    expect(page.get_by_text("It begins in a moment…")).to_be_visible()
    assert barriers(page) == []
    while run_next("test"):
        pass
    page.reload()
    expect(page.get_by_text("60 of 60 records changed.")).to_be_visible()
    assert set(Deal.objects.values_list("owner", flat=True)) == {company.semyon.pk}
    page.get_by_role("button", name="Undo").click()
    while run_next("test"):
        pass
    page.reload()
    expect(page.get_by_text("This is undone.")).to_be_visible()
    assert set(Deal.objects.values_list("owner", flat=True)) == {company.sara.pk}


def test_a_list_on_a_phone_is_cards_with_the_filter_at_hand(page: Page, site: str, company: Cast) -> None:
    parties.create(kind="organisation", name="Westbrook Holiday Park of Pine Landing", country="Norway", by=SYSTEM)
    page.set_viewport_size(PHONE)
    sign_in(page, site, company.sara, "/customers")

    expect(page.locator(".list-filter summary")).to_be_in_viewport(ratio=1)
    page.locator(".list-filter summary").click()
    page.get_by_label("Add a condition").first.select_option(label="Country")
    page.get_by_label("Country: value").fill("Norway")
    page.keyboard.press("Enter")
    expect(page.locator("[data-row]")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert barriers(page) == []
