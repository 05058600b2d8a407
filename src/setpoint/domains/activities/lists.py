"""The list of activities."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from setpoint.domains.activities.models import Activity, ActivityKind, Outcome, Priority
from setpoint.domains.activities.operations import activities, endings
from setpoint.domains.activities.permissions import KIND
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, company_today, company_zone
from setpoint.kernel.refs import Ref
from setpoint.platform.lists.changes import Change
from setpoint.platform.lists.columns import Native
from setpoint.platform.lists.days import read_day
from setpoint.platform.lists.kinds import ListKind, register
from setpoint.platform.lists.of_people import owner_change, owner_column
from setpoint.platform.lists.types import Chosen, Moment, Number, Text
from setpoint.platform.lists.words import IS, NOT

PARTY = "customers.party"
OPEN = "open"
TABS = {
    OPEN: pgettext_lazy("activities", "Open"),
    "late": _("Overdue"),
    "today": pgettext_lazy("activities", "Today"),
    "week": _("Next 7 days"),
    "ended": pgettext_lazy("activities", "Ended"),
    "all": pgettext_lazy("activities", "All"),
}
PRIORITIES = {str(value): label for value, label in Priority.choices}


def midnight(day: date) -> datetime:
    """Return when a day begins in the company's zone."""
    return datetime.combine(day, time(), company_zone())


def late(now: datetime) -> Q:
    """Return the condition of what should have been done; what is due on a whole day is late on the next."""
    today = midnight(now.astimezone(company_zone()).date())
    return Q(closed_at__isnull=True) & (Q(all_day=False, due_at__lt=now) | Q(all_day=True, due_at__lt=today))


def _tab(_word: str, given: str, _by: Actor) -> Q:
    if given not in TABS:
        raise ValidationError(gettext("“%(value)s” cannot be chosen here.") % {"value": given})
    today = midnight(company_today())
    opened = Q(closed_at__isnull=True)
    asked: dict[str, Q] = {
        OPEN: opened,
        "late": late(company_now()),
        "today": opened & Q(due_at__gte=today, due_at__lt=today + timedelta(days=1)),
        "week": opened & Q(due_at__gte=today, due_at__lt=today + timedelta(days=7)),
        "ended": Q(closed_at__isnull=False),
    }
    return asked.get(given, Q())


def _owners(ids: Sequence[int]) -> dict[int, int]:
    return dict(Activity.objects.filter(pk__in=ids).values_list("pk", "owner_id"))


def _priority(text: str, _by: Actor) -> int:
    if text not in PRIORITIES:
        raise ValidationError(gettext("“%(value)s” cannot be chosen here.") % {"value": text})
    return int(text)


def _outcome(text: str, _by: Actor) -> str:
    if text not in Outcome.values:
        raise ValidationError(gettext("“%(value)s” cannot be chosen here.") % {"value": text})
    return text


def _set(name: str) -> Any:
    def apply(values: Mapping[int, Any], by: Actor) -> None:
        activities.change_many({pk: {name: value} for pk, value in values.items()}, by=by)

    return apply


def _to_day(days: Mapping[int, Any], by: Actor) -> None:
    """Move activities to a day; each keeps its time of day. Moments come back where a change is taken back."""
    zone = company_zone()
    rows = Activity.objects.in_bulk(list(days))
    given = {}
    for pk, day in days.items():
        clock = rows[pk].due_at.astimezone(zone).timetz().replace(tzinfo=None)
        given[pk] = {"due_at": day if isinstance(day, datetime) else datetime.combine(day, clock, zone)}
    activities.change_many(given, by=by)


def _end(outcomes: Mapping[int, Any], by: Actor) -> None:
    endings.end_many({pk: outcome for pk, outcome in outcomes.items() if outcome}, by=by)
    endings.reopen_many([pk for pk, outcome in outcomes.items() if not outcome], by=by)


def _ended(ids: Sequence[int]) -> dict[int, str]:
    found = Activity.objects.filter(pk__in=ids).values_list("pk", "ending__outcome")
    return {pk: outcome or "" for pk, outcome in found}


CHANGES = (
    Change(
        "outcome",
        _("Outcome"),
        _outcome,
        _end,
        _ended,
        lambda plain: plain,
        lambda _by: [(value, label) for value, label in Outcome.choices],
        "choice",
    ),
    Change(
        "due",
        pgettext_lazy("of an activity", "Due"),
        lambda text, _by: read_day(text),
        _to_day,
        lambda ids: {pk: due.isoformat() for pk, due in _dues(ids)},
        datetime.fromisoformat,
        input="date",
    ),
    Change(
        "priority",
        _("Priority"),
        _priority,
        _set("priority"),
        lambda ids: dict(Activity.objects.filter(pk__in=ids).values_list("pk", "priority")),
        lambda plain: plain,
        lambda _by: list(PRIORITIES.items()),
        "choice",
    ),
    owner_change(KIND, lambda owners, by: activities.give_many(owners, by=by), _owners, "reassign"),
)


def _dues(ids: Sequence[int]) -> list[tuple[int, datetime]]:
    return list(Activity.objects.filter(pk__in=ids).values_list("pk", "due_at"))


register(
    ListKind(
        KIND,
        _("Activities"),
        (
            Native(
                "subject",
                pgettext_lazy("of an activity", "Subject"),
                Text(folded=True),
                "folded",
                value=lambda row: row.subject,
                ref=lambda row: Ref(KIND, row.pk),
                sorts="folded",
            ),
            Native(
                "kind",
                pgettext_lazy("of an activity", "Kind"),
                Chosen(choices=dict(ActivityKind.choices)),
                "kind",
                value=lambda row: row.kind,
            ),
            Native(
                "due",
                pgettext_lazy("of an activity", "Due"),
                Moment(),
                "due_at",
                value=lambda row: row.due_at,
                sorts="due_at",
            ),
            owner_column(KIND, sorts=True),
            Native(
                "customer",
                _("Customer"),
                Text(folded=True),
                "customer__folded",
                value=lambda row: row.customer.name if row.customer else "",
                ref=lambda row: Ref(PARTY, row.customer_id) if row.customer_id else None,
                related=("customer",),
                sorts="customer",
                sorts_by=("folded",),
            ),
            Native(
                "priority",
                _("Priority"),
                Chosen(choices=PRIORITIES),
                "priority",
                value=lambda row: str(row.priority),
                indexed=False,
            ),
            Native(
                "outcome",
                _("Outcome"),
                Chosen(choices=dict(Outcome.choices)),
                "ending__outcome",
                value=lambda row: row.ending.outcome if row.closed_at else None,
                related=("ending",),
                usual=False,
            ),
            Native(
                "ended",
                pgettext_lazy("an activity, when", "Ended"),
                Moment(),
                "closed_at",
                value=lambda row: row.closed_at,
                usual=False,
                sorts="closed_at",
            ),
            Native("minutes", _("Minutes"), Number(), value=lambda row: row.minutes, usual=False),
            Native("place", _("Place"), Text(), value=lambda row: row.place, usual=False),
            Native("note", pgettext_lazy("of an activity", "Note"), Text(), value=lambda row: row.note, usual=False),
            Native("tab", pgettext_lazy("activities", "Which"), Chosen((IS, NOT), choices=TABS), ask=_tab, hidden=True),
        ),
        sort="due",
        bar=("owner", "kind"),
        tabs="tab",
        tab=OPEN,
        day=lambda tab: "ended" if tab == "ended" else "due",
        changes=CHANGES,
    )
)
