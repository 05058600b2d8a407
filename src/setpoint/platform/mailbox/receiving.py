"""An SMTP server that keeps what it gets: one file per message."""

import secrets
from email.utils import parseaddr
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from setpoint.kernel.clock import machine_now


class Keeper:
    """Writes each message into `folder`; a message is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        """Make the folder."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 (their name)
        """Keep a message; its name begins with the time it came."""
        del server, session
        name = f"{machine_now():%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
        recipients = ", ".join(parseaddr(address)[1] for address in envelope.rcpt_tos)
        part = self.folder / f"{name}.part"
        part.write_bytes(f"X-Mailbox-To: {recipients}\r\n".encode() + (envelope.original_content or b""))
        part.replace(self.folder / f"{name}.eml")
        return "250 kept"


def controller(folder: Path, port: int, host: str = "127.0.0.1") -> Controller:
    """Return the server; `start()` and `stop()` it."""
    return Controller(Keeper(folder), hostname=host, port=port)
