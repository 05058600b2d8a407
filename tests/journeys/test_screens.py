"""Every screen, at a desk and on a phone, light and dark, in both languages: open to everybody, whole, quiet, light."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from setpoint.kernel.models import User
from tests.browser import DESK, PHONE, barriers
from tests.journeys.tour import SCREENS, Tour, make_tour
from tests.live_database import a_copy
from tests.site import served

pytestmark = pytest.mark.journey
# look: size of the window, language; each is seen in the light and in the dark
LOOKS = {"desk": (DESK, "en"), "phone": (PHONE, "ru")}
HEAVIEST = 200 * 1024
# what a page may jump while it comes: what the web's own measure calls good, for a busy machine gets its fonts late
UNSTEADY = 0.1
WATCH = """
window.jumps = 0; window.refusals = [];
new PerformanceObserver((list) => {
  for (const jump of list.getEntries()) if (!jump.hadRecentInput) window.jumps += jump.value;
}).observe({ type: "layout-shift", buffered: true });
document.addEventListener("securitypolicyviolation", (event) => {
  window.refusals.push(`${event.violatedDirective}: ${event.blockedURI || event.sourceFile}`);
});
"""
# colours come over a moment in which they have no contrast yet
DARKEN = """
async () => {
  document.documentElement.dataset.bsTheme = "dark";
  await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null)));
}
"""


@dataclass
class Chair:
    """A browser in which somebody is signed in; `said` is what the console complained of."""

    site: str
    page: Page
    tour: Tour
    said: list[str] = field(default_factory=list)

    def hear(self, message: Any) -> None:
        """Keep an error of a script; an answer of 4xx is none."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.said.append(message.text)


@pytest.fixture(scope="module")
def site_of_tour(template_database: None, django_db_blocker: Any) -> Iterator[tuple[str, Tour]]:
    """One served company for all screens."""
    with a_copy(django_db_blocker), served() as address:
        hosts, settings.ALLOWED_HOSTS = settings.ALLOWED_HOSTS, ["127.0.0.1", "testserver"]
        yield address, make_tour()
        settings.ALLOWED_HOSTS = hosts


@pytest.fixture(scope="module")
def chairs(browser: Browser, site_of_tour: tuple[str, Tour]) -> Iterator[dict[str, Chair]]:
    """The owner of the company, by look."""
    site, tour = site_of_tour
    client = Client()
    client.force_login(tour.cast.olga)
    made = {}
    for look, (size, _language) in LOOKS.items():
        context = browser.new_context(viewport=size, locale="en-US", timezone_id="UTC", reduced_motion="reduce")
        context.set_default_timeout(10_000)
        context.add_init_script(WATCH)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
        chair = made[look] = Chair(site, context.new_page(), tour)
        chair.page.on("console", chair.hear)
        chair.page.on("pageerror", lambda error, chair=chair: chair.said.append(str(error)))
    yield made
    for chair in made.values():
        chair.page.context.close()


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_is_open_to_everybody(chairs: dict[str, Chair], look: str, screen: str) -> None:
    chair, language = chairs[look], LOOKS[look][1]
    User.objects.filter(pk=chair.tour.cast.olga.pk).update(language=language, theme="light")
    page = chair.page
    page.goto(chair.site + chair.tour.address(screen))
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert weight(page) < HEAVIEST
    assert (too_wide(page), barriers(page)) == (0, [])
    page.evaluate(DARKEN)
    assert barriers(page, only=["color-contrast"]) == []
    assert page.evaluate("window.jumps") <= UNSTEADY
    assert (page.evaluate("window.refusals"), chair.said) == ([], [])


def too_wide(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def weight(page: Page) -> int:
    """Bytes of the page itself, unpacked; scripts and styles come once."""
    return page.evaluate("performance.getEntriesByType('navigation')[0].decodedBodySize")
