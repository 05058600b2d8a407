"""Small files of every sort, whole and otherwise."""

import io
import zlib
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa7\x9a\xa0\xa0\x00\x00\x00\x00IEND\xaeB`\x82"
)
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xdb\x00C\x00"
    + b"\x08" * 64
    + b"\xff\xd9"
)
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00;"
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L\r\x00\x00\x00/\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16 + b"\x3e\x00\x03\x00\xfe\xff\x09\x00" + b"\x00" * 480
DOC, XLS = (OLE + stream.encode("utf-16-le") + b"\x00" * 200 for stream in ("WordDocument", "Workbook"))


def packed(parts: dict[str, bytes], how: int = ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with ZipFile(written, "w", how) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def office(inside: str) -> bytes:
    return packed({"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<Relationships/>", inside: b"<document/>"})


def open_document(what: str) -> bytes:
    kind = f"application/vnd.oasis.opendocument.{what}".encode()
    return packed({"mimetype": kind, "content.xml": b"<office/>"}, ZIP_STORED)


GOOD = {
    "photo.png": PNG,
    "photo.jpg": JPEG,
    "PHOTO.JPEG": JPEG,
    "move.gif": GIF,
    "photo.webp": WEBP,
    "offer.pdf": PDF,
    "letter.docx": office("word/document.xml"),
    "table.xlsx": office("xl/workbook.xml"),
    "slides.pptx": office("ppt/presentation.xml"),
    "letter.odt": open_document("text"),
    "table.ods": open_document("spreadsheet"),
    "old.doc": DOC,
    "old.xls": XLS,
    "all.zip": packed({"a.txt": b"four posts"}),
    "note.txt": "четыре столба".encode(),
    "note16.txt": "четыре столба".encode("utf-16"),
    "table.csv": b"a,b\n1,2\n",
}


def bomb() -> bytes:
    """A hundred megabytes in a hundred kilobytes."""
    return packed({"word/document.xml": b"0" * 100 * 2**20, "[Content_Types].xml": b"x"})


def overlapping() -> bytes:
    """Two parts that are the same bytes."""
    whole = bytearray(packed({"a.txt": b"a" * 2000, "b.txt": b"b" * 2000}))
    second = whole.index(b"PK\x01\x02", whole.index(b"PK\x01\x02") + 4)
    whole[second + 42 : second + 46] = (0).to_bytes(4, "little")
    return bytes(whole)


def torn() -> bytes:
    return zlib.compress(b"x") + GOOD["all.zip"][:-30]
