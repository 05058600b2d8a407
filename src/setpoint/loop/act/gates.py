"""What a correction must pass before it is executed, in order. Each gate says no with words, or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.models import User
from setpoint.loop.act.authority import authorities
from setpoint.loop.act.levers import LEVERS, Authority
from setpoint.loop.act.models import Affected, Arm, Assignment, Correction, LeverSetting, ParameterLease, State
from setpoint.loop.act.permissions import may_decide

WEEK = timedelta(days=7)
RISE_AFTER_DECLINE = 1.5
DONE = (State.EXECUTED, State.VERIFIED)


@dataclass(frozen=True)
class Passage:
    """Who wants to execute which correction, when, under which setting and limits."""

    correction: Correction
    setting: LeverSetting
    limits: Mapping[str, float]
    by: Actor
    now: datetime

    @property
    def inputs(self) -> dict[str, Any]:
        """The stored numbers of the proposal."""
        found: dict[str, Any] = self.correction.proposal["inputs"]
        return found


def authority(passage: Passage) -> str | None:
    """Asks approval = a person; only advises = nobody; switched off = nobody."""
    if not passage.setting.enabled:
        return _("The lever is switched off.")
    people = passage.correction.proposal["people"]
    (now,) = authorities([(passage.correction.lever, passage.setting.authority, people)])
    if now == Authority.ADVISES:
        return _("This lever only advises: what it says is done by hand.")
    if now == Authority.ASKS and not passage.by.is_person:
        return _("This lever needs the approval of a person.")
    return None


def capacity(passage: Passage) -> str | None:
    """No receiver gets more work than he can do."""
    for load in passage.inputs.get("loads", []):
        if load["after"] > max(load["capacity"], load["before"]) + 1e-9:
            name = User.objects.get(pk=load["owner"]).name
            return _("%(name)s has no time for it.") % {"name": name}
    return None


def rate_limit(passage: Passage) -> str | None:
    """At most so many changes per person and company in seven days, and so much of a book."""
    recent = Correction.objects.filter(state__in=DONE, executed_at__gt=passage.now - WEEK)
    if recent.count() >= passage.limits.get("changes_per_week", 25):
        return _("The company has seen enough changes this week.")
    people = passage.correction.proposal["people"]
    # what acts alone is advice that costs nothing and may be ignored
    asked = recent.exclude(authority=Authority.ACTS)
    counted = Affected.objects.filter(correction__in=asked, user__in=people).values("user")
    most = passage.limits.get("changes_per_person_week", 2)
    busy = [row["user"] for row in counted.annotate(changes=Count("pk")) if row["changes"] >= most]
    if busy:
        name = User.objects.get(pk=busy[0]).name
        return _("%(name)s has seen enough changes this week.") % {"name": name}
    return _share_of_book(passage)


def conflict(passage: Passage) -> str | None:
    """One writer per parameter: no other correction may hold a unit of this one."""
    kind, _dot, field = LEVERS[passage.correction.lever].writes.rpartition(".")
    others = ParameterLease.objects.filter(kind=kind, field=field, valid_to__gt=passage.now)
    taken = set(others.exclude(correction=passage.correction).values_list("record_id", flat=True))
    if taken & set(passage.correction.proposal["units"]):
        return _("Another correction is at work on the same records until its window closes.")
    return None


def cool_down(passage: Passage) -> str | None:
    """What was declined comes back after a week, or when it promises half as much again."""
    correction = passage.correction
    said_no = Correction.objects.filter(
        lever=correction.lever,
        parameter=correction.parameter,
        scope_kind=correction.scope_kind,
        scope_id=correction.scope_id,
        state=State.DECLINED,
        cool_down_until__gt=passage.now,
    ).exclude(pk=correction.pk)
    last = said_no.order_by("-decided_at").first()
    if last is not None and correction.expected < RISE_AFTER_DECLINE * last.expected:
        return _("It was declined a short time ago and promises little more now.")
    return None


def fairness(passage: Passage) -> str | None:
    """Without a person's approval nobody loses more than a fifth of his expected income."""
    most = passage.limits.get("income_loss", 0.2)
    for income in passage.inputs.get("incomes", []):
        if not passage.by.is_person and income["after"] < (1 - most) * income["before"]:
            name = User.objects.get(pk=income["owner"]).name
            return _("%(name)s would lose too much of the expected income.") % {"name": name}
    return None


def right(passage: Passage) -> str | None:
    """Who approves answers for everybody whom it touches."""
    if passage.by.is_person and not may_decide(passage.by, passage.correction):
        return _("Only who heads everybody it touches can decide this. Ask the head of sales.")
    return None


Gate = Callable[[Passage], str | None]

GATES: tuple[Gate, ...] = (authority, capacity, rate_limit, conflict, cool_down, fairness, right)


def pass_gates(passage: Passage) -> tuple[list[dict[str, Any]], str | None]:
    """Return the record of the gates passed, in order up to the first refusal, and that refusal's words."""
    record: list[dict[str, Any]] = []
    for gate in GATES:
        refusal = gate(passage)
        record.append({"gate": gate.__name__, "passed": refusal is None})
        if refusal is not None:
            return record, refusal
    return record, None


def _share_of_book(passage: Passage) -> str | None:
    share = passage.limits.get("share_of_book")
    if share is None:
        return None
    for book in passage.inputs.get("books", []):
        moved = Assignment.objects.filter(
            arm=Arm.TREAT,
            correction__lever=passage.correction.lever,
            correction__state__in=DONE,
            correction__executed_at__gt=passage.now - WEEK,
            correction__affected__user=book["owner"],
        ).count()
        if moved + book["units"] > max(share * book["open"], 1) + 1e-9:
            name = User.objects.get(pk=book["owner"]).name
            return _("Too much of the book of %(name)s would move in one week.") % {"name": name}
    return None
