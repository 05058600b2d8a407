"""Notices of sales: deals that somebody gave to a person."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from setpoint.journal.models import Fact
from setpoint.kernel.refs import Ref
from setpoint.loop.inform.kinds import NewNotice, register_notice
from setpoint.loop.inform.recipients import Staff


def received(facts: Sequence[Fact]) -> Iterable[NewNotice]:
    """Tell the new owners; a correction tells of itself, and nobody is told what he did himself."""
    for fact in facts:
        if fact.data["correction"] is None and fact.actor_id != fact.data["owner"]:
            data = {"actor": fact.actor_label}
            ref = Ref(fact.about_kind, fact.about_id)
            yield NewNotice(fact.data["owner"], "sales.received", ref, fact.occurred_at, fact.actor_label, data)


def _words(data: Mapping[str, Any], count: int) -> str:
    return ngettext("{actor} gave you a deal", "{actor} gave you {count} deals", count).format(
        actor=data["actor"], count=count
    )


register_notice(
    "sales.received", label=_("Somebody gave me a deal"), on=("sales.deal_reassigned",), tell=received, words=_words
)


def _lead_given(facts: Sequence[Fact]) -> Iterable[NewNotice]:
    """Tell whoever got a lead; nobody is told what he did himself."""
    for fact in facts:
        if fact.data["owner"] is not None and fact.actor_id != fact.data["owner"]:
            ref = Ref(fact.about_kind, fact.about_id)
            yield NewNotice(fact.data["owner"], "sales.lead_given", ref, fact.occurred_at, "leads")


def _lead_given_words(_data: Mapping[str, Any], count: int) -> str:
    return ngettext("You have a new lead", "You have {count} new leads", count).format(count=count)


def _overdue(facts: Sequence[Fact]) -> Iterable[NewNotice]:
    """Tell who has the lead, and the head above him; of one that nobody has, every head of a team on top."""
    staff = Staff.now()
    for fact in facts:
        owner, team = fact.data["owner"], fact.data["team"]
        heads = staff.heads_above(team)[:1] if team is not None else staff.line_of("company", 1)[:1]
        ref = Ref(fact.about_kind, fact.about_id)
        for user in dict.fromkeys([*([owner] if owner is not None else []), *heads]):
            yield NewNotice(user, "sales.lead_overdue", ref, fact.occurred_at, "overdue")


def _overdue_words(_data: Mapping[str, Any], count: int) -> str:
    return ngettext(
        "A lead waits for an answer longer than the norm",
        "{count} leads wait for an answer longer than the norm",
        count,
    ).format(count=count)


register_notice(
    "sales.lead_given",
    label=_("I was given a lead"),
    on=("sales.lead_assigned", "sales.lead_offered"),
    tell=_lead_given,
    words=_lead_given_words,
)
register_notice(
    "sales.lead_overdue",
    label=_("A lead waits for an answer longer than the norm"),
    on=("sales.lead_overdue",),
    tell=_overdue,
    words=_overdue_words,
)


def _asked_to_help(facts: Sequence[Fact]) -> Iterable[NewNotice]:
    """Tell the head whose help is asked for."""
    for fact in facts:
        if fact.data["head"] is not None:
            ref = Ref(fact.about_kind, fact.about_id)
            yield NewNotice(fact.data["head"], "sales.escalated", ref, fact.occurred_at, "escalated")


def _escalated_words(_data: Mapping[str, Any], count: int) -> str:
    return ngettext("A stuck deal needs your help", "{count} stuck deals need your help", count).format(count=count)


register_notice(
    "sales.escalated",
    label=_("A stuck deal needs my help"),
    on=("sales.deal_escalated",),
    tell=_asked_to_help,
    words=_escalated_words,
)
