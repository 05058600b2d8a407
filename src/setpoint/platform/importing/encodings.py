"""Which encoding a text file is written in: UTF-8, UTF-16 or an old single-byte one."""

import codecs
from pathlib import Path
from typing import NamedTuple

from charset_normalizer import from_bytes

from setpoint.platform.importing.opening import MAX_BYTES, opened, refuse_foreign
from setpoint.platform.importing.problems import FileError

_SAMPLE = 256 * 1024
_CHUNK = 1024 * 1024
_OLD = ["cp1251", "cp1252", "koi8_r", "cp866", "cp1250", "mac_cyrillic"]
_MOST, _FEW = 0.9, 0.5
_CONTROLS = [code for code in range(1, 32) if chr(code) not in "\t\n\v\f\r\x1a\x1b"]
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class Encoding(NamedTuple):
    """The name of an encoding, and how many line ends the file has in it."""

    name: str
    lines: int


class _NotInItError(Exception):
    def __init__(self, line: int) -> None:
        self.line = line


def recognise_encoding(path: Path, name: str, chosen: str = "") -> Encoding:
    """Name the encoding after decoding the whole file with it once; `FileError` where none fits."""
    with opened(path, name) as stream:
        sample = stream.read(_SAMPLE)
    refuse_foreign(sample, name)
    if chosen:
        try:
            return Encoding(chosen, _lines(path, name, chosen))
        except _NotInItError as error:
            raise FileError(name, "file.encoding_choice", encoding=chosen, line=str(error.line)) from error
    for encoding in _candidates(sample, name):
        try:
            return Encoding(encoding, _lines(path, name, encoding))
        except _NotInItError:
            continue
    raise FileError(name, "file.encoding")


def _candidates(sample: bytes, name: str) -> list[str]:
    for bom, encoding in _BOMS.items():
        if sample.startswith(bom):
            return [encoding]
    # In UTF-16 the high byte of Latin and Cyrillic letters, digits and signs is 0 or 4.
    even, odd = (sum(map(half.count, (0, 4))) / max(1, len(half)) for half in (sample[0::2], sample[1::2]))
    if b"\x00" in sample and max(even, odd) > _MOST and min(even, odd) < _FEW:
        return ["utf-16-be" if even > odd else "utf-16-le"]
    if sum(map(sample.count, _CONTROLS)) > len(sample) // 100 + 1:
        raise FileError(name, "file.binary")
    return ["utf-8", *(match.encoding for match in from_bytes(sample, cp_isolation=_OLD))]


def _lines(path: Path, name: str, encoding: str) -> int:
    """Count the line ends; `_NotInItError` names the first line not in the encoding, zero bytes refuse the file."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line, size = 1, 0
    with opened(path, name) as stream:
        while True:
            chunk = stream.read(_CHUNK)
            size += len(chunk)
            if size > MAX_BYTES:
                raise FileError(name, "file.too_big", limit=f"{MAX_BYTES // 2**30} GiB")
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                raise _NotInItError(line + error.object[: error.start].count(b"\n")) from error
            zero = text.find("\x00")
            if zero >= 0:
                raise FileError(name, "file.nul", line=str(line + text.count("\n", 0, zero)))
            line += text.count("\n")
            if not chunk:
                return line - 1
