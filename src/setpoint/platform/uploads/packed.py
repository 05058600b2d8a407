"""Zip archives, as whose insides many documents come: whole, one thing only, and no more in them than they show."""

from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from setpoint.platform.uploads.sorts import Sort

MOST_PARTS = 10_000
MOST_UNPACKED = 2 * 2**30
# what is packed tighter than this was made to burst; small parts may be
TIGHTEST, SMALL = 200, 2**20
END, END_BYTES, HEAD_BYTES = b"PK\x05\x06", 22, 30


def refuse_unsafe(path: Path, sort: Sort | None = None) -> None:
    """See that an archive is what it seems. ValidationError where it is damaged, would burst, or is two things."""
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
            _refuse_bomb(parts)
            _refuse_more_around(path, archive, parts)
            if sort is not None and not _is(archive, sort):
                raise ValidationError(_("The file is not what its name says (%(ending)s).") % {"ending": sort.ending})
    except (BadZipFile, NotImplementedError, OSError, ValueError, RuntimeError):
        raise ValidationError(_("The file is damaged: it cannot be unpacked.")) from None


def _refuse_bomb(parts: list[ZipInfo]) -> None:
    tight = any(part.file_size > max(SMALL, TIGHTEST * part.compress_size) for part in parts)
    if tight or len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED or _overlap(parts):
        raise ValidationError(_("The file unpacks to far more than it seems: it is not taken."))


def _overlap(parts: list[ZipInfo]) -> bool:
    """Whether parts share their bytes: so a small archive unpacks to what no disk holds."""
    end = 0
    for part in sorted(parts, key=lambda one: one.header_offset):
        if part.header_offset < end:
            return True
        end = part.header_offset + HEAD_BYTES + part.compress_size
    return False


def _refuse_more_around(path: Path, archive: ZipFile, parts: list[ZipInfo]) -> None:
    """Refuse what stands before the first part or behind the end: it is another file to another program."""
    with path.open("rb") as file:
        file.seek(-END_BYTES - len(archive.comment), 2)
        ends = file.read(len(END)) == END
    begins = min((part.header_offset for part in parts), default=0) == 0
    if not (begins and ends):
        raise ValidationError(_("The file is two things at once: it is not taken."))


def _is(archive: ZipFile, sort: Sort) -> bool:
    names = set(archive.namelist())
    if sort.mimetype:
        return "mimetype" in names and archive.read("mimetype")[:200].startswith(sort.mimetype)
    return not sort.inside or {sort.inside, "[Content_Types].xml"} <= names
