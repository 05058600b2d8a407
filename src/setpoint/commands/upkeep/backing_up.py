"""Making an archive while the company works."""

import json
import tempfile
from collections.abc import Iterator
from gettext import gettext as _
from pathlib import Path

from django.conf import settings
from django.db import connection

from setpoint import __version__
from setpoint.commands.refusal import Refusal
from setpoint.commands.upkeep import archive, postgresql, sqlite
from setpoint.commands.upkeep.archive import Source
from setpoint.commands.upkeep.manifest import Manifest, fingerprints
from setpoint.kernel.clock import machine_now

FOLDERS = ("files", "imports")
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


def folder() -> Path:
    """Return where archives go that are given no other place."""
    return Path(settings.HOME) / "backups"


def default_target(word: str = "setpoint") -> Path:
    """Return a name for an archive made now."""
    return folder() / f"{word}-{machine_now():%Y%m%d-%H%M%S}.zip"


def back_up(target: Path, *, with_keys: bool) -> Manifest:
    """Write database, files and (if wanted) keys into `target`, and note when. Refusal where that cannot be done."""
    if target.exists():
        raise Refusal(_("%s exists already.") % target)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    home, engine = Path(settings.HOME), connection.vendor
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as scratch:
        copied = Path(scratch) / DATABASES[engine]
        made_at = machine_now().isoformat()
        rows, migrations = _copy_database(copied)
        # files after the database: what it names was there before it; what is deleted since is wanted nowhere
        described = archive.write(
            target,
            [(copied.name, copied), *_files(home, with_keys=with_keys)],
            lambda hashes: Manifest(
                __version__, made_at, engine, migrations, rows, hashes, fingerprints(home / "keys")
            ),
        )
    _note(target, made_at)
    return described


def last() -> dict[str, str] | None:
    """Return when the last archive was made (`made_at`) and where it went (`file`); None where there was none."""
    try:
        noted: dict[str, str] = json.loads((folder() / "last.json").read_text())
    except (FileNotFoundError, ValueError):
        return None
    return noted


def _copy_database(to: Path) -> tuple[dict[str, int], list[str]]:
    if connection.vendor == "sqlite":
        sqlite.copy(Path(connection.settings_dict["NAME"]), to)
        return sqlite.rows(to), sqlite.migrations(to)
    seen: list[tuple[dict[str, int], list[str]]] = []
    postgresql.dump(to, look=lambda: seen.append((postgresql.rows(), postgresql.migrations())))
    return seen[0]


def _files(home: Path, *, with_keys: bool) -> Iterator[Source]:
    for name in (*FOLDERS, *(("keys",) if with_keys else ())):
        for path in sorted((home / name).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(home).as_posix(), path


def _note(target: Path, made_at: str) -> None:
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    noted = folder() / "last.json"
    fresh = noted.with_suffix(".new")
    fresh.write_text(json.dumps({"made_at": made_at, "file": str(target)}))
    fresh.replace(noted)
