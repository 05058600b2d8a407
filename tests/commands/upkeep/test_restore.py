"""`setpoint restore`: an archive comes back whole, or nothing is touched."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from setpoint.commands.processes.home_lock import only_one
from setpoint.commands.refusal import Refusal
from setpoint.commands.upkeep import archive, sqlite
from setpoint.commands.upkeep.restoring import restore
from setpoint.commands.upkeep.swapping import swapped
from tests.commands.upkeep.homes import a_home, changed, content, packed, told


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return a_home(tmp_path / "home")


@pytest.fixture
def kept(home: Path, tmp_path: Path) -> Path:
    return packed(home, tmp_path / "kept.zip")


def refused(path: Path, home: Path, *, force: bool = False) -> str:
    """Restore, see that it is refused and nothing in the home has changed; return the words."""
    before = content(home)
    with pytest.raises(Refusal) as refusal:
        restore(path, told(home), force=force)
    assert content(home) == before
    assert [entry.name for entry in home.iterdir() if entry.name.startswith(".")] == []
    return str(refusal.value)


def test_an_empty_home_gets_database_files_and_keys(home: Path, kept: Path, tmp_path: Path) -> None:
    said = restore(kept, told(tmp_path / "new"), force=False)
    assert said.rows == {"deal": 3, "django_migrations": 0}
    assert content(tmp_path / "new") == content(home)


def test_an_archive_is_readable_by_its_owner_only(kept: Path) -> None:
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_home_that_is_not_empty_is_left_alone(kept: Path, tmp_path: Path) -> None:
    other = a_home(tmp_path / "other", deals=5, key="other-key")
    assert refused(kept, other) == f"{other / 'setpoint.sqlite3'} is there already. --force replaces it."


def test_with_force_it_replaces_all_that_was_there(home: Path, kept: Path, tmp_path: Path) -> None:
    other = a_home(tmp_path / "other", deals=5, key="other-key")
    (other / "files" / "left.pdf").write_text("left")
    restore(kept, told(other), force=True)
    assert content(other) == content(home)


def test_a_running_home_is_left_alone_even_with_force(home: Path, kept: Path) -> None:
    with only_one(home):
        assert "is running on" in refused(kept, home, force=True)


def test_a_database_that_a_process_has_open_is_left_alone(home: Path, kept: Path) -> None:
    with closing(sqlite3.connect(home / sqlite.NAME)) as wire:
        wire.execute("PRAGMA journal_mode=WAL")
        wire.execute("SELECT * FROM deal").fetchall()
        with pytest.raises(Refusal) as refusal:
            restore(kept, told(home), force=True)
        assert str(refusal.value) == "The database is in use: stop every process of Setpoint first."
        assert wire.execute("SELECT count(*) FROM deal").fetchone() == (3,)


@pytest.mark.parametrize("name", ["database.sqlite3", "files/offer.pdf", "keys/secret.key"])
def test_an_archive_that_somebody_changed_is_refused_by_name(home: Path, kept: Path, tmp_path: Path, name: str) -> None:
    wrong = changed(kept, tmp_path / "wrong.zip", name, b"something else")
    assert refused(wrong, home, force=True) == f"The archive is damaged: {name}"


def test_a_torn_archive_is_refused(home: Path, kept: Path, tmp_path: Path) -> None:
    torn = tmp_path / "torn.zip"
    torn.write_bytes(kept.read_bytes()[:-200])
    assert refused(torn, home, force=True) == f"{torn} is no archive, or it is damaged."


def test_another_zip_is_refused(home: Path, kept: Path, tmp_path: Path) -> None:
    strange = changed(kept, tmp_path / "strange.zip", "manifest.json", b"{}")
    assert refused(strange, home, force=True) == "The archive has no manifest of Setpoint."
    assert refused(tmp_path / "none.zip", home) == f"There is no file {tmp_path / 'none.zip'}."


def test_an_archive_of_postgresql_does_not_go_into_sqlite(home: Path, tmp_path: Path) -> None:
    other = packed(home, tmp_path / "other.zip", engine="postgresql")
    assert refused(other, home, force=True) == (
        "The archive holds a database of postgresql, this installation uses sqlite (DATABASE_URL)."
    )


def test_without_its_keys_an_archive_waits_for_them(home: Path, tmp_path: Path) -> None:
    keyless, new = packed(home, tmp_path / "keyless.zip", with_keys=False), tmp_path / "new"
    new.mkdir()
    where = new / "keys" / "secret.key"
    assert refused(keyless, new) == (
        f"The archive was made without keys and those that open it are not in {where}: copy them there first."
    )
    where.parent.mkdir()
    where.write_text("first-key")
    restore(keyless, told(new), force=False)
    assert content(new) == content(home)


def test_what_is_exchanged_comes_back_after_a_failure(home: Path, tmp_path: Path) -> None:
    before, stage = content(home), a_home(tmp_path / "stage", deals=9)
    with pytest.raises(OSError, match="disk"), swapped(home, stage, ["files", "imports", sqlite.NAME]):
        raise OSError("disk full")
    assert content(home) == before
    assert content(stage) == content(a_home(tmp_path / "same", deals=9))


def test_an_archive_that_cannot_be_finished_leaves_no_piece(home: Path, tmp_path: Path) -> None:
    def broken(hashes: dict[str, str]):
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk"):
        archive.write(tmp_path / "kept.zip", [("files/offer.pdf", home / "files" / "offer.pdf")], broken)
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_a_damaged_database_is_never_packed(home: Path, tmp_path: Path) -> None:
    database = home / sqlite.NAME
    whole = database.read_bytes()
    database.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(Refusal, match="The database is damaged"):
        sqlite.copy(database, tmp_path / "copy")
