"""The search box in a real browser: by keyboard, marked, in both languages, at a desk and on a phone."""

import os
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from setpoint.domains.customers.operations import parties
from setpoint.journal.followers import catch_up
from setpoint.kernel.actors import SYSTEM
from tests.browser import PHONE, barriers
from tests.cast import Cast
from tests.journeys.test_deals import sign_in
from tests.web.conftest import a_deal

pytestmark = pytest.mark.journey
SHOTS = os.environ.get("SETPOINT_SHOTS")


def shot(page: Page, name: str) -> None:
    """Keep a picture where somebody asks for it."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS, f"{name}.png")))


def write(page: Page, text: str) -> None:
    page.keyboard.press("Control+k")
    expect(page.locator("#search-text")).to_be_focused()
    page.keyboard.press("Control+a")
    # an answer to fewer letters may come before
    with page.expect_response(lambda answer: parse_qs(urlsplit(answer.url).query).get("q") == [text]):
        page.keyboard.type(text)


def test_the_box_finds_goes_and_remembers(page: Page, site: str, company: Cast) -> None:
    party = parties.create(
        kind="person", name="Иванов Фёдор", email="f.ivanov@severny.example", phone="+7 912 345-67-89", by=SYSTEM
    )
    deal = a_deal(company, name="Beach hut for Oak", customer=party)
    a_deal(company, name="Larch pavilion", owner=company.semyon)
    catch_up(["search"])
    sign_in(page, site, company.sara)

    write(page, "bdfyjd")
    expect(page.locator("#search-found mark").first).to_have_text("Иванов")
    expect(page.get_by_role("option", name="Beach hut for Oak")).to_be_visible()
    shot(page, "search-layout")
    assert barriers(page) == []
    write(page, "larch")
    expect(page.locator("#search-found")).to_contain_text("Nothing found for “larch”")
    shot(page, "search-nothing")
    write(page, "912 345-67")
    option = page.get_by_role("option", name="Иванов Фёдор")
    expect(option.locator("mark")).to_have_text("+7 912 345-67-89")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/customers/{party.pk}")
    # what a page fetches after it has come is let through before it is left
    page.wait_for_load_state("networkidle")
    write(page, "beach")
    page.get_by_role("option", name="Beach hut for Oak").click()
    page.wait_for_url(f"{site}/deals/{deal.pk}")
    page.wait_for_load_state("networkidle")

    page.keyboard.press("Control+k")
    expect(page.locator("#search-found [role=group]").first).to_contain_text("Opened last")
    expect(page.locator("#search-found [role=group]").first.get_by_role("option")).to_have_count(2)
    shot(page, "search-recent")
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    shot(page, "search-phone-dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.goto(f"{site}/search?q=ivan")
    expect(page.get_by_role("option", name="Иванов Фёдор").first).to_be_visible()
    assert barriers(page) == []
    shot(page, "search-page-phone")


def test_it_speaks_russian(page: Page, site: str, company: Cast) -> None:
    company.sara.language = "ru"
    company.sara.save(update_fields=["language"])
    catch_up(["search"])
    sign_in(page, site, company.sara)
    write(page, "oak")
    expect(page.get_by_role("option", name="Oak & Sons")).to_be_visible()
    shot(page, "search-russian")
    write(page, "кварц")
    expect(page.locator("#search-found")).to_contain_text("Достаточно нескольких букв имени")
    shot(page, "search-russian-nothing")
