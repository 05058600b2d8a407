"""Secrets at rest: sealed by the keys of this installation, the newest in front, all kept beside the database.

Fernet (AES-128 in CBC mode with HMAC-SHA256) of the cryptography package.
"""

import os
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

PREFIX = "sealed:"


class UnreadableError(Exception):
    """A secret was sealed by a key that this installation does not have."""


def seal(text: str) -> str:
    """Return `text` sealed by the newest key."""
    return PREFIX + _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return what was sealed. UnreadableError where no key of ours opens it; text never sealed comes back as it is."""
    if not sealed.startswith(PREFIX):
        return sealed
    try:
        return _box().decrypt(sealed.removeprefix(PREFIX)).decode()
    except InvalidToken:
        raise UnreadableError("no key of this installation opens this secret: see SETPOINT_HOME/keys") from None


def reseal(sealed: str) -> str:
    """Return the same secret sealed by the newest key."""
    return seal(unseal(sealed))


def is_newest(sealed: str) -> bool:
    """Whether the newest key opens it."""
    newest, *_older = known_keys()
    try:
        Fernet(newest).decrypt(sealed.removeprefix(PREFIX))
    except InvalidToken:
        return False
    return True


def known_keys() -> list[str]:
    """Return the keys, the newest first; the first is made when it is wanted first."""
    if not path().exists():
        _write([new_key()], new=True)
    return path().read_text().split()


def new_key() -> str:
    """Return a key that nobody has yet."""
    return Fernet.generate_key().decode()


def add_key(key: str) -> None:
    """Put a new key in front of the others: from now on it seals."""
    _write([key, *known_keys()])


def keep_only(newest: str) -> int:
    """Drop the keys behind `newest`; return how many."""
    known = known_keys()
    kept = known[: known.index(newest) + 1]
    _write(kept)
    return len(known) - len(kept)


def path() -> Path:
    """Return the file of the keys, one in a line."""
    return Path(settings.HOME) / "keys" / "sealing.keys"


def _box() -> MultiFernet:
    # read anew: another process may have added a key
    return MultiFernet([Fernet(key) for key in known_keys()])


def _write(lines: list[str], *, new: bool = False) -> None:
    path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path().with_suffix(f".{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
    if new:
        # two processes may want the first key at once: the first one stays
        with suppress(FileExistsError):
            os.link(fresh, path())
        fresh.unlink()
    else:
        fresh.replace(path())
