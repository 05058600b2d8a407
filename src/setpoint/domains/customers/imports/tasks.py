"""Import of tasks: kept as they came, on the card of the customer whom they name, until tasks have a home here."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.customers.models import ImportedTask, Party
from setpoint.domains.customers.operations import imported_tasks
from setpoint.domains.customers.permissions import KIND, TASK
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_zone
from setpoint.kernel.folding import fold
from setpoint.kernel.models import User
from setpoint.kernel.refs import Ref
from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.importer import Importer, Written
from setpoint.platform.importing.kinds import Field, FieldType, ImportKind, register_kind
from setpoint.platform.importing.parsing import Record

DONE = frozenset(
    ("completed", "done", "closed", "cancelled", "canceled", "завершена", "завершено", "выполнена", "готово")
)
LONGEST = 500


class TaskRows(Importer):
    """Brings tasks; the same row again is there already."""

    def __init__(self, agreement: Agreement, *, by: Actor, run: int) -> None:
        super().__init__(agreement, by=by, run=run)
        self._zone = company_zone()

    def matched(self, records: Sequence[Record]) -> set[int]:
        """Compare digests of rows."""
        marks = {record.row: _mark(record) for record in records}
        there = set(ImportedTask.objects.filter(mark__in=marks.values()).values_list("mark", flat=True))
        return {row for row, mark in marks.items() if mark in there}

    def write(self, records: Sequence[Record]) -> Written:
        """Bring the tasks, each to its customer where one of that name or key is there."""
        people = {fold(user.name): user for user in User.objects.all()}
        parties = _parties({record.text("customer") for record in records} - {""})
        made = imported_tasks.bring(
            [
                ImportedTask(
                    subject=record.text("name"),
                    owner=people.get(fold(record.text("owner"))),
                    owner_name=record.text("owner"),
                    party=parties.get(record.text("customer")) or parties.get(fold(record.text("customer"))),
                    begun_at=self._moment(record.values.get("created")),
                    due_on=due.date() if isinstance(due := record.values.get("due"), datetime) else None,
                    state=record.text("state"),
                    done=fold(record.text("state")) in DONE,
                    mark=_mark(record),
                )
                for record in records
            ],
            by=self.by,
        )
        return Written([Ref(TASK, task.pk) for task in made])

    def _moment(self, value: Any) -> datetime | None:
        if not isinstance(value, datetime):
            return None
        return value if value.tzinfo else value.replace(tzinfo=self._zone)


def _mark(record: Record) -> str:
    """Return by what a task is known again: its key, else its row; equal rows of one file are several tasks."""
    said = record.text("key") or repr((record.row, sorted(record.values.items())))
    return hashlib.sha256(said.encode()).hexdigest()


def _parties(names: Collection[str]) -> dict[str, Party]:
    """Return customers by key, and by folded name where only one bears it."""
    if not names:
        return {}
    folded = {fold(name) for name in names}
    keyed = Q(external_id__in=names) & ~Q(external_id="")
    found: dict[str, Party] = {}
    twice: set[str] = set()
    for party in Party.objects.filter(keyed | Q(folded__in=folded)).order_by("pk"):
        twice |= {party.folded} & found.keys()
        found[party.folded] = party
        if party.external_id:
            found[party.external_id] = party
    return {name: party for name, party in found.items() if name not in twice}


register_kind(
    ImportKind(
        "tasks",
        _("Tasks of another system"),
        (
            Field("key", _("Key"), synonyms=("task id", "record id", "код задачи"), length=200),
            Field(
                "name",
                _("Task"),
                synonyms=("subject", "task name", "тема", "задача", "название задачи"),
                required=True,
                filled=True,
                length=LONGEST,
            ),
            Field("owner", _("Owner of the task"), synonyms=("task owner", "assigned to", "исполнитель"), length=200),
            Field(
                "customer",
                _("Customer"),
                synonyms=("related to", "contact name", "account name", "клиент", "контакт"),
                length=200,
            ),
            Field("created", _("Created"), FieldType.DATE, ("created time", "created at", "дата создания")),
            Field(
                "due",
                pgettext_lazy("of a task", "Due"),
                FieldType.DATE,
                ("due date", "deadline", "срок", "крайний срок"),
            ),
            Field("state", _("State of the task"), synonyms=("status", "статус", "состояние"), length=80),
        ),
        order=28,
        rights=((KIND, "change"),),
        importer=TaskRows,
    )
)
