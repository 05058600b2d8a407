"""Letters and notices to colleagues: they may name somebody, and they are not kept for ever."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from setpoint.loop.inform.models import Mail, MailState, Notice
from setpoint.platform.personal.free_texts import register_free_texts
from setpoint.platform.personal.models import Deed
from setpoint.platform.personal.retention import Kept, register_kept


def _due(before: datetime, most: int) -> list[int]:
    over = Mail.objects.filter(state__in=(MailState.SENT, MailState.REFUSED), created_at__lt=before)
    return list(over.order_by("pk").values_list("pk", flat=True)[:most])


def _drop(numbers: list[int], _deed: str) -> int:
    Mail.objects.filter(pk__in=numbers).delete()
    return len(numbers)


register_free_texts(Mail, "subject", "text", "html", "calendar")
register_free_texts(Notice, "data", "group")
register_kept(Kept("inform.mail", _("Letters that were sent"), (Deed.REPORT, Deed.ERASE), _due, _drop))
