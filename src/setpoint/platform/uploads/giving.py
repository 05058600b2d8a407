"""Giving a file from outside back: as a download in which nothing runs, whatever a browser makes of it."""

from pathlib import Path

from django.http import FileResponse, Http404

from setpoint.platform.security import INERT


def download(path: Path, name: str) -> FileResponse:
    """Return the file as an attachment. Http404 where it is gone."""
    if not path.exists():
        raise Http404
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream")
    response.headers["Content-Security-Policy"] = INERT
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
