"""Homes and archives made by hand: a small database, an uploaded file, keys."""

import sqlite3
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

from setpoint.commands.upkeep import archive, sqlite
from setpoint.commands.upkeep.manifest import Manifest, fingerprints
from setpoint.environment import Environment


def a_home(folder: Path, *, deals: int = 3, key: str = "first-key") -> Path:
    """A home whose database holds so many deals."""
    (folder / "keys").mkdir(parents=True)
    (folder / "keys" / "secret.key").write_text(key)
    (folder / "files").mkdir()
    (folder / "files" / "offer.pdf").write_bytes(b"offer of " + str(deals).encode())
    with closing(sqlite3.connect(folder / sqlite.NAME)) as wire:
        wire.execute("CREATE TABLE deal (name TEXT)")
        wire.execute("CREATE TABLE django_migrations (app TEXT, name TEXT)")
        wire.executemany("INSERT INTO deal VALUES (?)", [(f"Shed {number}",) for number in range(deals)])
        wire.commit()
    return folder


def packed(home: Path, to: Path, *, with_keys: bool = True, engine: str = "sqlite") -> Path:
    """An archive of that home, as `setpoint backup` makes it."""
    names = ["files/offer.pdf", *(["keys/secret.key"] if with_keys else [])]
    rows = sqlite.rows(home / sqlite.NAME)
    archive.write(
        to,
        [("database.sqlite3", home / sqlite.NAME), *((name, home / name) for name in names)],
        lambda hashes: Manifest("0.1.0", "2026-03-02T09:00:00", engine, [], rows, hashes, fingerprints(home / "keys")),
    )
    return to


def changed(source: Path, to: Path, name: str, content: bytes) -> Path:
    """The same archive with one file changed by somebody."""
    with ZipFile(source) as before, ZipFile(to, "w") as after:
        for each in before.namelist():
            after.writestr(each, content if each == name else before.read(each))
    return to


def told(home: Path, database_url: str = "") -> Environment:
    return Environment(SETPOINT_HOME=home, DATABASE_URL=database_url)


def content(home: Path) -> dict[str, bytes]:
    """Every file of a home but its lock."""
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and path.name != "run.lock"
    }
