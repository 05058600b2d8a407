"""Notices of customers: a colleague named me in a note; a day of a customer is near."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from setpoint.journal.models import Fact
from setpoint.kernel.refs import Ref
from setpoint.loop.inform.kinds import NewNotice, register_notice


def mentioned(facts: Sequence[Fact]) -> Iterable[NewNotice]:
    """Tell those whom a note names, but not its author."""
    for fact in facts:
        for user in fact.data["mentioned"]:
            if user != fact.actor_id:
                ref = Ref(fact.about_kind, fact.about_id)
                data = {"actor": fact.actor_label}
                yield NewNotice(user, "customers.mentioned", ref, fact.occurred_at, f"{fact.pk}", data)


def _words(data: Mapping[str, Any], count: int) -> str:
    return ngettext(
        "{actor} named you in a note on a customer", "{actor} named you in {count} notes on a customer", count
    ).format(actor=data["actor"], count=count)


register_notice(
    "customers.mentioned",
    label=_("Somebody named me in a note"),
    on=("customers.noted",),
    tell=mentioned,
    words=_words,
)
