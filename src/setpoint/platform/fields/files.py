"""Files that records hold: taken in under a name that cannot be guessed, given back as a download, never run."""

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from setpoint.kernel.clock import machine_now
from setpoint.platform.fields.models import FieldType, NumberValue, StoredFile
from setpoint.platform.uploads.door import take_document

# a form that is still open may hold a file that no record has yet
UNWANTED_AFTER = timedelta(days=1)


def folder() -> Path:
    """Return the folder of files, which is made when it is wanted."""
    path = Path(settings.MEDIA_ROOT) / "fields"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def take_in(upload: "UploadedFile[Any]") -> StoredFile:
    """Keep an uploaded file. ValidationError for one that is too large, or not wholly what its ending says."""
    kept = take_document(upload.chunks(), name=str(upload.name), folder=folder())
    return StoredFile.objects.create(
        name=kept.name,
        stored=kept.stored,
        size=kept.size,
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


def sweep() -> int:
    """Let go of files that no record holds, replaced ones and those of forms given up; return how many."""
    holders = NumberValue.objects.filter(field__type=FieldType.FILE, number=OuterRef("pk"))
    long_ago = machine_now() - UNWANTED_AFTER
    unwanted = StoredFile.objects.filter(~Exists(holders), uploaded_at__lt=long_ago)
    with transaction.atomic():
        count = unwanted.count()
        discard(unwanted)
    known = set(StoredFile.objects.values_list("stored", flat=True))
    lost = [path for path in folder().iterdir() if path.name not in known]
    lost = [path for path in lost if path.stat().st_mtime < long_ago.timestamp()]
    for path in lost:
        path.unlink(missing_ok=True)
    return count + len(lost)
