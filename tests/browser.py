"""A real browser for the journeys: Debian's Chromium, driven by Playwright. A script's error fails the test."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

AXE = Path(__file__).parent.parent / "node_modules" / "axe-core" / "axe.min.js"
DESK, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run; `CHROMIUM` names another than the one on PATH."""
    # Playwright keeps an event loop in this thread, where Django would refuse its ORM
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    program = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    assert program, "there is no Chromium: scripts/system-packages installs it or says how"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page at a desk; the test fails when a script fails or the content security policy is broken."""
    context = browser.new_context(viewport=DESK, locale="en-US", timezone_id="UTC")
    context.set_default_timeout(10_000)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if _is_wrong(message) else None)
    yield page
    context.close()
    assert wrong == []


def _is_wrong(message: Any) -> bool:
    # an answer of 4xx is an answer: the journey says what it expects to see
    return message.type == "error" and "Failed to load resource" not in message.text


def barriers(page: Page) -> list[str]:
    """What axe finds on the page against WCAG 2.2 A and AA, as `rule: element`."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = page.evaluate("(tags) => axe.run({runOnly: tags})", tags)
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found["violations"] for node in rule["nodes"]]
