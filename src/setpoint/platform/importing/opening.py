"""Files as streams of plain bytes: packed ones are unpacked as they are read, foreign ones refused."""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import zstandard

from setpoint.platform.importing.problems import FileError

MAX_BYTES = 4 * 2**30
XLSX = b"PK\x03\x04"
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_FOREIGN = {
    b"\xd0\xcf\x11\xe0": "file.old_excel",
    b"Rar!": "file.archive",
    b"7z\xbc\xaf": "file.archive",
    b"BZh": "file.archive",
    b"\xfd7zXZ": "file.archive",
    b"%PDF": "file.binary",
    b"\x89PNG": "file.binary",
    b"\xff\xd8\xff": "file.binary",
    b"GIF8": "file.binary",
    b"SQLite format": "file.binary",
    b"\x7fELF": "file.binary",
    b"PAR1": "file.binary",
    b"{\\rtf": "file.binary",
}


@contextmanager
def opened(path: Path, name: str) -> Iterator[BinaryIO]:
    """Yield the unpacked bytes of a file; every failure of disk or packing is a `FileError`."""
    try:
        with path.open("rb") as raw:
            yield _unpacked(raw)
    except (OSError, EOFError, zlib.error, zstandard.ZstdError) as error:
        raise FileError(name, "file.unreadable", reason=str(error)) from error


def refuse_foreign(head: bytes, name: str) -> None:
    """Refuse a file whose first bytes say that it is no text."""
    if not head.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise FileError(name, "file.empty")
    for signature, code in _FOREIGN.items():
        if head.startswith(signature):
            raise FileError(name, code)


def _unpacked(raw: BinaryIO) -> BinaryIO:
    head = raw.read(4)
    raw.seek(0)
    if head.startswith(_GZIP):
        return cast("BinaryIO", gzip.GzipFile(fileobj=raw))
    if head.startswith(_ZSTD):
        stream = zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True)
        return cast("BinaryIO", io.BufferedReader(cast("io.RawIOBase", stream)))
    return raw
