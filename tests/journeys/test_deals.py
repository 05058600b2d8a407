"""A seller's work in a real browser: first run, signing in, board, deal, list, by mouse and by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from setpoint.domains.sales.models import Deal
from setpoint.journal.followers import catch_up
from setpoint.kernel.models import User
from tests.browser import barriers
from tests.cast import Cast
from tests.site import PASSWORD
from tests.web.conftest import a_deal

pytestmark = pytest.mark.journey


def sign_in(page: Page, site: str, person: User, to: str = "/deals/board") -> None:
    page.goto(f"{site}/sign-in?next={to}")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{site}{to}")


def test_from_nothing_to_an_empty_board(page: Page, site: str) -> None:
    page.goto(site)
    page.get_by_label("Company").fill("Tidewater Sheds")
    page.get_by_label("Your name").fill("Olga Owen")
    page.get_by_label("Your e-mail").fill("olga@tidewater.example")
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Set up and come in").click()
    expect(page.get_by_text("at least 10 characters").last).to_be_visible()
    assert barriers(page) == []
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Set up and come in").click()
    expect(page.get_by_role("heading", name="Tidewater Sheds is ready")).to_be_visible()
    page.get_by_role("link", name="Open the empty board").click()
    for stage in ("Qualification", "Meeting", "Proposal", "Closing"):
        expect(page.get_by_role("heading", name=stage)).to_be_visible()


def test_a_card_is_dragged_and_taken_back(page: Page, site: str, company: Cast) -> None:
    deal = a_deal(company)
    sign_in(page, site, company.sara)
    target = page.locator(f'[data-board-column="{company.stages[1].pk}"]')
    page.locator(".card-deal").drag_to(target)
    expect(page.get_by_text("is now in “Meeting”")).to_be_visible()
    expect(page.locator(f"#head-{company.stages[1].pk} .column-count")).to_have_text("1")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(f"#head-{company.stages[0].pk} .column-count")).to_have_text("1")
    expect(page.locator(f'[data-board-column="{company.stages[0].pk}"] .card-deal')).to_have_count(1)
    assert Deal.objects.get().stage_id == deal.stage_id


def test_a_card_is_moved_by_keyboard(page: Page, site: str, company: Cast) -> None:
    a_deal(company)
    sign_in(page, site, company.sara)
    page.keyboard.press("j")
    page.keyboard.press("m")
    page.get_by_role("button", name="Proposal").press("Enter")
    expect(page.get_by_text("is now in “Proposal”")).to_be_visible()
    assert Deal.objects.get().stage_id == company.stages[2].pk


def test_a_deal_opens_beside_the_board_is_changed_and_won(page: Page, site: str, company: Cast) -> None:
    deal = a_deal(company)
    sign_in(page, site, company.sara)
    page.get_by_role("link", name="Cedar shed for Oak").click()
    panel = page.locator("#deal")
    expect(panel.get_by_role("heading", name="Cedar shed for Oak")).to_be_visible()
    assert page.url.endswith(f"deal={deal.pk}")
    panel.get_by_role("button", name="change").click()
    panel.get_by_label("Amount, USD").fill("a lot")
    page.keyboard.press("Enter")
    expect(panel.get_by_text("in digits")).to_be_visible()
    panel.get_by_label("Amount, USD").fill("5200")
    page.keyboard.press("Enter")
    expect(panel.get_by_text("$5,200.00").first).to_be_visible()
    panel.get_by_role("button", name="Call").click()
    expect(panel.get_by_text("Sara Stone called the customer")).to_be_visible()
    assert barriers(page) == []
    panel.get_by_role("button", name="Win").click()
    expect(panel.get_by_text("Won on 2 Mar 2026")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(panel.get_by_role("button", name="Win")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)


def test_the_head_gives_chosen_deals_away(page: Page, site: str, company: Cast) -> None:
    a_deal(company, name="First")
    a_deal(company, name="Second")
    sign_in(page, site, company.henry, "/deals")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_label("First").check()
    page.get_by_label("What to change").select_option(label="Owner")
    page.get_by_label("New value").select_option(label="Semyon Sokolov")
    page.get_by_role("button", name="Change", exact=True).click()
    expect(page.get_by_text("“Owner” changed in 2 records.")).to_be_visible()
    assert set(Deal.objects.values_list("owner", flat=True)) == {company.semyon.pk}
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("cell", name="Sara Stone")).to_have_count(2)


def test_the_box_finds_and_goes(page: Page, site: str, company: Cast) -> None:
    a_deal(company)
    catch_up()
    sign_in(page, site, company.sara)
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Name, telephone, e-mail or what to do").fill("oak")
    expect(page.get_by_role("option", name="Oak & Sons").first).to_be_visible()
    assert barriers(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Oak & Sons")).to_be_visible()
