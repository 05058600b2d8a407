"""Activities: tasks, calls and meetings."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from setpoint.api.resources.base import Resource, Values, fill, named, register
from setpoint.api.schemas import FieldValues, RecordNumber, Strict
from setpoint.api.signing_in import person
from setpoint.domains.activities.operations import activities, endings
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import User
from setpoint.kernel.refs import Ref

KIND, PARTY, USER = "activities.activity", "customers.party", "kernel.user"
LINKS = {"customer": PARTY, "owner": USER}
BESIDE = {"fields", "outcome", "text", "owner", "about"}


class ActivityChange(Strict):
    """What can be changed of an activity; what is left out stays. An `outcome` ends it, another owner is given it."""

    kind: Literal["task", "call", "meeting"] = "task"
    subject: Annotated[str, Field(min_length=1, max_length=200)] = ""
    note: Annotated[str, Field(max_length=10_000)] = ""
    place: Annotated[str, Field(max_length=200)] = ""
    due_at: AwareDatetime | None = Field(None, description="When it begins or is due")
    all_day: bool = False
    minutes: Annotated[int, Field(ge=0, le=44_640)] = 0
    priority: Annotated[int, Field(ge=1, le=3)] = Field(2, description="1 high, 2 normal, 3 low")
    repeat: Annotated[str, Field(max_length=200)] = Field("", description="An RRULE of RFC 5545, empty for once")
    remind_minutes: Annotated[int, Field(ge=0, le=525_600)] | None = None
    private: bool = False
    customer: RecordNumber | None = None
    owner: RecordNumber | None = None
    outcome: Literal["done", "missed", "cancelled", ""] = Field("", description="Ends it")
    text: Annotated[str, Field(max_length=2000)] = Field("", description="What came of it, with an outcome")
    fields: FieldValues = Field(default_factory=dict, description="Fields of an administrator, by key")


class ActivityIn(ActivityChange):
    """A new activity, of whoever asks where it does not say otherwise."""

    subject: Annotated[str, Field(min_length=1, max_length=200)]
    due_at: AwareDatetime
    about: Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z_]+:[1-9][0-9]{0,17}$")] | None = Field(
        None, description="The record it is about, as sales.deal:7"
    )


class Activities:
    """Writes activities."""

    def create(self, given: Sequence[Values], by: Actor) -> list[int]:
        me = User.objects.get(pk=person(by))
        linked = _linked(given, by)
        news = []
        for one in linked:
            values = {key: value for key, value in one.items() if key not in BESIDE}
            kind, _sign, number = (one.get("about") or "").partition(":")
            about = Ref(kind, int(number)) if number else None
            news.append(activities.NewActivity(**values, owner=one.get("owner") or me, about=about))
        made = activities.plan_many(news, by=by)
        fill(KIND, {row.pk: one.get("fields", {}) for row, one in zip(made, given, strict=True)}, by, created=True)
        _end({row.pk: one for row, one in zip(made, given, strict=True)}, by)
        return [row.pk for row in made]

    def change(self, given: Mapping[int, Values], by: Actor) -> None:
        linked = dict(zip(given, _linked(list(given.values()), by), strict=True))
        own = {pk: {key: value for key, value in one.items() if key not in BESIDE} for pk, one in linked.items()}
        if changed := {pk: one for pk, one in own.items() if one}:
            activities.change_many(changed, by=by)
        if owners := {pk: one["owner"] for pk, one in linked.items() if one.get("owner")}:
            activities.give_many(owners, by=by)
        fill(KIND, {pk: one["fields"] for pk, one in given.items() if one.get("fields")}, by, created=False)
        _end(given, by)


def _end(given: Mapping[int, Values], by: Actor) -> None:
    outcomes = {pk: one["outcome"] for pk, one in given.items() if one.get("outcome")}
    if outcomes:
        endings.end_many(outcomes, by=by, texts={pk: given[pk].get("text", "") for pk in outcomes})


def _linked(given: Sequence[Values], by: Actor) -> list[dict[str, Any]]:
    """Return bodies with records in place of their numbers."""
    found = {key: named(kind, [one.get(key) for one in given], by, key) for key, kind in LINKS.items()}
    return [{key: found[key].get(value) if key in LINKS else value for key, value in one.items()} for one in given]


register(
    Resource(
        "activities",
        KIND,
        Activities(),
        create=ActivityIn,
        change=ActivityChange,
        links=LINKS,
        shown={"due": lambda row: row.due_at},
    )
)
