"""Notices of sales: deals that somebody gave to a person."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from setpoint.journal.models import Fact
from setpoint.kernel.refs import Ref
from setpoint.loop.inform.kinds import NewNotice, register_notice


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
