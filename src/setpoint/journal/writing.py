"""Writing facts, and taking them back. Always inside the transaction of the change they tell of."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from setpoint.journal.models import Fact, Forgetting, PersonalValue
from setpoint.kernel.actors import Actor
from setpoint.kernel.bulk import insert, insert_objects
from setpoint.kernel.clock import company_now, machine_now
from setpoint.kernel.facts import JsonDict, NewFact, fact_type
from setpoint.kernel.standing_in import labels

BATCH = 500
# the database numbers the transaction itself
DEFAULTED = ("tx",)
COLUMNS = (
    *("kind", "occurred_at", "recorded_at", "actor_kind", "actor_id", "actor_label", "door", "origin", "customer_id"),
    *("person_id", "about_kind", "about_id", "channel", "changes", "data", "personal"),
)

BESIDE = ("fact_id", "person_id", "field", "value", "salt")
Beside = tuple[int, str, Any, str]
_SORTED = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


@fact_type("journal.retracted", sentence=gettext_noop("{actor} took back: {kind} ({reason})"))
@dataclass(frozen=True)
class Retracted:
    """A fact was taken back; `kind` is the kind of that fact."""

    kind: str
    reason: str


def write(facts: Sequence[NewFact]) -> list[int]:
    """Append facts in order and return their ids. RuntimeError outside a transaction.

    ValidationError for a contact with nobody.
    """
    if not connection.in_atomic_block:
        msg = "a fact is written in the transaction of the change it tells of"
        raise RuntimeError(msg)
    if any(fact.customer is None and fact.type.contact(fact.payload) for fact in facts):
        raise ValidationError(_("A contact stands on the card of a customer: say first with whom it was."))
    recorded_at = machine_now()
    forgotten = _forgotten({fact.person for fact in facts if fact.person is not None})
    rows: list[tuple[Any, ...]] = []
    beside: list[list[Beside]] = []
    for fact, label in zip(facts, labels(facts), strict=True):
        row, values = _split(fact, label, recorded_at, known=fact.person not in forgotten)
        rows.append(row)
        beside.append(values)
    ids = insert(Fact, dict(zip(COLUMNS, zip(*rows, strict=True), strict=True))) if rows else []
    personal = [(fact_id, *value) for fact_id, values in zip(ids, beside, strict=True) for value in values]
    if personal:
        insert(PersonalValue, dict(zip(BESIDE, zip(*personal, strict=True), strict=True)))
    return ids


@transaction.atomic
def retract(fact_ids: Iterable[int], *, by: Actor, reason: str, occurred_at: datetime | None = None) -> int:
    """Take facts back, once each; return how many were standing. Facts already taken back are left alone."""
    moment = occurred_at or company_now()
    recorded_at = machine_now()
    count = 0
    wanted = list(fact_ids)
    for start in range(0, len(wanted), BATCH):
        standing = Fact.objects.filter(pk__in=wanted[start : start + BATCH]).standing().order_by("pk")
        rows = [
            Fact(
                kind="journal.retracted",
                occurred_at=moment,
                recorded_at=recorded_at,
                actor_kind=by.kind,
                actor_id=by.user_id,
                actor_label=by.label,
                door=by.door,
                origin=by.origin,
                customer_id=fact.customer_id,
                about_kind=fact.about_kind,
                about_id=fact.about_id,
                channel=fact.channel,
                data={"kind": fact.kind, "reason": reason},
                retracts=fact.pk,
            )
            for fact in standing
        ]
        insert_objects(Fact, rows, leave_out=DEFAULTED)
        count += len(rows)
    return count


def _forgotten(people: set[int]) -> set[int]:
    if not people:
        return set()
    return set(Forgetting.objects.filter(person_id__in=people).values_list("person_id", flat=True))


def _split(fact: NewFact, label: str, recorded_at: datetime, *, known: bool) -> tuple[tuple[Any, ...], list[Beside]]:
    """Separate a fact, in the order of `COLUMNS`, from its personal values, in the order of `BESIDE`.

    Those of a person already forgotten are not kept at all.
    """
    data: JsonDict = fact.data()
    changes = {name: list(pair) for name, pair in fact.changes.items()}
    digests: dict[str, str] = {}
    values: list[Beside] = []
    if fact.person is not None:
        personal = {name: data.pop(name) for name in fact.type.personal if data.get(name) not in (None, "")}
        for name in fact.type.personal & changes.keys():
            personal[f"changes.{name}"] = changes.pop(name)
        for name, value in personal.items():
            salt = secrets.token_hex(16)
            digests[name] = digest(value, salt)
            if known:
                values.append((fact.person, name, value, salt))
    by = fact.by
    row = (
        *(fact.type.kind, fact.occurred_at, recorded_at, by.kind, by.user_id, label, by.door, by.origin),
        *(fact.customer, fact.person, fact.about.kind, fact.about.id, fact.channel, changes, data, digests),
    )
    return row, values


def digest(value: object, salt: str) -> str:
    """Return the salted digest of a personal value, which a seal covers in its place."""
    return hashlib.sha256((salt + _SORTED.encode(value)).encode()).hexdigest()
