"""Which files are taken in, and by what in them they are recognised."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Sort:
    """A sort of file. `seen` are the endings that its content suggests; `inside` is what the packed ones hold.

    `stream` is the name of what documents of old Office hold, whose beginnings are alike.
    """

    ending: str
    seen: tuple[str, ...] = ()
    inside: str = ""
    # the first file of an OpenDocument says what it is
    mimetype: bytes = b""
    stream: str = ""

    @property
    def is_packed(self) -> bool:
        """Whether it is a zip archive underneath."""
        return self.seen == ("zip",)

    @property
    def is_text(self) -> bool:
        """Whether it is made of letters only."""
        return not self.seen


ZIP = ("zip",)
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
SORTS = {
    sort.ending: sort
    for sort in (
        Sort("pdf", ("pdf",)),
        Sort("png", ("png",)),
        Sort("jpg", ("jpg", "jpeg", "jfif", "jpe")),
        Sort("jpeg", ("jpg", "jpeg", "jfif", "jpe")),
        Sort("gif", ("gif",)),
        Sort("webp", ("webp",)),
        Sort("docx", ZIP, inside="word/document.xml"),
        Sort("xlsx", ZIP, inside="xl/workbook.xml"),
        Sort("pptx", ZIP, inside="ppt/presentation.xml"),
        Sort("odt", ZIP, mimetype=OPEN_DOCUMENT + b"text"),
        Sort("ods", ZIP, mimetype=OPEN_DOCUMENT + b"spreadsheet"),
        Sort("zip", ZIP),
        Sort("doc", ("doc",), stream="WordDocument"),
        Sort("xls", ("xls",), stream="Workbook"),
        Sort("txt"),
        Sort("csv"),
    )
}


def sort_of(name: str) -> Sort:
    """Return what a file says that it is. ValidationError lists what is taken where this is not."""
    ending = name.rpartition(".")[2].casefold()
    if "." not in name or ending not in SORTS:
        known = ", ".join(sorted(SORTS))
        raise ValidationError(_("Files of this kind are not taken. These are: %(list)s.") % {"list": known})
    return SORTS[ending]
