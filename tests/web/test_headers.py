"""What every answer tells a browser about what it may do."""

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from setpoint.kernel.actors import SYSTEM
from setpoint.platform.fields.files import take_in
from setpoint.platform.fields.operations.values import fill
from tests.cast import Cast
from tests.platform.fields.making import DEAL, a_field
from tests.web.conftest import SignIn, a_deal


def rules(answer: object) -> dict[str, str]:
    parts = (rule.partition(" ") for rule in answer.headers["Content-Security-Policy"].split("; "))
    return {name: sources for name, _space, sources in parts}


@pytest.mark.parametrize("address", ["/sign-in", "/deals", "/no-such-page"])
def test_every_page_is_strict(cast: Cast, as_person: SignIn, address: str) -> None:
    answer = as_person(cast.sara).get(address)
    assert {
        name: answer.headers[name] for name in ("X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options")
    } == {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "X-Frame-Options": "DENY",
    }
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Permissions-Policy"].startswith("camera=(), display-capture=(), geolocation=()")
    told = rules(answer)
    assert (told["default-src"], told["frame-ancestors"], told["object-src"]) == ("'self'", "'none'", "'none'")
    assert (told["base-uri"], told["form-action"]) == ("'none'", "'self'")
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_over_https_a_browser_is_told_to_use_nothing_else(cast: Cast, monkeypatch, settings) -> None:
    assert (django_settings.SECURE_HSTS_SECONDS, "Strict-Transport-Security" in Client().get("/sign-in").headers) == (
        0,
        False,
    )
    settings.SECURE_HSTS_SECONDS = 31_536_000
    assert Client().get("/sign-in", secure=True).headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_file_from_outside_is_a_download_in_which_nothing_runs(cast: Cast, as_person: SignIn) -> None:
    a_field("drawing", "file")
    deal = a_deal(cast)
    page = SimpleUploadedFile("../../../plan <b>.txt", b"<script>alert(1)</script>", content_type="text/html")
    fill(DEAL, deal.pk, {"drawing": take_in(page)}, by=SYSTEM)

    answer = as_person(cast.sara).get(f"/fields/{DEAL}/{deal.pk}/drawing")

    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="plan <b>.txt"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert rules(answer) == {"sandbox": "", "default-src": "'none'"}
