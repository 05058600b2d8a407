"""`setpoint export-person` and `setpoint erase`, as a terminal calls them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from setpoint.cli import main
from setpoint.domains.customers.models import Party
from setpoint.journal.models import Fact, Forgetting
from tests.cast import make_cast

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(live_db: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], settings: Any) -> Call:
    """Call the command line on the database of the test; return code, output and what was said against it."""
    make_cast()
    for command in ("erase", "export_person"):
        monkeypatch.setattr(f"setpoint.commands.{command}.start_django", lambda: None)

    def called(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        said = capsys.readouterr()
        return code, said.out, said.err

    return called


def test_a_person_is_written_out_by_address_and_erased_by_number(call: Call, tmp_path: Path) -> None:
    ivan, target = Party.objects.get(name="Ivan Petrov"), tmp_path / "ivan.zip"
    assert call("export-person", "IVAN@petrov.example", str(target))[0] == 0
    assert target.stat().st_mode & 0o777 == 0o600
    with ZipFile(target) as packed:
        assert json.loads(packed.read("person.json"))["person"] == ivan.pk
    assert call("export-person", "ivan@petrov.example", str(target))[2] == f"{target} exists already.\n"

    code, _out, said = call("erase", str(ivan.pk))
    assert (code, said, Forgetting.objects.count()) == (1, "Nothing was erased: --yes says that it is meant.\n", 0)
    code, out, _said = call("erase", "--card", "--yes", str(ivan.pk))
    assert (code, out.splitlines()[-1]) == (0, "Erased with the card.")
    assert Forgetting.objects.get().scrubbed_at is not None
    assert Fact.objects.get(kind="personal.erased").door == "command"

    nobody = "nobody@x.example"
    for arguments in (("erase", "--yes", nobody), ("export-person", nobody, str(tmp_path / "x"))):
        code, _out, said = call(*arguments)
        assert (code, said) == (1, "There is no person “nobody@x.example”, or he is erased already.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["ivan.zip"]
