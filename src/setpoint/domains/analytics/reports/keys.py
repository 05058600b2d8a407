"""What a report is called by: a key of the house, or `saved-` and the number of one that somebody keeps."""

from django.utils.translation import gettext as _

from setpoint.domains.analytics.models import SavedReport
from setpoint.domains.analytics.permissions import REPORT
from setpoint.domains.analytics.reports.declared import REPORTS
from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import visible_to

SAVED = "saved-"


def reports_there(by: Actor) -> set[str]:
    """Return the keys of the reports of the house, and of those kept that somebody sees."""
    return {f"{SAVED}{pk}" for pk in visible_to(by, REPORT).values_list("pk", flat=True)} | REPORTS.keys()


def no_such_report(key: str) -> str:
    """Say that there is no report under a key."""
    return _("There is no report “%(name)s”.") % {"name": key[:60]}


def saved_report_of(tile: str) -> SavedReport | None:
    """Return the kept report that a tile names, None for one of the house or one that is gone."""
    number = tile.removeprefix(SAVED)
    return SavedReport.objects.filter(pk=int(number)).first() if number.isdecimal() and tile != number else None
