"""The letters of the mailbox, for a page that shows them."""

import email
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses
from pathlib import Path

from django.conf import settings

NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{8}")


@dataclass(frozen=True)
class Letter:
    """A message as it arrived; `html` is empty where it has none, and never trusted."""

    name: str
    arrived_at: datetime
    sender: str
    recipients: str
    subject: str
    text: str
    html: str

    def is_to(self, address: str) -> bool:
        """Whether `address`, and not one that merely contains it, is among the recipients."""
        return address.lower() in {found.lower() for _name, found in getaddresses([self.recipients])}


def folder() -> Path:
    """Return where the mailbox of this installation keeps its letters."""
    return Path(settings.HOME) / "mailbox"


def letters(*, to: str = "", limit: int = 50) -> list[Letter]:
    """Return the newest letters, newest first; `to` keeps those of one address."""
    found: list[Letter] = []
    for path in sorted(folder().glob("*.eml"), reverse=True):
        read = _read(path)
        if not to or read.is_to(to):
            found.append(read)
        if len(found) == limit:
            break
    return found


def letter(name: str) -> Letter | None:
    """Return one letter by its name; None where there is none."""
    path = folder() / f"{name}.eml"
    return _read(path) if NAME.fullmatch(name) and path.exists() else None


def empty() -> None:
    """Throw all letters away."""
    for path in folder().glob("*.eml"):
        path.unlink(missing_ok=True)


def _read(path: Path) -> Letter:
    message: EmailMessage = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    plain, rich = message.get_body(("plain",)), message.get_body(("html",))
    return Letter(
        name=path.stem,
        arrived_at=datetime.strptime(path.stem.split("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC),
        sender=str(message["From"] or ""),
        recipients=str(message["X-Mailbox-To"] or message["To"] or ""),
        subject=str(message["Subject"] or ""),
        text=_content(plain),
        html=_content(rich),
    )


def _content(part: MIMEPart | None) -> str:
    return "" if part is None else str(part.get_content()).replace("\r\n", "\n")
