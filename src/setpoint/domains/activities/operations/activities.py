"""What is done with activities. Every verb works on a set; one activity is a set of one."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.activities import inviting, repeating
from setpoint.domains.activities.facts import activity_fact, people_among
from setpoint.domains.activities.locks import locked, require_open
from setpoint.domains.activities.models import Activity, ActivityKind, Participant, Priority
from setpoint.domains.activities.permissions import KIND
from setpoint.domains.activities.record import ActivityChanged, ActivityGiven, ActivityMoved, ActivityPlanned
from setpoint.domains.customers.models import Party
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.bulk import update_each
from setpoint.kernel.clock import company_now, company_zone
from setpoint.kernel.field_rights import require_writable
from setpoint.kernel.folding import fold
from setpoint.kernel.models import User
from setpoint.kernel.permissions import is_registered, require, require_still, visible_to
from setpoint.kernel.refs import Ref

CHANGEABLE = (
    *("kind", "subject", "note", "place", "due_at", "all_day", "minutes", "priority", "repeat", "remind_minutes"),
    *("customer", "private"),
)
# what those who are invited must know
TOLD = {"subject", "note", "place", "due_at", "all_day", "minutes", "kind"}
LONGEST_MINUTES = 60 * 24 * 31


@dataclass(frozen=True, kw_only=True)
class NewActivity:
    """What is to be planned; `about` is the record it is about, `users` and `parties` who takes part."""

    subject: str
    owner: User
    due_at: datetime
    kind: str = ActivityKind.TASK
    note: str = ""
    place: str = ""
    customer: Party | None = None
    about: Ref | None = None
    all_day: bool = False
    minutes: int = 0
    priority: int = Priority.NORMAL
    repeat: str = ""
    remind_minutes: int | None = None
    private: bool = False
    uid: str = ""
    users: Collection[int] = field(default=())
    parties: Collection[int] = field(default=())


@transaction.atomic
def plan_many(news: Sequence[NewActivity], *, by: Actor, at: datetime | None = None) -> list[Activity]:
    """Plan activities with their facts, in sets. ValidationError names the field that is wrong; then none is."""
    for owner in {new.owner.pk for new in news}:
        require(by, KIND, "create", owner)
    _require_seen([new.about for new in news if new.about is not None], by)
    now, zone = at or company_now(), company_zone()
    rows = [_row(new, now) for new in news]
    for row in rows:
        check(row, zone)
    Activity.objects.bulk_create(rows, batch_size=500)
    Participant.objects.bulk_create(
        [
            *(Participant(activity=row, user_id=pk) for row, new in zip(rows, news, strict=True) for pk in new.users),
            *(
                Participant(activity=row, party_id=pk)
                for row, new in zip(rows, news, strict=True)
                for pk in new.parties
            ),
        ],
        batch_size=500,
    )
    require_still(by, Activity.objects.all(), KIND, "create", [row.pk for row in rows])
    people = people_among(rows)
    facts.emit_many(
        [
            activity_fact(row, ActivityPlanned, by, now, people, due=row.due_at.isoformat(), repeats=row.repeat)
            for row in rows
        ]
    )
    inviting.send_many(rows, inviting.REQUEST, by)
    return rows


def plan(new: NewActivity, *, by: Actor) -> Activity:
    """Plan one activity."""
    return plan_many([new], by=by)[0]


@transaction.atomic
def change_many(given: Mapping[int, Mapping[str, Any]], *, by: Actor) -> list[Activity]:
    """Change open activities (number → field → value), in sets; return those that changed.

    ValidationError names the field that is wrong, and then nothing changes.
    """
    rows = locked(by, given)
    require_open(rows.values())
    zone, now, written, changed = company_zone(), company_now(), [], []
    people = people_among(list(rows.values()))
    for pk, values in given.items():
        row = rows[pk]
        if unknown := set(values) - set(CHANGEABLE):
            raise ValidationError({name: _("This field cannot be changed.") for name in unknown})
        changes = {
            name: [_plain(getattr(row, name)), _plain(value)]
            for name, value in values.items()
            if getattr(row, name) != value
        }
        if not changes:
            continue
        require_writable(by, KIND, changes)
        before = row.due_at
        for name in changes:
            setattr(row, name, values[name])
        if "repeat" in changes or (row.repeat and "due_at" in changes):
            row.repeat_from = row.due_at
        row.folded, row.sequence = fold(row.subject), row.sequence + 1
        _set_reminder(row, anew=bool(changes.keys() & {"due_at", "remind_minutes"}))
        check(row, zone)
        changed.append(row)
        written += _told(row, changes, before, by, now, people)
    update_each(changed, [*CHANGEABLE, "folded", "sequence", "repeat_from", "remind_at", "reminded_at"])
    require_still(by, Activity.objects.all(), KIND, "change", [row.pk for row in changed])
    facts.emit_many(written)
    told = {row.pk for row in changed if TOLD & given[row.pk].keys()}
    inviting.send_many([row for row in changed if row.pk in told], inviting.REQUEST, by)
    return changed


def change(activity: Activity, values: Mapping[str, Any], *, by: Actor) -> Activity:
    """Change one activity; a change to what it was writes nothing."""
    changed = change_many({activity.pk: values}, by=by)
    return changed[0] if changed else activity


@transaction.atomic
def invite(activity: Activity, *, users: Collection[int], parties: Collection[int], by: Actor) -> Activity:
    """Let exactly these colleagues and customers take part beside the owner; answers of those who stay are kept."""
    (row,) = locked(by, [activity.pk]).values()
    require_open([row])
    there = {(one.user_id, one.party_id): one.pk for one in row.participants.all()}
    wanted = {*((pk, None) for pk in users if pk != row.owner_id), *((None, pk) for pk in parties)}
    if wanted == there.keys():
        return row
    gone = row.participants.filter(pk__in=[pk for who, pk in there.items() if who not in wanted])
    inviting.send(row, inviting.CANCEL, list(gone.select_related("user", "party")))
    gone.delete()
    fresh = sorted(wanted - there.keys(), key=str)
    Participant.objects.bulk_create(Participant(activity=row, user_id=user, party_id=party) for user, party in fresh)
    row.sequence += 1
    row.save(update_fields=["sequence"])
    facts.emit(activity_fact(row, ActivityChanged, by, company_now(), people_among([row]), fields="participants"))
    inviting.send(row, inviting.REQUEST)
    return row


@transaction.atomic
def give_many(owners: Mapping[int, User], *, by: Actor) -> list[Activity]:
    """Give open activities to people; one already his stays untouched."""
    rows = locked(by, owners, action="reassign")
    require_open(rows.values())
    now, people = company_now(), people_among(list(rows.values()))
    moved, written = [], []
    for pk, owner in owners.items():
        row, old = rows[pk], rows[pk].owner
        if old.pk == owner.pk:
            continue
        if not owner.is_active:
            raise ValidationError({"owner": _("%(name)s no longer works here.") % {"name": owner.name}})
        row.owner = owner
        moved.append(row)
        changes = {"owner": [old.pk, owner.pk]}
        told = {"from_owner": old.pk, "to_name": owner.name}
        written.append(activity_fact(row, ActivityGiven, by, now, people, changes=changes, **told))
    update_each(moved, ["owner"])
    facts.emit_many(written)
    return moved


def check(row: Activity, zone: Any) -> None:
    """Refuse what is wrong with an activity, by the name of its field."""
    if not row.subject:
        raise ValidationError({"subject": _("Say what is to be done.")})
    if row.due_at.tzinfo is None:
        raise ValidationError({"due_at": _("A moment needs its time zone.")})
    if row.minutes > LONGEST_MINUTES:
        raise ValidationError({"minutes": _("It lasts 31 days at most. Plan several instead.")})
    row.clean_fields(exclude=["owner", "customer", "previous", "folded", "uid", "created_at", "about_kind"])
    row.repeat = repeating.check(row.repeat, row.repeat_from or row.due_at, zone)
    row.repeat_from = (row.repeat_from or row.due_at) if row.repeat else None


def _require_seen(abouts: Collection[Ref], by: Actor) -> None:
    """Refuse to plan about records that the actor does not see."""
    for kind in sorted({about.kind for about in abouts} if by.is_person else ()):
        wanted = {about.id for about in abouts if about.kind == kind}
        found = visible_to(by, kind).filter(pk__in=wanted).count() if is_registered(kind) else 0
        if found != len(wanted):
            raise ValidationError({"about": _("There is no such record, or you do not see it.")})


def _row(new: NewActivity, now: datetime) -> Activity:
    zone = company_zone() if new.all_day else None
    due = new.due_at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0) if zone else new.due_at
    row = Activity(
        kind=new.kind,
        subject=new.subject.strip(),
        folded=fold(new.subject.strip()),
        note=new.note.strip(),
        place=new.place.strip(),
        owner=new.owner,
        customer=new.customer,
        about_kind=new.about.kind if new.about else "",
        about_id=new.about.id if new.about else None,
        due_at=due,
        all_day=new.all_day,
        minutes=0 if new.all_day else new.minutes,
        priority=new.priority,
        repeat=new.repeat,
        remind_minutes=new.remind_minutes,
        private=new.private,
        uid=new.uid or f"{secrets.token_hex(12)}@setpoint",
        created_at=now,
    )
    _set_reminder(row, anew=True)
    return row


def _set_reminder(row: Activity, *, anew: bool) -> None:
    if anew:
        row.reminded_at = None
    row.remind_at = None if row.remind_minutes is None else row.due_at - timedelta(minutes=row.remind_minutes)


def _told(
    row: Activity, changes: dict[str, list[Any]], before: datetime, by: Actor, now: datetime, people: set[int]
) -> list[facts.NewFact]:
    """Return the facts of a change: words of people stand in no list of changes, moments in a fact of their own."""
    plain = {name: pair for name, pair in changes.items() if name in {"kind", "priority", "minutes", "all_day"}}
    found = []
    if "due_at" in changes:
        told: dict[str, Any] = {"from_due": before.isoformat(), "due": row.due_at.isoformat()}
        found.append(activity_fact(row, ActivityMoved, by, now, people, **told))
    if further := sorted(changes.keys() - {"due_at"}):
        names = ", ".join(further)
        found.append(activity_fact(row, ActivityChanged, by, now, people, changes=plain, fields=names))
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else getattr(value, "pk", value)
