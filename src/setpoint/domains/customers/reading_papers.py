"""Reading scans: what a PDF holds as text, else what Tesseract recognises in pictures of its pages."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from django.utils.translation import gettext as _

from setpoint.kernel.jobs import HopelessError

READABLE = {"pdf", "png", "jpg", "jpeg", "webp"}
LANGUAGES = "rus+eng"
# faxes come in 200 dots an inch; Tesseract wants 300
SCALE = 300 / 72
MOST_PAGES = 50
# a page with fewer signs is a picture with a stamp of its sender
LEAST_SIGNS = 40
SECONDS_PER_PAGE = 120
LONGEST = 200_000


def text_of(path: Path) -> str:
    """Return the text of a scan, pages one after the other. HopelessError where it cannot be read at all."""
    if path.suffix == ".pdf":
        return "\n\n".join(_pages(path)).strip()[:LONGEST]
    return _recognised(path).strip()[:LONGEST]


def _pages(path: Path) -> Iterator[str]:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise HopelessError(_("The PDF cannot be opened: it is damaged or has a password.")) from error
    with document, TemporaryDirectory() as place:
        for number in range(min(len(document), MOST_PAGES)):
            page = document[number]
            text = page.get_textpage().get_text_bounded().strip()
            if len(text) >= LEAST_SIGNS:
                yield text
                continue
            picture = Path(place) / "page.pgm"
            grey = page.render(scale=SCALE, grayscale=True).to_numpy()
            height, width = grey.shape[:2]
            picture.write_bytes(b"P5 %d %d 255\n" % (width, height) + grey.reshape(height, width).tobytes())
            yield _recognised(picture)


def _recognised(picture: Path) -> str:
    command = ["tesseract", str(picture), "stdout", "-l", LANGUAGES]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS_PER_PAGE, check=False)  # noqa: S603
    except FileNotFoundError as error:
        raise HopelessError(
            _("Tesseract is not installed: scans are kept, their text is not known (apt install tesseract-ocr).")
        ) from error
    except subprocess.TimeoutExpired as error:
        raise HopelessError(_("The page took too long to read.")) from error
    if done.returncode:
        raise HopelessError(_("Tesseract cannot read this file."))
    return done.stdout.decode(errors="replace")
