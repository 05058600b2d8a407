"""Jobs of the CalDAV client."""

from django.utils.translation import gettext_lazy as _

from setpoint.domains.exchange.models import CalendarAccount
from setpoint.domains.exchange.operations.calendar_accounts import JOB
from setpoint.integrations.caldav.syncing import sync
from setpoint.kernel.jobs import Running, job


@job(JOB, title=_("Keep a calendar and activities the same"))
def look(_run: Running, account: int) -> None:
    """Do one round for an account that is there still."""
    found = CalendarAccount.objects.filter(pk=account, user__is_active=True).select_related("user").first()
    if found is not None:
        sync(found)
