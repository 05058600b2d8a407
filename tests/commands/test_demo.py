"""`setpoint demo --reset`: it throws a demo company away, and nothing else."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from setpoint.commands.demo import _throw_away
from setpoint.commands.refusal import Refusal


def a_home(folder: Path, *, is_demo: bool | None) -> Path:
    """A home with a database of a demo company, of a real one, or (None) of none yet, and files beside it."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / "setpoint.sqlite3")) as wire:
        wire.execute("CREATE TABLE kernel_company (is_demo BOOL)")
        if is_demo is not None:
            wire.execute("INSERT INTO kernel_company VALUES (?)", (is_demo,))
        wire.commit()
    (folder / "files").mkdir()
    (folder / "files" / "offer.pdf").write_text("offer")
    (folder / "secret.key").write_text("key")
    return folder


def held(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.endswith(".lock")}


@pytest.mark.parametrize("is_demo", [True, None])
def test_a_demo_company_goes_and_the_key_stays(tmp_path: Path, is_demo: bool | None, monkeypatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    home = a_home(tmp_path / "home", is_demo=is_demo)
    _throw_away(home)
    assert held(home) & {"setpoint.sqlite3", "files", "mailbox"} == set()
    assert "secret.key" in held(home)


def test_a_real_company_is_not_thrown_away(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    home = a_home(tmp_path / "home", is_demo=False)
    before = (home / "setpoint.sqlite3").read_bytes()
    with pytest.raises(Refusal) as refused:
        _throw_away(home)
    assert str(refused.value) == f"{home} does not hold a demo company: nothing was thrown away."
    assert (home / "setpoint.sqlite3").read_bytes() == before
    assert (home / "files" / "offer.pdf").read_text() == "offer"


def test_a_file_that_is_no_database_is_not_thrown_away(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    home = tmp_path / "home"
    home.mkdir()
    (home / "setpoint.sqlite3").write_text("my novel, the only copy " * 100)
    with pytest.raises(Refusal, match="nothing was thrown away"):
        _throw_away(home)
    assert (home / "setpoint.sqlite3").read_text().startswith("my novel")


def test_a_postgresql_is_not_thrown_away(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://setpoint@db.example/setpoint")
    home = a_home(tmp_path / "home", is_demo=True)
    with pytest.raises(Refusal) as refused:
        _throw_away(home)
    assert str(refused.value) == "--reset throws folders away, no PostgreSQL: give the demo an empty database."
    assert "setpoint.sqlite3" in held(home)


def test_a_home_in_use_is_not_thrown_away(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    from setpoint.commands.processes.home_lock import only_one  # noqa: PLC0415 - beside the one call that needs it

    home = a_home(tmp_path / "home", is_demo=True)
    with only_one(home), pytest.raises(Refusal, match="running on"):
        _throw_away(home)
    assert "setpoint.sqlite3" in held(home)
