"""What lists and segments of customers can ask of their past, their relations, their occasions, their segments."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from types import MappingProxyType
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from setpoint.domains.customers.models import (
    Happened,
    HappenedOn,
    LifeStage,
    OccasionKind,
    PartyRole,
    Relation,
    RelationKind,
    Segment,
    SegmentMember,
)
from setpoint.domains.customers.models.party import Importance
from setpoint.domains.customers.models.role import Role
from setpoint.domains.customers.occasions import within
from setpoint.domains.customers.permissions import KIND
from setpoint.domains.customers.queries.happenings import EVENTS, ON_REGISTER, Event
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_today
from setpoint.platform.lists.columns import Native
from setpoint.platform.lists.kinds import extend
from setpoint.platform.lists.types import Chosen, Linked, Number
from setpoint.platform.lists.words import FROM, IS, NOT

M = TypeVar("M", bound=Model)
RECENT = 90
LONGEST_DAYS = 36_500
# of what comes every year, less than a year is asked
LONGEST_AHEAD = 364
COUNTED = Number(words=(FROM, "to"))
Options = Sequence[tuple[str, str | Promise]]
# lookup → value of the numbers of the customers that are looked at: without it a condition gathers all that fulfil it
Among = Mapping[str, Any]
ALL: Among = MappingProxyType({})


def columns_among(among: Among) -> dict[str, Native]:
    """Return the columns that ask other tables, by key, for some customers only."""
    of_events = [column for event in EVENTS.values() for column in columns_of_event(event, among)]
    return {column.key: column for column in (*_columns(among), *of_events)}


def columns_of_event(event: Event, among: Among = ALL) -> tuple[Native, ...]:
    """Return the columns by which lists ask for something that happened."""

    def often(word: str, given: str, by: Actor) -> Q:
        del by
        times = _whole(given)
        rows = _narrowed(Happened.objects.filter(event=event.key), among)
        if word == FROM:
            return Q(pk__in=rows.filter(times__gte=times).values("party")) if times else Q()
        return ~Q(pk__in=rows.filter(times__gt=times).values("party"))

    def since(word: str, given: str, by: Actor) -> Q:
        del by
        day = company_today() - timedelta(days=_whole(given))
        rows = _narrowed(Happened.objects.filter(event=event.key), among)
        # for whom it never happened it is long since
        if word == FROM:
            return ~Q(pk__in=rows.filter(last_on__gt=day).values("party"))
        return Q(pk__in=rows.filter(last_on__gte=day).values("party"))

    def lately(word: str, given: str, by: Actor) -> Q:
        del by
        times, day = _whole(given), company_today() - timedelta(days=RECENT)
        rows = _narrowed(HappenedOn.objects.filter(event=event.key, day__gt=day), among)
        sums = rows.values("party").annotate(sum=Sum("times"))
        if word == FROM:
            return Q(pk__in=sums.filter(sum__gte=times).values("party")) if times else Q()
        return ~Q(pk__in=sums.filter(sum__gt=times).values("party"))

    asked = (("did", event.many, often), ("since", event.since, since), ("lately", event.recent, lately))
    return tuple(
        Native(f"{sign}.{event.key}", label, COUNTED, ask=ask, hidden=True, indexed=False) for sign, label, ask in asked
    )


def _narrowed(rows: "QuerySet[M]", among: Among, column: str = "party") -> "QuerySet[M]":
    return rows.filter(**{f"{column}__{sign}": value for sign, value in among.items()})


def _whole(given: str) -> int:
    number = int(Number().read(given))
    if not 0 <= number <= LONGEST_DAYS:
        raise ValidationError(_("Write a number from 0 to %(most)s.") % {"most": LONGEST_DAYS})
    return number


def _segments(by: Actor) -> Options:
    del by
    return [(str(pk), name) for pk, name in Segment.objects.values_list("pk", "name")]


def _of_segment(among: Among, word: str, given: str, by: Actor) -> Q:
    numbers = [Linked().number(part.strip(), by) for part in given.split(",")]
    del word
    return Q(pk__in=_narrowed(SegmentMember.objects.filter(segment__in=numbers), among).values("party"))


def _relations(by: Actor) -> Options:
    del by
    rows = RelationKind.objects.filter(closed_at=None).order_by("name")
    return [(f"{side}{kind.pk}", _(name)) for kind in rows for side, name in (("", kind.name), ("-", kind.reverse))]


def _related(among: Among, word: str, given: str, by: Actor) -> Q:
    del word, by
    number = given.removeprefix("-")
    if not number.isdigit():
        raise ValidationError(_("Choose a record from the list."))
    column = "other" if given.startswith("-") else "party"
    rows = _narrowed(Relation.objects.filter(kind=int(number), until=None), among, column)
    return Q(pk__in=rows.values(column))


def _occasion(among: Among, word: str, given: str, by: Actor) -> Q:
    del word, by
    key, _sign, days = given.partition(":")
    kind = OccasionKind.objects.filter(key=key).first()
    if kind is None:
        raise ValidationError(_("Choose a record from the list."))
    today = company_today()
    last = today + timedelta(days=min(_whole(days), LONGEST_AHEAD))
    return Q(pk__in=_narrowed(within(kind, today, last), among).values("party"))


def _occasions(by: Actor) -> Options:
    del by
    rows = OccasionKind.objects.filter(closed_at=None)
    said = _("%(occasion)s within %(days)s days")
    return [
        (f"{kind.key}:{days}", said % {"occasion": _(kind.name), "days": days}) for kind in rows for days in (7, 30, 90)
    ]


def _roles(among: Among, word: str, given: str, by: Actor) -> Q:
    del word, by
    if given not in Role.values:
        raise ValidationError(_("“%(value)s” cannot be chosen here.") % {"value": given})
    return Q(pk__in=_narrowed(PartyRole.objects.filter(role=given, until=None), among).values("party"))


def _stages(by: Actor) -> Options:
    del by
    return [(str(pk), _(name)) for pk, name in LifeStage.objects.filter(closed_at=None).values_list("pk", "name")]


ONE = (IS, NOT)


def _columns(among: Among) -> tuple[Native, ...]:
    return (
        Native(
            "segment",
            gettext_lazy("Segment"),
            Linked(words=(IS, NOT, "any"), offered=_segments),
            ask=partial(_of_segment, among),
            hidden=True,
        ),
        Native(
            "role",
            pgettext_lazy("of a party", "Role"),
            Chosen(words=ONE, choices=dict(Role.choices)),
            ask=partial(_roles, among),
            hidden=True,
        ),
        Native(
            "relation",
            gettext_lazy("Relation"),
            Linked(words=ONE, offered=_relations),
            ask=partial(_related, among),
            hidden=True,
            indexed=False,
        ),
        Native(
            "occasion",
            gettext_lazy("Occasion"),
            Linked(words=ONE, offered=_occasions),
            ask=partial(_occasion, among),
            hidden=True,
            indexed=False,
        ),
    )


IMPORTANCE = Native(
    "importance",
    gettext_lazy("Importance"),
    Chosen(choices=dict(Importance.choices)),
    "importance",
    value=lambda row: row.importance,
    usual=False,
    sorts="importance",
)
STAGE = Native(
    "stage", gettext_lazy("Stage of the life cycle"), Linked(offered=_stages), "stage", hidden=True, usual=False
)


SEGMENT, ROLE, RELATION, OCCASION = _columns(ALL)
extend(KIND, SEGMENT, IMPORTANCE, STAGE, ROLE, RELATION, OCCASION)
for one in EVENTS.values():
    extend(KIND, *columns_of_event(one))
ON_REGISTER.append(lambda event: extend(KIND, *columns_of_event(event)))
