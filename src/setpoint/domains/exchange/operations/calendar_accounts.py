"""A person's calendar at another server: connected, disconnected, looked at now."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.exchange.models import CalendarAccount
from setpoint.domains.exchange.record import CalendarConnected, CalendarDisconnected
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.jobs import enqueue
from setpoint.kernel.models import User
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import Ref

KIND = "activities.activity"
JOB = "caldav.sync"


@transaction.atomic
def connect(user: User, *, url: str, login: str, password: str, by: Actor) -> CalendarAccount:
    """Keep a person's calendar the same as his activities from now on; an account before is replaced.

    ValidationError names the field that is wrong. What the server answers is told on the page of the account.
    """
    require(by, KIND, "change", user.pk)
    parts = urlsplit(url.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.password:
        told = _("Write the address of the calendar as https://server/path/, without a password in it.")
        raise ValidationError({"url": told})
    if not password:
        raise ValidationError({"password": _("Write the password, best one made for this program alone.")})
    CalendarAccount.objects.filter(user=user).delete()
    address = url.strip() if url.strip().endswith("/") else f"{url.strip()}/"
    account = CalendarAccount(user=user, url=address, login=login.strip(), password=password)
    account.clean_fields()
    account.save()
    _tell(CalendarConnected(parts.hostname), user, by)
    look(account)
    return account


@transaction.atomic
def disconnect(user: User, *, by: Actor) -> None:
    """Keep the calendar no more; what is in it and here stays. Where there is no account, nothing happens."""
    require(by, KIND, "change", user.pk)
    account = CalendarAccount.objects.filter(user=user).first()
    if account is not None:
        host = urlsplit(account.url).hostname or ""
        account.delete()
        _tell(CalendarDisconnected(host), user, by)


def look(account: CalendarAccount) -> None:
    """Let a job look at the calendar now; one that waits already is enough."""
    enqueue(JOB, {"account": account.pk}, key=str(account.pk))


def _tell(payload: object, user: User, by: Actor) -> None:
    facts.emit(facts.NewFact(payload, about=Ref("kernel.user", user.pk), by=by, occurred_at=company_now()))
