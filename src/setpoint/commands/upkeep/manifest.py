"""What an archive says of itself: what it holds, counted and hashed, and which keys open it."""

import hashlib
import json
from dataclasses import asdict, dataclass
from gettext import gettext as _
from pathlib import Path

from setpoint.commands.refusal import Refusal

FORMAT = 1
NAME = "manifest.json"
KEY_FILES = ("secret.key", "sealing.keys")


@dataclass(frozen=True)
class Manifest:
    """`rows` by table, `files` by name in the archive as SHA-256, `keys` as fingerprints by file."""

    version: str
    made_at: str
    engine: str
    migrations: list[str]
    rows: dict[str, int]
    files: dict[str, str]
    keys: dict[str, list[str]]
    format: int = FORMAT

    def to_json(self) -> str:
        """Return it as readable JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)

    @property
    def has_keys(self) -> bool:
        """Whether the keys themselves are in the archive."""
        return any(name.startswith("keys/") for name in self.files)


def read(text: str) -> Manifest:
    """Return the manifest. Refusal where it is none, or one of a later format."""
    try:
        found = json.loads(text)
        if found["format"] > FORMAT:
            raise Refusal(_("The archive was made by a later version of Setpoint (%s).") % found["version"])
        return Manifest(**found)
    except (ValueError, TypeError, KeyError):
        raise Refusal(_("The archive has no manifest of Setpoint.")) from None


def same_rows(counted: dict[str, int], expected: dict[str, int]) -> None:
    """Compare rows by table. Refusal names the first table that has others."""
    if counted != expected:
        strange = min(name for name in counted.keys() | expected.keys() if counted.get(name) != expected.get(name))
        raise Refusal(_("The archive is damaged: %s") % strange)


def fingerprints(keys: Path) -> dict[str, list[str]]:
    """Return what identifies the keys in a folder and opens nothing. The keys are random: a digest tells nothing."""
    return {
        name: [hashlib.sha256(line.encode()).hexdigest()[:16] for line in (keys / name).read_text().split()]
        for name in KEY_FILES
        if (keys / name).exists()
    }
