"""What a file is by what it holds, whatever its name says."""

import zipfile
from mmap import ACCESS_READ, mmap
from pathlib import Path

import puremagic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from setpoint.platform.uploads.packed import refuse_unsafe
from setpoint.platform.uploads.sorts import Sort

HEAD = 8192
PIECE = 2**20
# a page hidden in a picture runs in a browser that guesses
MARKUP = (b"<script", b"<html", b"<!doctype", b"<svg", b"<?php", b"<iframe")
# a PDF may begin anywhere in here
PDF, PDF_WITHIN = b"%PDF-", 1024


def refuse_other(path: Path, sort: Sort) -> None:
    """See that a file is of this sort, and of no other besides. ValidationError says what is wrong."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not _is(path, head, sort):
        raise ValidationError(_("The file is not what its name says (%(ending)s).") % {"ending": sort.ending})
    if sort.is_packed:
        refuse_unsafe(path, sort)
    refuse_two(path, head, sort.ending, is_packed=sort.is_packed, is_text=sort.is_text)


def refuse_two(path: Path, head: bytes, ending: str, *, is_packed: bool, is_text: bool) -> None:
    """Refuse a file that is another one to another program."""
    hidden = ending != "pdf" and PDF in head[1:PDF_WITHIN]
    if not is_text:
        low = head.lower()
        hidden |= any(mark in low for mark in MARKUP) and ending != "pdf" and not is_packed
    if hidden or (not is_packed and zipfile.is_zipfile(path)):
        raise ValidationError(_("The file is two things at once: it is not taken."))


def _is(path: Path, head: bytes, sort: Sort) -> bool:
    if sort.is_text:
        return _is_text(path, head)
    if sort.is_packed:
        return head.startswith(b"PK\x03\x04")
    return bool(set(sort.seen) & _suggested(head)) and (not sort.stream or _holds(path, sort.stream))


def _suggested(head: bytes) -> set[str]:
    """Return the endings that the first bytes suggest most."""
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return set()
    best = max(each.confidence for each in found)
    return {str(each.extension).removeprefix(".") for each in found if each.confidence == best}


def _holds(path: Path, stream: str) -> bool:
    """Whether a document of old Office names a stream."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        return content.find(stream.encode("utf-16-le")) >= 0


def _is_text(path: Path, head: bytes) -> bool:
    """Whether no byte is zero (UTF-16 says at its beginning that it has them) and it begins as nothing else does."""
    if head.startswith((b"%PDF-", b"PK\x03\x04", b"GIF8", b"\x89PNG", b"\xff\xd8\xff")):
        return False
    with path.open("rb") as file:
        if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            return True
        file.seek(0)
        return all(b"\x00" not in piece for piece in iter(lambda: file.read(PIECE), b""))
