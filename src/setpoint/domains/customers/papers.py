"""Where the files of cards lie."""

from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from setpoint.domains.customers.models import Paper


def folder() -> Path:
    """Return the folder of files, which is made when it is wanted."""
    path = Path(settings.MEDIA_ROOT) / "papers"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def path_of(paper: Paper) -> Path:
    """Return where the bytes are."""
    return folder() / paper.stored


def delete_files(papers: QuerySet[Paper]) -> None:
    """Delete files, from the disk when the transaction has committed."""
    paths = [path_of(paper) for paper in papers]
    papers.delete()
    for path in paths:
        transaction.on_commit(partial(path.unlink, missing_ok=True))
