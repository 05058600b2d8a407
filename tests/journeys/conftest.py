"""A journey walks through an installation of its own, served as a person would serve it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.processes.conftest import Installation

PASSWORD = "cedar and larch"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The address of an empty installation that runs."""
    made = Installation(tmp_path / "home")
    try:
        yield made.start_and_wait()[1]
    finally:
        made.end()


def set_up(page: Page, address: str, company: str) -> None:
    """Fill the first page: company and administrator. It ends on the welcome page."""
    page.goto(f"{address}/start")
    page.get_by_label("Company", exact=False).first.fill(company)
    page.get_by_label("Currency").select_option("USD")
    page.get_by_label("Time zone").select_option("UTC")
    page.get_by_label("Your name").fill("Olga Owen")
    page.get_by_label("Your e-mail").fill("olga.owen@tidewater.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Set up and come in").click()
    page.wait_for_url("**/welcome")
