"""The configuration file in the browser: downloaded, compared, applied."""

from django.core.files.uploadedfile import SimpleUploadedFile

from setpoint.kernel.models import Company
from tests.cast import Cast
from tests.web.conftest import SignIn


def test_a_file_is_compared_before_it_is_applied(cast: Cast, as_person: SignIn) -> None:
    olga = as_person(cast.olga)
    text = olga.get("/settings/configuration.yaml").content.decode().replace("Tidewater Sheds", "Tidewater Barns")

    page = olga.post("/settings/configuration", {"file": SimpleUploadedFile("s.yaml", text.encode())}).content.decode()
    assert "Tidewater Sheds → Tidewater Barns" in page
    assert Company.objects.get().name == "Tidewater Sheds"

    olga.post("/settings/configuration", {"text": text, "apply": "1"})
    assert Company.objects.get().name == "Tidewater Barns"


def test_a_wrong_file_says_where(cast: Cast, as_person: SignIn) -> None:
    upload = SimpleUploadedFile("s.yaml", b"version: 1\ncompany:\n  name: 5\n")

    answer = as_person(cast.olga).post("/settings/configuration", {"file": upload})

    assert answer.status_code == 422
    assert "line 3, company / name: A text is expected here" in answer.content.decode()


def test_a_seller_has_no_configuration(cast: Cast, as_person: SignIn) -> None:
    sara = as_person(cast.sara)

    assert {sara.get(f"/settings/configuration{end}").status_code for end in ("", ".yaml")} == {403}
