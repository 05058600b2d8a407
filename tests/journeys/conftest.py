"""A journey walks through an installation of its own, served as a person would serve it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.processes.conftest import Installation

PASSWORD = "cedar and larch"
DEMO_PASSWORD = "garden-sheds"
# a quarter of history and two evenings with the loop, where the real demo has two years and four weeks
PREPARE = """
from datetime import date, timedelta
from setpoint.commands.application import start_django
start_django()
from setpoint.commands.preparing import prepare
prepare(say=print)
"""
SMALL_DEMO = f"""{PREPARE}
from setpoint.simulation.bridge.founding import found
found(weeks=13, today=date(2026, 5, 11), with_loop=timedelta(days=4))
"""


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with tables and keys and nobody in it, made once: what a journey begins with is a copy."""
    made = Installation(tmp_path_factory.mktemp("empty") / "home")
    subprocess.run([sys.executable, "-c", PREPARE], env=made.variables(), check=True, timeout=300)
    return made.home


@pytest.fixture
def served(tmp_path: Path, empty_home: Path) -> Iterator[str]:
    """The address of an empty installation that runs."""
    made = Installation(tmp_path / "home")
    shutil.copytree(empty_home, made.home)
    try:
        yield made.start_and_wait()[1]
    finally:
        made.end()


@pytest.fixture
def living(tmp_path: Path, empty_home: Path) -> Iterator[str]:
    """The address of the demo company, younger than the real one, on the morning of Monday, 11 May 2026."""
    made = Installation(tmp_path / "demo")
    shutil.copytree(empty_home, made.home)
    try:
        subprocess.run([sys.executable, "-c", SMALL_DEMO], env=made.variables(), check=True, timeout=300)
        yield made.start_and_wait("demo")[1]
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
