"""One round of keeping a calendar and a person's activities the same: read what changed there, then write what changed.

An entry changed on both sides since they agreed stays as the server has it; ours stands in the journal. What comes
from a person's calendar is private: nobody but he sees it.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from requests import RequestException

from setpoint.domains.activities import ics
from setpoint.domains.activities.models import Activity, Outcome
from setpoint.domains.activities.operations import activities, endings
from setpoint.domains.activities.operations.activities import NewActivity
from setpoint.domains.exchange.models import CalendarAccount, CalendarCopy
from setpoint.domains.exchange.operations.calendar_accounts import look
from setpoint.integrations.caldav.client import ChangedError, Changes, Client, Entry, ServerError
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, machine_now

PAST = timedelta(days=30)
MOST_TOLD = 10


def look_at_all() -> None:
    """Let a job look at every calendar."""
    for account in CalendarAccount.objects.filter(user__is_active=True):
        look(account)


def sync(account: CalendarAccount) -> None:
    """Do one round; what the server refuses is told on the page of the account, and the next round begins anew."""
    client = Client(account.url, account.login, account.password)
    values: dict[str, object] = {"problem": "", "synced_at": machine_now()}
    try:
        changes = client.changes(account.token)
        refused = _take_in(account, client, changes)
        _write_out(account, client)
        values |= {"token": changes.token, "refused": "\n".join(refused[:MOST_TOLD])}
    except (ServerError, RequestException) as failure:
        values["problem"] = str(failure)[:500]
    CalendarAccount.objects.filter(pk=account.pk).update(**values)


def _take_in(account: CalendarAccount, client: Client, changes: Changes) -> list[str]:
    """Take in what changed at the server; return which entries were refused and why."""
    known = {copy.href: copy for copy in account.copies.select_related("activity")}
    gone = changes.gone | (known.keys() - changes.etags.keys() if changes.whole else set())
    for href in sorted(gone & known.keys()):
        with transaction.atomic():
            _deleted(account, known[href])
    fresh = [href for href, etag in changes.etags.items() if href not in known or known[href].etag != etag]
    refused = []
    for entry in client.read(sorted(fresh)):
        try:
            with transaction.atomic():
                _changed(account, entry, known.get(entry.href))
        except ValidationError as refusal:
            refused.append(f"{entry.href}: {' '.join(refusal.messages)}")
    return refused


def _deleted(account: CalendarAccount, copy: CalendarCopy) -> None:
    row = copy.activity
    copy.delete()
    if row.closed_at is None and row.owner_id == account.user_id:
        endings.end(row, Outcome.CANCELLED, by=_actor(account))


def _changed(account: CalendarAccount, entry: Entry, copy: CalendarCopy | None) -> None:
    event, by = ics.read(entry.text)[0], _actor(account)
    values = {
        "subject": event.subject,
        "note": event.note,
        "place": event.place,
        "due_at": event.due_at,
        "all_day": event.all_day,
        "minutes": event.minutes,
        "repeat": event.repeat,
    }
    row = copy.activity if copy else Activity.objects.filter(owner=account.user, uid=event.uid).first()
    if row is None:
        if event.cancelled:
            return
        new = NewActivity(**values, kind="meeting", owner=account.user, private=True, uid=event.uid)  # type: ignore[arg-type] # values of the event
        row = activities.plan(new, by=by)
    elif row.closed_at is None:
        if copy is not None and row.sequence != copy.sequence:
            CalendarAccount.objects.filter(pk=account.pk).update(met=F("met") + 1)
        if event.cancelled:
            endings.end(row, Outcome.CANCELLED, by=by)
        else:
            row = activities.change(row, values, by=by)
    CalendarCopy.objects.update_or_create(
        account=account,
        activity=row,
        defaults={"href": entry.href, "etag": entry.etag, "sequence": row.sequence},
    )


def _write_out(account: CalendarAccount, client: Client) -> None:
    copies = {copy.activity_id: copy for copy in account.copies.select_related("activity__ending")}
    own = Activity.objects.open().filter(owner=account.user, due_at__gte=company_now() - PAST).select_related("owner")
    for row in own.order_by("pk"):
        copy = copies.get(row.pk)
        if copy is None or copy.sequence != row.sequence:
            _write(account, client, row, copy)
    for copy in copies.values():
        row = copy.activity
        ended = getattr(row, "ending", None)
        if row.owner_id != account.user_id or (ended is not None and ended.outcome == Outcome.CANCELLED):
            try:
                client.delete(copy.href, copy.etag)
            except ChangedError:
                continue
            copy.delete()


def _write(account: CalendarAccount, client: Client, row: Activity, copy: CalendarCopy | None) -> None:
    href = copy.href if copy else f"{_path(client)}{row.uid.replace('/', '-')}.ics"
    try:
        etag = client.write(href, ics.write([row]), copy.etag if copy else "")
    except ChangedError:
        # the next round reads what was changed there meanwhile
        return
    values = {"href": href, "etag": etag, "sequence": row.sequence}
    CalendarCopy.objects.update_or_create(account=account, activity=row, defaults=values)


def _path(client: Client) -> str:
    return client.url.partition("://")[2].partition("/")[1] + client.url.partition("://")[2].partition("/")[2]


def _actor(account: CalendarAccount) -> Actor:
    return Actor.of(account.user, door="connector")
