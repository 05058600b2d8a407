"""Activities end: done, not reached or cancelled, with what came of it; the next one of a rule is planned then."""

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from setpoint.domains.activities import inviting, repeating
from setpoint.domains.activities.facts import activity_fact, people_among
from setpoint.domains.activities.locks import locked, require_open
from setpoint.domains.activities.models import Activity, Ending, Outcome, Participant
from setpoint.domains.activities.record import ActivityEnded, ActivityPlanned, ActivityReopened
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.bulk import update_each
from setpoint.kernel.clock import company_now, company_zone

COPIED = (
    *("kind", "subject", "folded", "note", "place", "owner_id", "customer_id", "about_kind", "about_id", "all_day"),
    *("minutes", "priority", "repeat", "repeat_from", "remind_minutes", "private"),
)


@transaction.atomic
def end_many(
    outcomes: Mapping[int, str], *, by: Actor, texts: Mapping[int, str] | None = None, at: datetime | None = None
) -> list[Activity]:
    """End open activities (number → outcome), `texts` say what came of them; return the occurrences planned next.

    ValidationError for an outcome that there is not, and for what has ended already.
    """
    rows = locked(by, outcomes)
    require_open(rows.values())
    if strange := set(outcomes.values()) - set(Outcome.values):
        raise ValidationError({"outcome": _("“%(value)s” cannot be chosen here.") % {"value": min(strange)}})
    now, zone, said = at or company_now(), company_zone(), texts or {}
    people = people_among(list(rows.values()))
    endings, written = [], []
    for pk, row in rows.items():
        row.closed_at = now
        text = said.get(pk, "").strip()
        endings.append(Ending(activity=row, outcome=outcomes[pk], text=text, ended_at=now, ended_by_id=by.user_id))
        with override("en"):
            outcome = str(Outcome(outcomes[pk]).label)
        late = round((now - row.due_at).total_seconds() / 60)
        told: dict[str, Any] = {"result": outcomes[pk], "outcome": outcome, "late_minutes": late}
        told["text"] = "" if row.private else text
        written.append(activity_fact(row, ActivityEnded, by, now, people, **told))
    update_each(rows.values(), ["closed_at"])
    Ending.objects.bulk_create(endings, batch_size=500)
    following = [one for row in rows.values() if (one := _following(row, now, zone)) is not None]
    Activity.objects.bulk_create(following, batch_size=500)
    _bring_along(following)
    facts.emit_many(
        [
            *written,
            *(
                activity_fact(row, ActivityPlanned, by, now, people, due=row.due_at.isoformat(), repeats=row.repeat)
                for row in following
            ),
        ]
    )
    off = [row for pk, row in rows.items() if outcomes[pk] == Outcome.CANCELLED]
    inviting.send_many(off, inviting.CANCEL, by)
    inviting.send_many(following, inviting.REQUEST, by)
    return following


def end(activity: Activity, outcome: str = Outcome.DONE, *, by: Actor, text: str = "") -> list[Activity]:
    """End one activity; return the occurrence planned next, if its rule has one."""
    return end_many({activity.pk: outcome}, by=by, texts={activity.pk: text})


@transaction.atomic
def reopen_many(ids: Collection[int], *, by: Actor) -> int:
    """Take ended activities up again; the untouched occurrence that followed goes. Return how many had ended."""
    rows = {pk: row for pk, row in locked(by, ids).items() if row.closed_at is not None}
    known = dict(Ending.objects.filter(activity__in=rows).values_list("activity_id", "outcome"))
    Ending.objects.filter(activity__in=rows).delete()
    Activity.objects.open().filter(previous__in=rows, sequence=0).delete()
    for row in rows.values():
        row.closed_at = None
    update_each(rows.values(), ["closed_at"])
    now, people = company_now(), people_among(list(rows.values()))
    facts.emit_many(
        [activity_fact(row, ActivityReopened, by, now, people, result=known.get(pk, "")) for pk, row in rows.items()]
    )
    return len(rows)


def _following(row: Activity, now: datetime, zone: ZoneInfo) -> Activity | None:
    """Return the occurrence after the one that ends, and after now: what was slept through does not come back."""
    if not row.repeat or row.repeat_from is None:
        return None
    due = repeating.after(row.repeat, row.repeat_from, max(row.due_at, now), zone)
    if due is None:
        return None
    made = Activity(**{name: getattr(row, name) for name in COPIED}, due_at=due, previous=row, created_at=now)
    made.uid = f"{secrets.token_hex(12)}@setpoint"
    made.remind_at = None if made.remind_minutes is None else due - timedelta(minutes=made.remind_minutes)
    return made


def _bring_along(rows: Collection[Activity]) -> None:
    """Let those who took part take part in what follows."""
    following = {row.previous_id: row for row in rows}
    there = Participant.objects.filter(activity__in=[pk for pk in following if pk is not None])
    Participant.objects.bulk_create(
        Participant(activity=following[one.activity_id], user_id=one.user_id, party_id=one.party_id) for one in there
    )
