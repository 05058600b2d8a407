"""Notices of activities: reminders, and what somebody gave or planned for a colleague."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from setpoint.domains.activities.models import Activity
from setpoint.journal.models import Fact
from setpoint.kernel.refs import Ref
from setpoint.loop.inform.kinds import NewNotice, register_notice


def _subjects(facts: Sequence[Fact]) -> dict[int, str]:
    """Return the subjects as they are now: a person who is forgotten is named in no new notice."""
    rows = Activity.objects.filter(pk__in=[fact.about_id for fact in facts])
    return dict(rows.values_list("pk", "subject"))


def _reminded(facts: Sequence[Fact]) -> Iterable[NewNotice]:
    """Remind the owner and the colleagues who take part; each activity is a notice of its own."""
    subjects = _subjects(facts)
    for fact in facts:
        ref = Ref(fact.about_kind, fact.about_id)
        data = {"subject": subjects.get(fact.about_id, "-"), "due": fact.data["due"]}
        for user in fact.data["told"]:
            yield NewNotice(user, "activities.reminder", ref, fact.occurred_at, f"{fact.about_id}", data)


def _reminded_words(data: Mapping[str, Any], _count: int) -> str:
    return str(_("Reminder: {subject}")).format(subject=data["subject"])


def _given(facts: Sequence[Fact]) -> Iterable[NewNotice]:
    """Tell the owner of what somebody else planned for him or gave him; what a rule repeats is no news."""
    for fact in facts:
        if fact.actor_id != fact.data["owner"] and fact.actor_id is not None:
            ref = Ref(fact.about_kind, fact.about_id)
            data = {"actor": fact.actor_label}
            yield NewNotice(fact.data["owner"], "activities.given", ref, fact.occurred_at, fact.actor_label, data)


def _given_words(data: Mapping[str, Any], count: int) -> str:
    return ngettext("{actor} planned something for you", "{actor} planned {count} activities for you", count).format(
        actor=data["actor"], count=count
    )


register_notice(
    "activities.reminder",
    label=_("A reminder of mine is due"),
    on=("activities.reminded",),
    tell=_reminded,
    words=_reminded_words,
)
register_notice(
    "activities.given",
    label=_("Somebody planned something for me"),
    on=("activities.planned", "activities.given"),
    tell=_given,
    words=_given_words,
)
