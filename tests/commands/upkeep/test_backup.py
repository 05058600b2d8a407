"""`setpoint backup` of the connected database, on both: what it holds, and that others go on writing."""

import json
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from setpoint.commands.refusal import Refusal
from setpoint.commands.upkeep import archive, backing_up, sqlite
from tests.cast import make_cast


@pytest.fixture
def home(live_db: str, tmp_path: Path, settings: Any) -> Path:
    """A home with Tidewater Sheds in its database, and files beside it."""
    settings.HOME = tmp_path / "home"
    for name, text in (("files/offer.pdf", "offer"), ("imports/deals.csv", "deals"), ("keys/secret.key", "key")):
        path = settings.HOME / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    (settings.HOME / "logs").mkdir()
    (settings.HOME / "logs" / "web.log").write_text("log")
    make_cast()
    return settings.HOME


def test_it_holds_database_files_and_keys_and_says_what(home: Path, tmp_path: Path) -> None:
    backing_up.back_up(tmp_path / "kept.zip", with_keys=True)
    with archive.opened(tmp_path / "kept.zip") as (_, said):
        database = backing_up.DATABASES[connection.vendor]
        assert set(said.files) == {database, "files/offer.pdf", "imports/deals.csv", "keys/secret.key"}
        assert (said.engine, said.version) == (connection.vendor, "0.1.0")
        assert (said.rows["kernel_company"], said.rows["kernel_user"]) == (1, 8)
        assert "kernel.0001_initial" in said.migrations


def test_without_keys_it_holds_their_fingerprints(home: Path, tmp_path: Path) -> None:
    said = backing_up.back_up(tmp_path / "kept.zip", with_keys=False)
    assert said.has_keys is False
    assert said.keys == {"secret.key": ["2c70e12b7a0646f9"]}


def test_when_the_last_one_was_made_is_noted(home: Path, tmp_path: Path) -> None:
    assert backing_up.last() is None
    said = backing_up.back_up(tmp_path / "kept.zip", with_keys=True)
    assert backing_up.last() == {"made_at": said.made_at, "file": str(tmp_path / "kept.zip")}
    assert json.loads((home / "backups" / "last.json").read_text()) == backing_up.last()


def test_an_archive_is_never_overwritten(home: Path, tmp_path: Path) -> None:
    (tmp_path / "kept.zip").write_text("older")
    with pytest.raises(Refusal, match=r"kept\.zip exists already\."):
        backing_up.back_up(tmp_path / "kept.zip", with_keys=True)
    assert (tmp_path / "kept.zip").read_text() == "older"


def test_a_copy_of_sqlite_is_one_moment_while_others_write(tmp_path: Path) -> None:
    source, stop = tmp_path / "living", threading.Event()
    with closing(sqlite3.connect(source)) as wire:
        wire.execute("PRAGMA journal_mode=WAL")
        wire.execute("CREATE TABLE pair (half INTEGER, filling BLOB)")
        wire.execute("CREATE TABLE django_migrations (app TEXT, name TEXT)")
        wire.executemany("INSERT INTO pair VALUES (0, randomblob(2000))", [()] * 4000)
        wire.commit()
    written = []

    def write() -> None:
        with closing(sqlite3.connect(source)) as wire:
            while not stop.is_set():
                wire.executemany("INSERT INTO pair VALUES (1, randomblob(2000))", [(), ()])
                wire.commit()
                written.append(2)

    writer = threading.Thread(target=write)
    writer.start()
    while not written:
        pass
    before = len(written)
    sqlite.copy(source, tmp_path / "copy")
    after = len(written)
    stop.set()
    writer.join()
    # the writer went on meanwhile, and the copy holds whole transactions only
    assert after > before
    rows = sqlite.rows(tmp_path / "copy")["pair"] - 4000
    assert (rows % 2, 2 * before <= rows <= 2 * after) == (0, True)
    assert not (tmp_path / "copy-wal").exists()
