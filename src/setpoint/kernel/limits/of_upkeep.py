"""From where on `setpoint check` has something to say."""

from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.limits.declared import LIMITS, declare
from setpoint.kernel.limits.reading import most_of

BACKUP_DAYS = declare("check.backup_days", _("Age of the last backup, days"), most=2, largest=365)
FREE_DISK = declare("check.free_disk", _("Least free room on the disk, MB"), most=1024, largest=10_000_000)
FACTS_BEHIND = declare("check.facts_behind", _("Facts that a follower of the journal may be behind"), most=10_000)
LATE_MINUTES = declare("check.late_minutes", _("Minutes that a job may be late"), most=15, largest=1440)


def threshold(key: str) -> int:
    """Return what holds; the declared number where the database cannot say."""
    try:
        return most_of(key)
    except DatabaseError:
        return LIMITS[key].most
