"""Import of activities: one row, one task, call or meeting."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from setpoint.domains.activities.models import Activity
from setpoint.domains.activities.operations import activities, endings
from setpoint.domains.activities.permissions import KIND
from setpoint.domains.customers.models import Party
from setpoint.kernel.clock import company_today, company_zone
from setpoint.kernel.folding import fold
from setpoint.kernel.models import User
from setpoint.kernel.refs import Ref
from setpoint.platform.importing.importer import Importer, Written
from setpoint.platform.importing.kinds import Field, FieldType, ImportKind, register_kind
from setpoint.platform.importing.parsing import Record

WORDS = {
    "call": ("call", "phone call", "звонок"),
    "meeting": ("meeting", "event", "appointment", "встреча", "событие"),
}
DONE = {"done", "completed", "complete", "closed", "yes", "1", "true", "выполнена", "выполнено", "завершена", "да"}
HOUR = 9


class ActivityRows(Importer):
    """Plans activities; one of the same key is there already. What is told as done has ended."""

    @classmethod
    def known(cls) -> Mapping[str, Collection[str]]:
        """Return the people to whom activities may belong."""
        return {"people": set(User.objects.filter(is_active=True).values_list("name", flat=True))}

    def matched(self, records: Sequence[Record]) -> set[int]:
        """Compare keys."""
        keys = {_uid(record): record.row for record in records}
        there = Activity.objects.filter(uid__in=keys).values_list("uid", flat=True)
        return {keys[uid] for uid in there}

    def write(self, records: Sequence[Record]) -> Written:
        """Plan them; those that are done end at once."""
        owners = {user.name: user for user in User.objects.filter(is_active=True)}
        me = User.objects.filter(pk=self.by.user_id or 0).first() or next(iter(owners.values()))
        names = {fold(record.text("customer")) for record in records} - {""}
        customers = {party.folded: party for party in Party.objects.filter(folded__in=names)}
        news = [self._new(record, owners.get(record.text("owner"), me), customers) for record in records]
        rows = activities.plan_many(news, by=self.by)
        done = [row.pk for row, record in zip(rows, records, strict=True) if fold(record.text("done")) in DONE]
        endings.end_many(dict.fromkeys(done, "done"), by=self.by)
        return Written([Ref(KIND, row.pk) for row in rows])

    def _new(self, record: Record, owner: User, customers: Mapping[str, Party]) -> activities.NewActivity:
        said = fold(record.text("kind"))
        day = record.values.get("due")
        stranger = record.text("owner") if fold(record.text("owner")) != fold(owner.name) else ""
        told = gettext("Its owner there: %(name)s") % {"name": stranger} if stranger else ""
        return activities.NewActivity(
            kind=next((kind for kind, words in WORDS.items() if said in words), "task"),
            subject=record.text("subject"),
            note="\n".join(filter(None, (record.text("note"), told))),
            place=record.text("place"),
            owner=owner,
            customer=customers.get(fold(record.text("customer"))),
            due_at=datetime.combine(day if isinstance(day, date) else company_today(), time(HOUR), company_zone()),
            all_day=True,
            uid=_uid(record),
        )


def _uid(record: Record) -> str:
    """Return by what it is known again: its key, else its row; equal rows of one file are several activities."""
    said = record.text("key")
    if not said:
        said = hashlib.sha256(repr((record.row, sorted(record.values.items()))).encode()).hexdigest()[:40]
    return f"{said}@import"


register_kind(
    ImportKind(
        "activities",
        _("Activities"),
        (
            Field(
                "subject",
                pgettext_lazy("of an activity", "Subject"),
                synonyms=("task", "task name", "title", "activity", "activity name", "тема", "задача", "дело"),
                required=True,
                filled=True,
                length=200,
            ),
            Field(
                "kind",
                pgettext_lazy("of an activity", "Kind"),
                synonyms=("type", "activity type", "task type", "тип", "тип дела", "тип задачи"),
                length=40,
            ),
            Field(
                "due",
                pgettext_lazy("of an activity", "Due"),
                FieldType.DATE,
                ("due date", "date", "start date", "deadline", "срок", "дата", "крайний срок"),
                required=True,
                filled=True,
            ),
            Field(
                "owner",
                pgettext_lazy("of a deal", "Owner"),
                FieldType.REFERENCE,
                ("assigned to", "assignee", "responsible", "ответственный", "исполнитель"),
                refers_to="people",
                # somebody who is not here: whoever imports gets it, with the name
                creates=True,
                length=200,
            ),
            Field("customer", _("Customer"), synonyms=("contact", "company", "account", "клиент"), length=200),
            Field("place", _("Place"), synonyms=("location", "место"), length=200),
            Field(
                "note",
                pgettext_lazy("of an activity", "Note"),
                synonyms=("description", "comment", "text", "описание", "комментарий", "текст"),
                length=4000,
            ),
            Field("done", _("Done"), synonyms=("status", "completed", "state", "статус", "выполнена"), length=40),
            Field("key", _("Key"), FieldType.KEY, ("task id", "activity id", "id", "код"), length=120),
        ),
        order=50,
        rights=((KIND, "create"),),
        importer=ActivityRows,
    )
)
