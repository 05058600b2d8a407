"""Coming in by a passkey, in a browser whose authenticator is a virtual one of Chromium's."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from setpoint.journal.models import Fact
from tests.browser import PHONE, barriers
from tests.cast import Cast
from tests.site import PASSWORD

pytestmark = pytest.mark.journey


@pytest.fixture
def address(site: str, settings: Any) -> str:
    """A passkey belongs to a name, never to a number."""
    settings.ALLOWED_HOSTS = ["localhost"]
    return site.replace("127.0.0.1", "localhost")


@pytest.fixture
def device(page: Page) -> Callable[[bool], None]:
    """A phone with a finger on it; the function lifts the finger (False) and lays it on again (True)."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    phone = wire.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def finger(is_there: bool) -> None:
        wire.send("WebAuthn.setUserVerified", {"authenticatorId": phone, "isUserVerified": is_there})

    return finger


def by_password(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/sign-in?next=/settings/security")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_passkey_is_added_and_opens_the_door_alone(
    page: Page, address: str, company: Cast, device: Callable[[bool], None]
) -> None:
    by_password(page, address, company.sara.email)
    expect(page.get_by_role("heading", name="Security", exact=True)).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("link", name="Add a passkey").click()
    assert barriers(page) == []
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.locator("main").get_by_label("Name").fill("Phone")
    page.get_by_role("button", name="Create it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    expect(page.locator(".codes li")).to_have_count(10)
    assert barriers(page) == []
    page.get_by_role("link", name="Kept safe").click()
    expect(page.locator("main").get_by_label("Name")).to_have_value("Phone")

    page.get_by_role("button", name="Sara Stone").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    device(False)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The device showed no passkey")).to_be_visible()
    device(True)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{address}/today")
    assert Fact.objects.latest("pk").data["way"] == "by passkey"


def test_after_the_password_the_passkey_is_the_second_step(
    page: Page, address: str, company: Cast, device: Callable[[bool], None]
) -> None:
    page.set_viewport_size(PHONE)
    by_password(page, address, company.henry.email)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Create it").click()
    page.get_by_role("link", name="Kept safe").click()
    page.wait_for_url(f"{address}/settings/security")
    page.context.clear_cookies()
    by_password(page, address, company.henry.email)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Show the passkey").click()
    page.wait_for_url(f"{address}/settings/security")
    assert Fact.objects.latest("pk").data["way"] == "by password and a passkey"
