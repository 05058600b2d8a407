"""The steps of an import, as a person takes them."""

from pathlib import Path

from playwright.sync_api import Page, expect

WORK_IS_DONE = 120_000


def hand_over(page: Page, address: str, files: list[Path]) -> None:
    """Upload files and wait for what they mean."""
    page.goto(f"{address}/imports/new")
    page.locator("input[type=file]").set_input_files(files)
    expect(page.locator("[data-drop-list] li")).to_have_count(len(files))
    page.get_by_role("button", name="Look into the files").click()
    expect(page.get_by_role("heading", name="What the files mean")).to_be_visible(timeout=WORK_IS_DONE)


def accept_all_repairs(page: Page) -> None:
    """Accept every repair that is offered."""
    buttons = page.get_by_role("button", name="Accept")
    while count := buttons.count():
        buttons.first.click()
        expect(buttons).to_have_count(count - 1)


def say_what_is_open(page: Page) -> None:
    """Choose the currency, and American dates where days and months cannot be told apart."""
    page.get_by_label("Amounts that name no currency are in").select_option("USD")
    asked = page.locator("select.is-asked")
    for _number in range(asked.count()):
        asked.first.select_option("month_first")
        asked.first.evaluate("select => select.classList.remove('is-asked')")


def run_through(page: Page) -> None:
    """Go on to the check and wait until all rows are counted."""
    page.get_by_role("button", name="Go on to the check").click()
    expect(page.get_by_role("heading", name="Check the import")).to_be_visible(timeout=WORK_IS_DONE)
    expect(page.get_by_role("heading", name="What will become of the rows")).to_be_visible(timeout=WORK_IS_DONE)


def sums(page: Page) -> list[str]:
    """Return created, already there, refused of a result."""
    return page.locator(".sums dd").all_inner_texts()
