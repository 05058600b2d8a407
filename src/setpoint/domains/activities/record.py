"""Facts written here. Each carries the owner, team and kind of its moment, so that measures need no rows."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from setpoint.kernel.facts import fact_type


@dataclass(frozen=True, kw_only=True)
class ActivityFact:
    """An activity as it stood when something happened to it; `about_kind` "" and `about` None: about nothing."""

    owner: int
    team: int | None
    kind: str
    about_kind: str = ""
    about: int | None = None
    subject: str


@fact_type("activities.planned", sentence=gettext_noop("{actor} planned: {subject}"), personal=("subject",))
@dataclass(frozen=True, kw_only=True)
class ActivityPlanned(ActivityFact):
    """Something is to be done; `due` an ISO moment. `repeats` is the rule, "" for once."""

    due: str
    repeats: str = ""


@fact_type("activities.changed", sentence=gettext_noop("{actor} changed: {subject}"), personal=("subject",))
@dataclass(frozen=True, kw_only=True)
class ActivityChanged(ActivityFact):
    """Values became others; which ones is told by name, without the words themselves."""

    fields: str


@fact_type("activities.moved", sentence=gettext_noop("{actor} moved to another time: {subject}"), personal=("subject",))
@dataclass(frozen=True, kw_only=True)
class ActivityMoved(ActivityFact):
    """It is due at another moment; both are ISO."""

    from_due: str
    due: str


@fact_type("activities.given", sentence=gettext_noop("{actor} gave to {to_name}: {subject}"), personal=("subject",))
@dataclass(frozen=True, kw_only=True)
class ActivityGiven(ActivityFact):
    """It has another owner."""

    from_owner: int
    to_name: str


@fact_type(
    "activities.ended",
    sentence=gettext_noop("{actor}: {subject} ({outcome})"),
    personal=("subject", "text"),
    translated=("outcome",),
)
@dataclass(frozen=True, kw_only=True)
class ActivityEnded(ActivityFact):
    """It was done, not reached or cancelled: `outcome` is an English text of the catalogue, `result` its key.

    `late_minutes` is how much after its time it was done, negative for before; `text` what came of it.
    """

    result: str
    outcome: str
    text: str = ""
    late_minutes: int = 0


@fact_type("activities.reopened", sentence=gettext_noop("{actor} took up again: {subject}"), personal=("subject",))
@dataclass(frozen=True, kw_only=True)
class ActivityReopened(ActivityFact):
    """Its ending no longer holds."""

    result: str


@fact_type("activities.reminded", sentence=gettext_noop("A reminder was due: {subject}"), personal=("subject",))
@dataclass(frozen=True, kw_only=True)
class ActivityReminded(ActivityFact):
    """Its owner and the colleagues who take part are reminded, once."""

    due: str
    told: list[int]


@fact_type(
    "activities.answered",
    sentence=gettext_noop("{who} answered the invitation to {subject}"),
    personal=("subject", "who"),
)
@dataclass(frozen=True, kw_only=True)
class ActivityAnswered(ActivityFact):
    """Somebody who was invited answered; `answer` as in RFC 5545."""

    who: str
    answer: str


@fact_type("activities.feed_made", sentence=gettext_noop("{actor} made a link to a calendar"))
@dataclass(frozen=True)
class FeedMade:
    """Whoever has the link reads the person's calendar."""


@fact_type("activities.feed_withdrawn", sentence=gettext_noop("{actor} took the link to a calendar away"))
@dataclass(frozen=True)
class FeedWithdrawn:
    """The link opens nothing any more."""


@fact_type("activities.sequence_saved", sentence=gettext_noop("{actor} saved the sequence “{name}” of {steps} steps"))
@dataclass(frozen=True)
class SequenceSaved:
    """A planned series of steps is there or became another."""

    name: str
    steps: int


@fact_type("activities.enrolled", sentence=gettext_noop("{actor} began the sequence “{name}”"))
@dataclass(frozen=True)
class Enrolled:
    """A record goes through a sequence from now on."""

    name: str
    sequence: int
    owner: int


@fact_type("activities.sequence_letter", sentence=gettext_noop("A letter of the sequence “{name}” was sent: {subject}"))
@dataclass(frozen=True)
class SequenceLetter:
    """A step of a sequence was a letter, and it is in the outbox."""

    name: str
    sequence: int
    subject: str


@fact_type(
    "activities.left_sequence", sentence=gettext_noop("The sequence “{name}” ended: {reason}"), translated=("reason",)
)
@dataclass(frozen=True)
class LeftSequence:
    """A record goes through a sequence no more; `reason` is an English text of the catalogue."""

    name: str
    sequence: int
    reason: str
