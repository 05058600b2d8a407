"""One file that holds an installation: written beside its place, verified, and only then given its name."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from gettext import gettext as _
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from setpoint.commands.refusal import Refusal
from setpoint.commands.upkeep import manifest
from setpoint.commands.upkeep.manifest import Manifest

PIECE = 1 << 20
Source = tuple[str, Path]


def write(target: Path, sources: Iterable[Source], describe: Callable[[dict[str, str]], Manifest]) -> Manifest:
    """Pack `sources` (name, file) with the manifest that `describe` makes of their hashes; readable by its owner only.

    A file that went meanwhile is left out. Refusal where what was written cannot be read back.
    """
    unfinished = target.with_name(f"{target.name}.part")
    try:
        with (
            os.fdopen(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file,
            ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as packed,
        ):
            hashes = {}
            for name, path in sources:
                with suppress(FileNotFoundError), path.open("rb") as source:
                    hashes[name] = _pack(packed, name, iter(lambda: source.read(PIECE), b""))
            described = describe(hashes)
            packed.writestr(manifest.NAME, described.to_json())
        with opened(unfinished) as (again, said):
            verify(again, said)
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return described


@contextmanager
def opened(path: Path) -> Iterator[tuple[ZipFile, Manifest]]:
    """Open an archive with its manifest. Refusal where there is none."""
    try:
        with ZipFile(path) as packed:
            if manifest.NAME not in packed.namelist():
                raise Refusal(_("The archive has no manifest of Setpoint."))
            yield packed, manifest.read(packed.read(manifest.NAME).decode())
    except FileNotFoundError:
        raise Refusal(_("There is no file %s.") % path) from None
    except BadZipFile:
        raise Refusal(_("%s is no archive, or it is damaged.") % path) from None


def verify(packed: ZipFile, said: Manifest) -> None:
    """See that every file is there with the hash that the manifest names. Refusal names the first that is not."""
    found = set(packed.namelist()) - {manifest.NAME}
    if strange := found ^ said.files.keys():
        raise Refusal(_("The archive is damaged: %s") % min(strange))
    for name, expected in said.files.items():
        parts = PurePosixPath(name).parts
        if ".." in parts or name.startswith("/") or _hash_of(packed, name) != expected:
            raise Refusal(_("The archive is damaged: %s") % name)


def unpack(packed: ZipFile, said: Manifest, folder: Path) -> None:
    """Write every file of a verified archive under `folder`."""
    for name in said.files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with packed.open(name) as source, path.open("wb") as file:
            path.chmod(0o600)
            shutil.copyfileobj(source, file, PIECE)


def _pack(packed: ZipFile, name: str, pieces: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    with packed.open(name, "w", force_zip64=True) as file:
        for piece in pieces:
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def _hash_of(packed: ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    try:
        with packed.open(name) as file:
            for piece in iter(lambda: file.read(PIECE), b""):
                digest.update(piece)
    except BadZipFile:
        return ""
    return digest.hexdigest()
