"""What opens a door once told: made at random, told once, kept as a digest only.

256 random bits need no salt and no slow hash: nobody tries them out.
"""

import hashlib
import secrets

BYTES = 32


def make_key(prefix: str = "") -> str:
    """Return a new key that nobody guesses, safe in addresses."""
    return prefix + secrets.token_urlsafe(BYTES)


def digest_of(key: str) -> str:
    """Return the SHA-256 of a key, 64 hexadecimal digits: what is kept of it."""
    return hashlib.sha256(key.encode()).hexdigest()
