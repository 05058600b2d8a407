"""Files that records hold: taken in under a name that cannot be guessed, given back as a download, never run."""

import secrets
from functools import partial
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from setpoint.kernel.clock import machine_now
from setpoint.platform.fields.models import StoredFile

LARGEST = 25 * 2**20
# what begins with these bytes is what the ending says
SIGNATURES = {
    "pdf": (b"%PDF",),
    "png": (b"\x89PNG\r\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "webp": (b"RIFF",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "pptx": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",),
    "ods": (b"PK\x03\x04",),
    "zip": (b"PK\x03\x04",),
    "doc": (b"\xd0\xcf\x11\xe0",),
    "xls": (b"\xd0\xcf\x11\xe0",),
    "txt": (),
    "csv": (),
}


def folder() -> Path:
    """Return the folder of files, which is made when it is wanted."""
    path = Path(settings.MEDIA_ROOT) / "fields"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def take_in(upload: "UploadedFile[Any]") -> StoredFile:
    """Keep an uploaded file. ValidationError for one that is too large, or not what its ending says."""
    name = PurePath(str(upload.name)).name[-255:]
    if (upload.size or 0) > LARGEST:
        raise ValidationError(_("A file has at most %(most)s MB.") % {"most": LARGEST // 2**20})
    ending = name.rpartition(".")[2].casefold()
    if ending not in SIGNATURES:
        known = ", ".join(sorted(SIGNATURES))
        raise ValidationError(_("Files of this kind are not taken. These are: %(list)s.") % {"list": known})
    head = upload.read(512)
    upload.seek(0)
    said = SIGNATURES[ending]
    if (said and not head.startswith(said)) or (not said and b"\x00" in head):
        raise ValidationError(_("The file is not what its name says (%(ending)s).") % {"ending": ending})
    stored = f"{secrets.token_urlsafe(24)}.{ending}"
    with (folder() / stored).open("xb") as target:
        for chunk in upload.chunks():
            target.write(chunk)
    return StoredFile.objects.create(
        name=name,
        stored=stored,
        size=upload.size or 0,
        media_type="application/octet-stream",
        uploaded_at=machine_now(),
    )


def path_of(file: StoredFile) -> Path:
    """Return where the bytes are."""
    return folder() / file.stored


def discard(files: "QuerySet[StoredFile]") -> None:
    """Forget files, from the disk when the transaction has committed."""
    paths = [path_of(file) for file in files]
    files.delete()
    for path in paths:
        transaction.on_commit(partial(path.unlink, missing_ok=True))
