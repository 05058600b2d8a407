"""Taking a file in: counted as it comes, kept under a name that cannot be guessed, looked at, or not kept at all."""

import secrets
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setpoint.kernel.limits.declared import declare
from setpoint.kernel.limits.reading import most_of
from setpoint.platform.uploads.packed import refuse_unsafe
from setpoint.platform.uploads.recognising import HEAD, refuse_other, refuse_two
from setpoint.platform.uploads.sorts import sort_of

MEGABYTE = 2**20
LONGEST_NAME = 255
DOCUMENT = declare("upload.document", gettext_lazy("A file of a record, MB"), most=25, largest=1024)
TABLE = declare("upload.table", gettext_lazy("A file of an import, MB"), most=1024, largest=4096)


@dataclass(frozen=True)
class Kept:
    """A file taken in: `name` as its owner calls it, `stored` as it lies in the folder, `size` in bytes."""

    name: str
    stored: str
    size: int


def take_document(pieces: Iterable[bytes], *, name: str, folder: Path) -> Kept:
    """Keep a file of a record. ValidationError where it is too large, or not wholly what its ending says."""
    plain = PurePath(name).name[-LONGEST_NAME:]
    sort = sort_of(plain)
    stored = f"{secrets.token_urlsafe(24)}.{sort.ending}"
    size = _write(folder, stored, pieces, most_of(DOCUMENT) * MEGABYTE)
    with _kept(folder / stored):
        refuse_other(folder / stored, sort)
    return Kept(plain, stored, size)


def take_table(content: BinaryIO, *, folder: Path) -> Kept:
    """Keep a file of an import, whose reader says later what it is. ValidationError where it would burst."""
    stored = secrets.token_hex(16)
    size = _write(folder, stored, iter(lambda: content.read(MEGABYTE), b""), most_of(TABLE) * MEGABYTE)
    path = folder / stored
    with _kept(path):
        with path.open("rb") as file:
            head = file.read(HEAD)
        is_packed = zipfile.is_zipfile(path) and head.startswith(b"PK")
        if is_packed:
            refuse_unsafe(path)
        refuse_two(path, head, "", is_packed=is_packed, is_text=True)
    return Kept("", stored, size)


class _kept:  # noqa: N801 - reads as a sentence
    """What is refused inside is not kept."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if kind is not None:
            self.path.unlink(missing_ok=True)


def _write(folder: Path, stored: str, pieces: Iterable[bytes], most: int) -> int:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / stored
    with _kept(path), path.open("xb") as target:
        path.chmod(0o600)
        size = 0
        for piece in _within(pieces, most):
            size += target.write(piece)
    return size


def _within(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise ValidationError(_("A file has at most %(most)s MB.") % {"most": most // MEGABYTE})
        yield piece
