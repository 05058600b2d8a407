"""Coming in by the account of another system: npm's oidc-provider, a real one, started for the journey."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from playwright.sync_api import Page, expect

from setpoint.journal.models import Fact
from setpoint.kernel.models import User
from setpoint.platform.models import SignInProvider
from tests.browser import barriers
from tests.cast import Cast
from tests.site import PASSWORD

pytestmark = pytest.mark.journey
ROOT = Path(__file__).parents[2]
SECRET = "a secret between the provider and us"


@pytest.fixture
def address(site: str, settings: Any) -> str:
    settings.ALLOWED_HOSTS, settings.OUTGOING_ALLOWED = ["localhost"], ["127.0.0.0/8", "::1/128"]
    return site.replace("127.0.0.1", "localhost")


@pytest.fixture
def provider(address: str) -> Iterator[str]:
    """The address of a provider that knows us as `setpoint`."""
    told = {"CLIENT_SECRET": SECRET, "REDIRECT_URI": f"{address}/sign-in/with/tidewater-id/answer"}
    running = subprocess.Popen(
        ["scripts/with-node", "node", "tests/journeys/oidc_provider.mjs"],
        cwd=ROOT,
        env=os.environ | told,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert running.stdout
    yield next(line.strip() for line in running.stdout if line.startswith("http"))
    running.terminate()
    running.wait()


@pytest.fixture
def connected(page: Page, address: str, provider: str, company: Cast) -> Cast:
    """Olga has connected the provider in her browser, and signed out."""
    page.goto(f"{address}/sign-in?next=/settings/signing-in")
    page.get_by_label("E-mail").fill(company.olga.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert barriers(page) == []
    page.get_by_role("link", name="Connect a provider").click()
    page.get_by_label("Name on the button").fill("Tidewater ID")
    page.get_by_label("Address of the provider").fill(provider)
    page.get_by_label("Client ID").fill("setpoint")
    page.get_by_label("Client secret").fill(SECRET)
    page.get_by_role("button", name="Connect").click()
    expect(page.get_by_text("/sign-in/with/tidewater-id/answer")).to_be_visible()
    assert barriers(page) == []
    page.context.clear_cookies()
    return company


def come(page: Page, address: str, account: str) -> None:
    """Sign in at the provider, which asks its own questions on its own pages."""
    # its pages want a typeface of another site
    page.route(re.compile("://fonts[.]"), lambda route: route.fulfill(body="", content_type="text/css"))
    page.goto(f"{address}/sign-in?next=/deals")
    page.get_by_role("link", name="Sign in with Tidewater ID").click()
    page.locator("[name=login]").fill(account)
    page.locator("[name=password]").fill("any")
    page.locator("button[type=submit]").click()
    page.locator("button[type=submit]").click()


def test_who_works_here_comes_in_and_is_known_the_next_time(page: Page, address: str, connected: Cast) -> None:
    come(page, address, connected.sara.email)
    page.wait_for_url(f"{address}/deals")
    kinds = Fact.objects.filter(about_id=connected.sara.pk).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["platform.person_linked", "kernel.signed_in"]
    assert Fact.objects.latest("pk").data["way"] == "by single sign-on"
    User.objects.filter(pk=connected.sara.pk).update(email="sara.wood@tidewater.example")
    page.context.clear_cookies()
    come(page, address, connected.sara.email)
    page.wait_for_url(f"{address}/deals")
    page.goto("about:blank")
    assert SocialAccount.objects.get().user_id == connected.sara.pk


@pytest.mark.parametrize("account", ["stranger@elsewhere.example", "unverified-sara.stone@tidewater.example"])
def test_whom_it_does_not_vouch_for_stays_outside(page: Page, address: str, connected: Cast, account: str) -> None:
    people = User.objects.count()
    come(page, address, account)
    expect(page.get_by_text("does not vouch for anybody of the staff")).to_be_visible()
    page.goto(f"{address}/deals")
    expect(page.get_by_label("Password")).to_be_visible()
    assert (User.objects.count(), SocialAccount.objects.count()) == (people, 0)
    assert Fact.objects.latest("pk").kind == "kernel.sign_in_failed"


def test_the_secret_lies_sealed_in_the_database(page: Page, connected: Cast) -> None:
    assert SignInProvider.objects.get().secret == SECRET
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM platform_signinprovider")
        (kept,) = cursor.fetchone()
    assert kept.startswith("sealed:")
    assert SECRET not in kept
