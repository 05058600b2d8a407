"""Reads of notices."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from setpoint.kernel.models import User
from setpoint.loop.inform.kinds import ABSENT, NOTICES
from setpoint.loop.inform.models import Notice


@dataclass(frozen=True)
class Shown:
    """A notice in the words of the active language."""

    notice: Notice
    text: str


def unread_count(user: User) -> int:
    """Return how many notices the person has not seen; one query."""
    return Notice.objects.filter(user=user, seen_at__isnull=True, is_silent=False).count()


def latest(user: User, *, limit: int = 50) -> list[Shown]:
    """Return the person's newest notices, in the active language; one query."""
    rows = Notice.objects.filter(user=user, kind__in=NOTICES, is_silent=False).order_by("-created_at", "-pk")[:limit]
    return shown(rows)


def shown(rows: Iterable[Notice]) -> list[Shown]:
    """Return notices in the words of the active language."""
    return [Shown(row, _text(row)) for row in rows]


def _text(row: Notice) -> str:
    text = NOTICES[row.kind].words(row.data, row.count)
    absent = row.data.get(ABSENT)
    return _("For {absent}: {text}").format(absent=", ".join(absent), text=text) if absent else text
