"""vdirsyncer, a real program of other people, keeps a folder of vCards and the book alike, both ways."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import parties
from setpoint.kernel.actors import SYSTEM
from tests.cast import Cast
from tests.integrations.carddav.device import Device
from tests.integrations.carddav.test_carddav import NINA

CONFIG = """
[general]
status_path = "{folder}/status"

[pair customers]
a = "here"
b = "crm"
collections = ["contacts"]
conflict_resolution = "b wins"

[storage here]
type = "filesystem"
path = "{folder}/books"
fileext = ".vcf"

[storage crm]
type = "carddav"
url = "{url}"
username = "{email}"
password = "{password}"
"""


class Synced:
    """A folder that vdirsyncer keeps like the book of somebody."""

    def __init__(self, folder: Path, url: str, device: Device) -> None:
        self.cards = folder / "books" / "contacts"
        self.cards.mkdir(parents=True)
        self.config = folder / "config"
        said = {"folder": folder, "url": url, "email": device.user.email, "password": device.password}
        self.config.write_text(CONFIG.format(**said))
        self.run("discover")

    def run(self, *arguments: str) -> str:
        # the program beside our interpreter, without a warning for every deprecation of its libraries
        done = subprocess.run(
            [Path(sys.executable).with_name("vdirsyncer"), "-c", self.config, *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env=os.environ | {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"},
        )
        assert done.returncode == 0, done.stderr
        return done.stderr + done.stdout

    def texts(self) -> dict[str, str]:
        return {_name(path): path.read_bytes().decode() for path in self.cards.glob("*.vcf")}

    def file_of(self, name: str) -> Path:
        return next(path for path in self.cards.glob("*.vcf") if _name(path) == name)


def _name(path: Path) -> str:
    return next(line[3:] for line in path.read_text().splitlines() if line.startswith("FN:"))


@pytest.fixture
def synced(site: str, company: Cast, tmp_path: Path) -> Synced:
    made = Synced(tmp_path, site, Device(company.sara))
    made.run("sync")
    return made


@pytest.mark.long
def test_cards_are_created_changed_and_deleted_from_either_side(company: Cast, synced: Synced) -> None:
    assert sorted(synced.texts()) == ["Ivan Petrov", "Oak & Sons"]

    # created here, there; each keeps what the other wrote
    parties.create(kind="person", name="Ann Ash", phone="+1 503 555 0111", by=SYSTEM)
    (synced.cards / "nina.vcf").write_bytes(NINA.encode())
    synced.run("sync")
    assert sorted(synced.texts()) == ["Ann Ash", "Ivan Petrov", "Nina North", "Oak & Sons"]
    nina = Party.objects.get(name="Nina North")
    assert (nina.phone, nina.employer.name) == ("+1 503 555 0142", "Harbour Inn")
    assert synced.texts()["Nina North"] == NINA

    # changed there, here
    path = synced.file_of("Ivan Petrov")
    path.write_text(path.read_text().replace("ivan@petrov.example", "ivan@oak.example"))
    parties.change(nina, {"phone": "+1 503 555 0200"}, by=SYSTEM)
    synced.run("sync")
    assert Party.objects.get(pk=company.ivan.pk).email == "ivan@oak.example"
    assert "+1 503 555 0200" in synced.texts()["Nina North"]
    assert "X-SOCIALPROFILE;type=x:https://x.example/nina" in synced.texts()["Nina North"]

    # deleted there: out of this book, and a customer still; deleted here: gone there
    synced.file_of("Ann Ash").unlink()
    Party.objects.filter(pk=company.oak.pk).delete()
    synced.run("sync")
    assert sorted(synced.texts()) == ["Harbour Inn", "Ivan Petrov", "Nina North"]
    assert Party.objects.filter(name="Ann Ash").exists()
    assert "Ann Ash" not in str(synced.run("sync"))


@pytest.mark.long
def test_where_both_sides_changed_a_card_the_one_that_is_to_win_wins(company: Cast, synced: Synced) -> None:
    path = synced.file_of("Ivan Petrov")
    path.write_text(path.read_text().replace("ivan@petrov.example", "from-the-phone@oak.example"))
    parties.change(company.ivan, {"email": "from-the-card@oak.example"}, by=SYSTEM)

    synced.run("sync")

    assert Party.objects.get(pk=company.ivan.pk).email == "from-the-card@oak.example"
    assert "from-the-card@oak.example" in synced.texts()["Ivan Petrov"]
