"""Open pages hear of what others do within a second: twelve tabs over one stream, none of which asks for anything."""

import json
import time
from typing import Any

import pytest
from django.conf import settings as live_settings
from playwright.sync_api import Page, expect

from setpoint.domains.sales.operations import deals
from setpoint.journal.followers import catch_up
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import machine_now
from setpoint.platform.live.hub import HUB
from tests.cast import Cast
from tests.journeys.test_deals import sign_in
from tests.live_stream import streaming
from tests.processes.conftest import free_port
from tests.web.conftest import a_deal

pytestmark = pytest.mark.journey
TABS = 12
HEARD = """
window.heard = [];
addEventListener("DOMContentLoaded", () => {
  document.body.addEventListener("live:sales.deal", () => window.heard.push(Date.now()));
});
"""


@pytest.fixture
def port(settings: Any) -> int:
    """A port for the stream, which pages are told of."""
    chosen = free_port()
    settings.ENVIRONMENT = live_settings.ENVIRONMENT.model_copy(update={"live_port": chosen})
    return chosen


def test_twelve_tabs_hear_by_one_stream_and_a_lost_one_catches_up(
    page: Page, site: str, company: Cast, port: int, wrong: list[str]
) -> None:
    deal = a_deal(company)
    catch_up(["live"])
    page.context.add_init_script(HEARD)
    with streaming(port):
        sign_in(page, site, company.sara, f"/deals/{deal.pk}")
        tabs = [page, *(page.context.new_page() for _ in range(TABS - 1))]
        for tab in tabs[1:]:
            tab.goto(f"{site}/deals/{deal.pk}", wait_until="commit")
        for tab in tabs:
            tab.wait_for_function("window.heard !== undefined && document.readyState === 'complete'")
        while not HUB._listeners:
            time.sleep(0.05)
        asked: list[str] = []
        page.context.on("request", lambda request: asked.append(request.url) if "/static/" not in request.url else None)
        page.wait_for_timeout(1500)
        assert (len(HUB._listeners), asked) == (1, [])

        committed = machine_now().timestamp() * 1000
        deals.change(deal, {"amount": 520_000}, by=Actor.of(company.henry))
        catch_up(["live"])
        for tab in tabs:
            expect(tab.locator("#deal")).to_contain_text("$5,200")
        heard = [tab.evaluate("window.heard[0]") - committed for tab in tabs]
        assert max(heard) < 1000, heard
    # the stream is lost, and something happens meanwhile
    deals.change(deal, {"amount": 610_000}, by=SYSTEM)
    catch_up(["live"])
    with streaming(port):
        for tab in tabs:
            expect(tab.locator("#deal")).to_contain_text("$6,100")
        assert len(HUB._listeners) == 1
    wrong[:] = [one for one in wrong if f":{port}/" not in one and "ERR_CONNECTION" not in one]


def test_the_worker_shows_a_notice_while_no_page_is_open_and_a_repeat_takes_its_place(
    page: Page, site: str, company: Cast
) -> None:
    # a browser maker's push service cannot be reached from here: the browser is handed what one would deliver
    page.context.grant_permissions(["notifications"], origin=site)
    page.goto(f"{site}/sign-in")
    wire = page.context.new_cdp_session(page)
    registered: list[dict[str, Any]] = []
    wire.on("ServiceWorker.workerRegistrationUpdated", lambda told: registered.extend(told["registrations"]))
    wire.send("ServiceWorker.enable")
    page.evaluate("navigator.serviceWorker.register('/push-worker.js').then(() => navigator.serviceWorker.ready)")
    page.wait_for_timeout(300)
    told = {"title": "Tidewater Sheds", "text": "A deal is yours", "url": f"{site}/notices/7", "tag": "a1"}
    for text in ("A deal is yours", "A deal is yours, again"):
        said = json.dumps(told | {"text": text})
        message = {"origin": site, "registrationId": registered[-1]["registrationId"], "data": said}
        wire.send("ServiceWorker.deliverPushMessage", message)
        page.wait_for_timeout(300)
    shown = page.evaluate(
        "navigator.serviceWorker.ready.then((one) => one.getNotifications())"
        ".then((all) => all.map((each) => [each.title, each.body, each.tag]))"
    )
    assert shown == [["Tidewater Sheds", "A deal is yours, again", "a1"]]
