"""What the browser loads: small, complete, and at home under a policy that allows no inline script or style."""

import json
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import brotli
import pytest
from playwright.sync_api import Page, expect

BUILD = Path(__file__).parents[2] / "src/setpoint/ui/static/build"
TABLER = Path(__file__).parents[2] / "node_modules/@tabler/core/dist/css/tabler.css"
POLICY = "default-src 'self'; img-src 'self' data:"
CHART = {
    "tooltip": {"trigger": "axis"},
    "xAxis": {"type": "category", "data": ["Mon", "Tue"]},
    "yAxis": {},
    "series": [{"type": "line", "data": [1, 2]}],
}
PAGE = f"""<!doctype html><html lang="en"><head><title>Front end</title><meta charset="utf-8">
<meta name="csrf-token" content="the-token">
<script src="/theme.js"></script><link rel="stylesheet" href="/app.css">
<script src="/app.js" defer></script><script src="/charts.js" defer></script><script src="/board.js" defer></script>
</head><body class="p-3">
<h1>Сделки</h1>
<button class="btn" data-set-theme="dark">Dark</button>
<button class="btn" hx-post="/swapped" hx-target="#target">Swap</button><div id="target">before</div>
<div x-data="{{ open: false }}"><button class="btn" @click="open = true">Open</button><p x-show="open">opened</p></div>
<svg class="icon" width="24" height="24" aria-hidden="true"><use href="/icons.svg#gauge"/></svg>
<script type="application/json" id="options">{json.dumps(CHART)}</script>
<div data-chart="options" id="chart" class="w-50" role="img" aria-label="Chart"></div>
<div class="row"><div class="col" data-board-column="1"><div data-board-card id="card" class="card p-3">Shed
<form data-board-form hx-post="/moved" hx-trigger="moved" hx-target="#target"><input type="hidden" name="column">
<input type="hidden" name="position"></form></div></div>
<div class="col border p-6" data-board-column="2" id="second"></div></div>
</body></html>"""


class Handler(BaseHTTPRequestHandler):
    """Serves the page, what was built, and echoes what is sent."""

    def answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        kinds = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
        file = BUILD / self.path.lstrip("/")
        if file.suffix in kinds and file.exists():
            self.answer(file.read_bytes(), kinds[file.suffix])
        else:
            self.answer(PAGE.encode(), "text/html")

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        self.answer(f"{self.path} {self.headers['X-CSRFToken']} {sent}".encode(), "text/html")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def classes_of(sheet: Path) -> set[str]:
    return set(re.findall(r"\.(-?[a-zA-Z_][\w-]*)", sheet.read_text()))


@pytest.mark.parametrize(
    ("names", "kilobytes"),
    [(["app.css", "app.js", "theme.js", "icons.svg"], 100), (["charts.js"], 185), (["board.js"], 15)],
)
def test_what_a_page_loads_stays_small(names: list[str], kilobytes: int):
    size = sum(len(brotli.compress((BUILD / name).read_bytes())) for name in names)

    assert size <= kilobytes * 1000


def test_every_class_that_a_template_takes_from_tabler_is_built():
    templates = [path.read_text() for path in BUILD.parents[2].rglob("*.html") if "static" not in path.parts]
    named = {name for text in templates for value in re.findall(r'class="([^"{]*)"', text) for name in value.split()}

    assert named & classes_of(TABLER) - classes_of(BUILD / "app.css") == set()


def test_the_typeface_is_ours_and_speaks_russian():
    assert {"inter-cyrillic-wght-normal.woff2", "inter-latin-wght-normal.woff2"} <= {
        path.name for path in BUILD.iterdir()
    }


@pytest.mark.journey
def test_everything_moves_under_a_strict_policy(page: Page, address: str):
    page.goto(address)

    page.get_by_role("button", name="Swap").click()
    expect(page.locator("#target")).to_have_text("/swapped the-token ")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("opened")).to_be_visible()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.locator("#chart canvas")).to_be_visible()
    page.locator("#chart").hover()
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px Inter', 'Сделки'))")


@pytest.mark.journey
def test_a_card_dropped_on_another_column_tells_where_it_went(page: Page, address: str):
    page.goto(address)

    page.locator("#card").drag_to(page.locator("#second"))

    expect(page.locator("#target")).to_have_text("/moved the-token column=2&position=0")
