"""A real browser for the journeys: Debian's Chromium, driven by Playwright. What goes wrong in it fails the test."""

import os
import shutil
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

AXE = Path(__file__).parent.parent / "node_modules" / "axe-core" / "axe.min.js"
DESK, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
# of a busy machine; what comes sooner waits for nothing
PATIENCE = 30_000
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
def wrong() -> Iterator[list[str]]:
    """What went wrong in the browser; a journey that provokes a refusal takes it out."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def page(browser: Browser, wrong: list[str]) -> Iterator[Page]:
    """A page at a desk; a script's error, a broken security policy, a refusal or a failed request fails the test."""
    context = browser.new_context(viewport=DESK, locale="en-US", timezone_id="UTC")
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if _is_wrong(message) else None)
    page.on("response", lambda answer: wrong.append(_told(answer.request, answer.status)) if _refuses(answer) else None)
    page.on("requestfailed", lambda asked: wrong.append(_told(asked, asked.failure)) if _fails(asked) else None)
    yield page
    # the journey is over: what its last page still asked for goes with it
    journey = list(wrong)
    context.close()
    wrong[:] = journey


def _is_wrong(message: Any) -> bool:
    # what could not be loaded is told by its answer
    return message.type in {"error", "warning"} and "Failed to load resource" not in message.text


def _refuses(answer: Any) -> bool:
    # a form that is shown again with its errors is the page that the journey looks at
    return answer.status >= HTTPStatus.BAD_REQUEST and answer.status != HTTPStatus.UNPROCESSABLE_ENTITY


def _fails(asked: Any) -> bool:
    # a page that is left takes its requests with it
    return asked.failure != "net::ERR_ABORTED"


def _told(asked: Any, how: object) -> str:
    return f"{how}: {asked.method} {urlsplit(asked.url).path}"


def barriers(page: Page, *, only: list[str] | None = None) -> list[str]:
    """What axe finds on the page against WCAG 2.2 A and AA, or against `only` some rules, as `rule: element`."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    wanted = only or ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = page.evaluate("(wanted) => axe.run({runOnly: wanted})", wanted)
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found["violations"] for node in rule["nodes"]]
