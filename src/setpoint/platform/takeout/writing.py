"""The archive itself, written piece by piece in a memory that does not grow."""

import base64
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import orjson
from django.conf import settings
from django.db.models import Model, QuerySet

from setpoint import __version__
from setpoint.kernel.clock import machine_now
from setpoint.kernel.models import Company
from setpoint.platform.takeout.tables import columns_of, described, left_out, models

FORMAT, VERSION = "setpoint-takeout", 1
CHUNK = 2000
PIECE = 1 << 20
# what the company put in as files
FOLDERS = ("files",)
README = """\
Everything that was put into Setpoint, in an open format.

manifest.json   what is here: every table with its columns, number of rows and SHA-256; every file; what was left out
tables/*.jsonl  one table each, UTF-8, one JSON object per line, keys are columns. Moments are ISO 8601 in UTC, money
                is in minor units (cents, kopecks) beside a column "currency", bytes are Base64
files/*         files as they were given; tables say by which name they were stored (column "stored")

"journal_fact" is everything that ever happened, in order of "id"; what is personal in it stands in
"journal_personalvalue". A column with "refers_to" in the manifest holds the key of a row of that table.
"""
Tick = Callable[[int, int], None]


@dataclass
class Written:
    """What an archive holds."""

    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    size: int = 0


def write(target: Path, *, tick: Tick = lambda _done, _total: None) -> Written:
    """Write the archive; it has its name only when it is whole. `tick(tables done, all)` is called as it goes."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = target.with_name(f"{target.name}.part")
    made, every = Written(), models()
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "setpoint": __version__,
        "company": Company.objects.values_list("name", flat=True).first() or "",
        "made_at": machine_now().isoformat(),
        "tables": [],
        "files": [],
        "left_out": [{"table": table, "reason": str(reason)} for table, reason in left_out()],
    }
    try:
        with (
            os.fdopen(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as out,
            ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as packed,
        ):
            packed.writestr("README.txt", README)
            for number, model in enumerate(every):
                tick(number, len(every) + 1)
                manifest["tables"].append(_table(packed, model, made, partial(tick, number, len(every) + 1)))
            tick(len(every), len(every) + 1)
            manifest["files"] = [_file(packed, name, path) for name, path in _files(Path(settings.HOME))]
            made.files = len(manifest["files"])
            packed.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    made.size = target.stat().st_size
    return made


def _table(packed: ZipFile, model: type[Model], made: Written, tell: Callable[[], None]) -> dict[str, Any]:
    """Write the rows of a table in order of their key, some thousands at a time."""
    name = f"tables/{model._meta.db_table}.jsonl"
    digest, count = hashlib.sha256(), 0
    with packed.open(name, "w", force_zip64=True) as out:
        for lines, rows in _pieces(model):
            digest.update(lines)
            out.write(lines)
            count += rows
            tell()
    made.rows[model._meta.db_table] = count
    return {
        "table": model._meta.db_table,
        "title": str(model._meta.verbose_name_plural),
        "file": name,
        "rows": count,
        "sha256": digest.hexdigest(),
        "columns": described(model),
    }


def _pieces(model: type[Model]) -> Iterator[tuple[bytes, int]]:
    columns = columns_of(model)
    names = [field.column for field in columns]
    attributes = [field.attname for field in columns]
    key = model._meta.pk.attname
    rows: QuerySet[Model] = QuerySet(model).order_by(key)
    last: Any = None
    while True:
        chunk = list((rows if last is None else rows.filter(pk__gt=last)).values_list(key, *attributes)[:CHUNK])
        if not chunk:
            return
        last = chunk[-1][0]
        yield (
            b"".join(
                orjson.dumps(dict(zip(names, row[1:], strict=True)), default=_plain, option=_OPTIONS) for row in chunk
            ),
            len(chunk),
        )


_OPTIONS = orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z


def _plain(value: Any) -> Any:
    """Return what JSON knows for what it does not: numbers as text keep every digit."""
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return str(value)


def _files(home: Path) -> Iterator[tuple[str, Path]]:
    for folder in FOLDERS:
        for path in sorted((home / folder).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(home).as_posix(), path


def _file(packed: ZipFile, name: str, path: Path) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, _stored(packed, name) as out:
        while piece := source.read(PIECE):
            digest.update(piece)
            out.write(piece)
            size += len(piece)
    return {"file": name, "size": size, "sha256": digest.hexdigest()}


def _stored(packed: ZipFile, name: str) -> IO[bytes]:
    """Open a member that is not packed once more: files of people are packed already for the most part."""
    packed.compression = ZIP_STORED
    try:
        return packed.open(name, "w", force_zip64=True)
    finally:
        packed.compression = ZIP_DEFLATED
