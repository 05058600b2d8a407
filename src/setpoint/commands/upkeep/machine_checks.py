"""Self-diagnosis of what surrounds the database: disk, rights on the home, keys, mail, backups."""

import shutil
import smtplib
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from gettext import gettext as _
from pathlib import Path

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.mail import get_connection

from setpoint.commands.upkeep import backing_up
from setpoint.commands.upkeep.findings import Finding, Level
from setpoint.kernel import secrets
from setpoint.kernel.clock import machine_now
from setpoint.kernel.limits.of_upkeep import BACKUP_DAYS, FREE_DISK, threshold

MEGABYTE = 1024 * 1024
FULL = 200 * MEGABYTE


def disk() -> Iterator[Finding]:
    """See how much room the home has."""
    free = shutil.disk_usage(settings.HOME).free
    level = Level.BAD if free < FULL else Level.CONCERN if free < threshold(FREE_DISK) * MEGABYTE else Level.GOOD
    told = _("Free on the disk of the home folder: %s MB") % f"{free // MEGABYTE:,}"
    yield Finding("disk", level, told, "" if level == Level.GOOD else _("Make room: a full disk stops every writer."))


def rights() -> Iterator[Finding]:
    """See that nobody else on this machine reads home, keys or database."""
    home = Path(settings.HOME)
    open_home = stat.S_IMODE(home.stat().st_mode) & 0o077
    keys = [path for path in (home / "keys").glob("*") if stat.S_IMODE(path.stat().st_mode) & 0o077]
    # a closed home closes what is in it
    if open_home:
        told = _("Others on this machine may look into %s.") % home
        yield Finding("rights", Level.BAD if keys else Level.CONCERN, told, f"chmod 700 {home}")
    else:
        yield Finding("rights", Level.GOOD, _("Nobody else may look into the home folder."))


def keys() -> Iterator[Finding]:
    """See that the keys are there and are keys."""
    if not (Path(settings.HOME) / "keys" / "secret.key").exists():
        yield Finding("keys", Level.BAD, _("keys/secret.key is missing."), _("Bring it back from a backup."))
        return
    try:
        for line in secrets.path().read_text().split() if secrets.path().exists() else ():
            Fernet(line)
    except ValueError:
        yield Finding("keys", Level.BAD, _("keys/sealing.keys is damaged."), _("Bring it back from a backup."))
        return
    yield Finding("keys", Level.GOOD, _("The keys are there."))


def mail() -> Iterator[Finding]:
    """See that the mail server answers and lets us in."""
    if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        told = _("No mail server is named: letters are dropped.")
        yield Finding("mail", Level.CONCERN, told, _("Name one: SETPOINT_SMTP_URL"))
        return
    try:
        wire = get_connection(timeout=5)
        wire.open()
        wire.close()
    except (OSError, smtplib.SMTPException) as error:
        told = _("The mail server does not let us in: %s") % type(error).__name__
        yield Finding("mail", Level.BAD, told, _("Look at SETPOINT_SMTP_URL."))
    else:
        yield Finding("mail", Level.GOOD, _("The mail server answers."))


def backup() -> Iterator[Finding]:
    """See how old the last backup is."""
    last = backing_up.last()
    if last is None:
        yield Finding("backup", Level.CONCERN, _("No backup has been made."), "setpoint backup")
        return
    made_at = datetime.fromisoformat(last["made_at"])
    old = machine_now() - made_at > timedelta(days=threshold(BACKUP_DAYS))
    told = _("The last backup is of %s UTC.") % f"{made_at:%Y-%m-%d %H:%M}"
    yield Finding("backup", Level.CONCERN if old else Level.GOOD, told, "setpoint backup" if old else "")


CHECKS = (disk, rights, keys, mail, backup)
