"""Notices of deviations and corrections: who must decide, whom it touched, what it did."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from setpoint.journal.models import Fact
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Grant, User
from setpoint.kernel.refs import Ref
from setpoint.loop.act.explanation import NOBODY, Slot, write
from setpoint.loop.act.levers import Authority
from setpoint.loop.act.models import Affected, Correction
from setpoint.loop.act.permissions import KIND as CORRECTION
from setpoint.loop.act.permissions import may_decide
from setpoint.loop.control.models import Case
from setpoint.loop.inform.kinds import NewNotice, register_notice
from setpoint.loop.inform.recipients import Staff


def deciders(correction: Correction) -> list[int]:
    """Return who is asked to decide: the heads of everybody it touches, else those with the right to everything."""
    able = Grant.objects.filter(kind__in=(CORRECTION, "*"), action__in=("approve", "*"))
    roles = able.values("role")
    holders = Q(role__in=roles) | Q(pk__in=User.further_roles.through.objects.filter(role__in=roles).values("user"))
    people = User.objects.filter(holders, is_active=True).order_by("pk")
    may = [user for user in people if may_decide(Actor.of(user), correction)]
    heads = [user.pk for user in may if user.pk in Staff.now().head.values()]
    return heads or [user.pk for user in may]


def waiting(facts: Sequence[Fact]) -> Iterable[NewNotice]:
    """Tell those who may decide that something waits for them."""
    rows = Correction.objects.in_bulk([fact.about_id for fact in facts])
    for fact in facts:
        row = rows.get(fact.about_id)
        if row is not None and fact.data["authority"] == Authority.ASKS:
            for user in deciders(row):
                yield _news(fact, user, "act.waiting", group=f"{CORRECTION}:{fact.about_id}")


def touched(facts: Sequence[Fact]) -> Iterable[NewNotice]:
    """Tell people that a correction changed their work, or that it was taken back; not who did it himself."""
    people: dict[int, list[int]] = {}
    for correction, user in Affected.objects.filter(correction__in=[f.about_id for f in facts]).values_list(
        "correction", "user"
    ):
        people.setdefault(correction, []).append(user)
    for fact in facts:
        for user in people.get(fact.about_id, []):
            if user != fact.actor_id:
                kind = "act.undone" if fact.kind.endswith("undone") else "act.touched"
                yield _news(fact, user, kind, group=f"{CORRECTION}:{fact.about_id}")


def measured(facts: Sequence[Fact]) -> Iterable[NewNotice]:
    """Tell those who decide what came of it."""
    rows = Correction.objects.in_bulk([fact.about_id for fact in facts])
    for fact in facts:
        row = rows.get(fact.about_id)
        for user in deciders(row) if row is not None else []:
            yield _news(fact, user, "act.measured", group=f"{CORRECTION}:{fact.about_id}")


def deviations(facts: Sequence[Fact]) -> Iterable[NewNotice]:
    """Tell of cases that opened, as far up as their class asks."""
    cases, staff = Case.objects.in_bulk([fact.about_id for fact in facts]), Staff.now()
    for fact in facts:
        case = cases.get(fact.about_id)
        if case is not None:
            for user in staff.told_of(case.scope_kind, case.scope_id, case.admissibility):
                # one deviation felt by many parts of one plan is one message
                group = f"{fact.data['plan']}:{fact.data['parameter']}"
                yield _news(fact, user, "control.case", group=group)


def alarms(facts: Sequence[Fact]) -> Iterable[NewNotice]:
    """Tell who answers for a process that it has left its usual course; parts of one cause are told at its top."""
    staff = Staff.now()
    for fact in facts:
        if fact.data["is_part"]:
            continue
        kind, scope = fact.data["scope_kind"], fact.data["scope"]
        where = (kind, int(scope)) if kind == "team" else ("company", 1)
        for user in staff.line_of(*where)[:1]:
            yield _news(fact, user, "control.alarm", group=f"{fact.data['parameter']}:{kind}:{scope}")


def _news(fact: Fact, user: int, kind: str, *, group: str) -> NewNotice:
    data = {**fact.data, "actor": fact.actor_label}
    return NewNotice(user, kind, Ref(fact.about_kind, fact.about_id), fact.occurred_at, group, data)


def _waiting_words(data: Mapping[str, Any], count: int) -> str:
    del count
    chance = {side: write(Slot("chance", data[f"p_{side}"]), "", NOBODY) for side in ("before", "after")}
    name = data["lever_name"]
    return _("“{lever}” waits for your decision: chance of the plan {before} → {after}").format(lever=_(name), **chance)


def _touched_words(data: Mapping[str, Any], count: int) -> str:
    del count
    name = data["lever_name"]
    return _("{actor} applied “{lever}”; it touches your work").format(actor=data["actor"], lever=_(name))


def _undone_words(data: Mapping[str, Any], count: int) -> str:
    del count
    name = data["lever_name"]
    return _("{actor} took back “{lever}”; your work is as it was").format(actor=data["actor"], lever=_(name))


def _measured_words(data: Mapping[str, Any], count: int) -> str:
    del count
    name = data["lever_name"]
    if data["effect"] is None:
        return _("The effect of “{lever}” could not be measured").format(lever=_(name))
    return _("The effect of “{lever}” has been measured, evidence {grade}").format(lever=_(name), grade=data["grade"])


def _case_words(data: Mapping[str, Any], count: int) -> str:
    name = data["parameter_name"]
    return ngettext(
        "{parameter}, {plan}: a goal has left its tolerance, chance {chance}",
        "{parameter}, {plan}: {count} goals have left their tolerance, the latest with a chance of {chance}",
        count,
    ).format(
        parameter=_(name),
        plan=data["plan_name"],
        chance=write(Slot("chance", data["p_hit"]), "", NOBODY),
        count=count,
    )


def _alarm_words(data: Mapping[str, Any], count: int) -> str:
    del count
    name, change = data["parameter_name"], write(Slot("change", data["ratio"] - 1), "", NOBODY)
    return _("{parameter} has left its usual course: {change}").format(parameter=_(name), change=change)


register_notice(
    "control.alarm",
    label=gettext_lazy("A process has left its usual course"),
    on=("control.alarm_raised",),
    tell=alarms,
    words=_alarm_words,
)
register_notice(
    "act.waiting",
    label=gettext_lazy("What waits for my decision"),
    on=("act.correction_proposed",),
    tell=waiting,
    words=_waiting_words,
)
register_notice(
    "act.touched",
    label=gettext_lazy("A correction touches my work"),
    on=("act.correction_executed",),
    tell=touched,
    words=_touched_words,
)
register_notice(
    "act.undone",
    label=gettext_lazy("A correction was taken back"),
    on=("act.correction_undone",),
    tell=touched,
    words=_undone_words,
)
register_notice(
    "act.measured",
    label=gettext_lazy("The effect of a correction was measured"),
    on=("act.correction_verified",),
    tell=measured,
    words=_measured_words,
)
register_notice(
    "control.case",
    label=gettext_lazy("A goal has left its tolerance"),
    on=("control.case_opened",),
    tell=deviations,
    words=_case_words,
)
