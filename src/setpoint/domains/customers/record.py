"""Facts written here."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_noop

from setpoint.kernel.facts import JsonDict, fact_type

PERSONAL = ("name", "email", "phone", "family_name", "given_name", "patronymic", "salutation")
# what the rows of a card say of a person
OF_ROWS = (
    *("value", "street", "extended", "city", "region", "postcode", "latitude", "longitude", "number", "bic", "bank"),
    *("correspondent", "note", "on", "month_day", "other"),
)


@fact_type("customers.created", sentence=gettext_noop("{actor} added {name}"), personal=PERSONAL)
@dataclass(frozen=True)
class PartyCreated:
    """A party came into the journal."""

    party_kind: str
    name: str
    email: str = ""
    phone: str = ""
    sector: str = ""
    country: str = ""
    external_id: str = ""


@fact_type("customers.changed", sentence=gettext_noop("{actor} changed the card: {fields}"), personal=PERSONAL)
@dataclass(frozen=True)
class PartyChanged:
    """Fields of a party changed; old and new values stand in the fact's changes."""

    fields: str


@dataclass(frozen=True, kw_only=True)
class DetailFact:
    """A row of a card; `detail` is its sort, `row` its number, `what` an English text of the catalogue.

    `said` is the row in words, `values` its columns; `of_field` names the field that can be hidden.
    """

    detail: str
    row: int
    what: str
    said: str
    of_field: str
    values: JsonDict = field(default_factory=dict)


_DETAIL = ("said", "values", *OF_ROWS)


@fact_type(
    "customers.detail_added",
    sentence=gettext_noop("{actor} added to the card: {what}"),
    personal=_DETAIL,
    translated=("what",),
)
@dataclass(frozen=True, kw_only=True)
class DetailAdded(DetailFact):
    """A card holds one more."""


@fact_type(
    "customers.detail_changed",
    sentence=gettext_noop("{actor} changed on the card: {what}"),
    personal=_DETAIL,
    translated=("what",),
)
@dataclass(frozen=True, kw_only=True)
class DetailChanged(DetailFact):
    """A row of a card changed; old and new stand in the fact's changes."""


@fact_type(
    "customers.detail_removed",
    sentence=gettext_noop("{actor} took off the card: {what}"),
    personal=_DETAIL,
    translated=("what",),
)
@dataclass(frozen=True, kw_only=True)
class DetailRemoved(DetailFact):
    """A card holds one less; `values` would bring it back."""


@fact_type(
    "customers.card_kept",
    sentence=gettext_noop("{actor} changed what an address book says of the customer beside the card"),
)
@dataclass(frozen=True)
class CardKept:
    """Another program says more on its vCard than a card holds, and that has changed; it is kept and given back."""


@fact_type(
    "customers.stage_entered",
    sentence=gettext_noop("{actor} put the customer into the stage “{stage_name}”"),
    translated=("stage_name", "from_name"),
)
@dataclass(frozen=True, kw_only=True)
class StageEntered:
    """A party entered a stage of its life; `days` is how long it was in the stage before, None where it was in none."""

    stage: int
    stage_name: str
    from_stage: int | None = None
    from_name: str = ""
    days: float | None = None


@fact_type(
    "customers.occasion_near",
    sentence=gettext_noop("Soon: {occasion}, {day}"),
    personal=("day", "turns"),
    translated=("occasion",),
)
@dataclass(frozen=True, kw_only=True)
class OccasionNear:
    """A day of a party is near; `turns` is how many years it will be then, None where the year is not known."""

    occasion: str
    key: str
    row: int
    day: str
    days_left: int
    turns: int | None = None


@fact_type("customers.valued", sentence=gettext_noop("The importance of the customer is now {to_class}"))
@dataclass(frozen=True, kw_only=True)
class Valued:
    """The class of importance of a party changed; `why` is `rule` or `measured`."""

    from_class: str
    to_class: str
    why: str


@fact_type("customers.vocabulary_changed", sentence=gettext_noop("{actor} worded {what}: {name}"), translated=("what",))
@dataclass(frozen=True, kw_only=True)
class VocabularyChanged:
    """A kind of relation, of occasion, a topic, a stage or a rule of importance was added, changed or closed."""

    what: str
    key: str
    name: str


@fact_type(
    "customers.contacted",
    sentence=gettext_noop("{actor}: {said}"),
    personal=("text", "address"),
    translated=("said",),
    contact=lambda _payload: True,
)
@dataclass(frozen=True, kw_only=True)
class Contacted:
    """Somebody outside was spoken or written to, or did so; the channel is that of the fact.

    `direction` is `in` or `out`; `said` an English text of the catalogue; `papers` the files that belong to it.
    `connected` False: nobody answered.
    """

    said: str
    direction: str
    connected: bool = True
    address: str = ""
    text: str = ""
    papers: list[int] = field(default_factory=list)


@fact_type("customers.noted", sentence=gettext_noop("{actor} made a note"), personal=("text",))
@dataclass(frozen=True, kw_only=True)
class Noted:
    """A colleague wrote down something about the customer; `mentioned` are the users it is meant for."""

    text: str
    mentioned: list[int] = field(default_factory=list)
    papers: list[int] = field(default_factory=list)


@fact_type("customers.note_taken_back", sentence=gettext_noop("{actor} took a note back"))
@dataclass(frozen=True, kw_only=True)
class NoteTakenBack:
    """A note stands no more."""

    note: int


@fact_type("customers.decided", sentence=gettext_noop("{actor} decided: {outcome}"), personal=("outcome", "next_step"))
@dataclass(frozen=True, kw_only=True)
class Decided:
    """What came out of a talk, and what comes next until when; `decision` is its row."""

    decision: int
    outcome: str
    next_step: str = ""
    due_on: str = ""


@fact_type(
    "customers.step_done", sentence=gettext_noop("{actor} did the next step: {next_step}"), personal=("next_step",)
)
@dataclass(frozen=True, kw_only=True)
class StepDone:
    """What was decided as the next step is done."""

    decision: int
    next_step: str


@fact_type("customers.paper_read", sentence=gettext_noop("The text of {name} was recognised"), personal=("name",))
@dataclass(frozen=True, kw_only=True)
class PaperRead:
    """The text of a scan became known; it stands with the file."""

    paper: int
    name: str
    characters: int


@fact_type("customers.merged", sentence=gettext_noop("{actor} merged another card into this one"), personal=PERSONAL)
@dataclass(frozen=True)
class PartyMerged:
    """The card `other` became part of this one, which took over `fields`; old and new stand in the fact's changes."""

    other: int
    fields: str


@fact_type(
    "customers.merged_into", sentence=gettext_noop("{actor} made the card of {name} part of another"), personal=PERSONAL
)
@dataclass(frozen=True)
class MergedInto:
    """This card became part of the card `into`."""

    into: int
    name: str


@fact_type("customers.merge_undone", sentence=gettext_noop("{actor} took back a merge: another card left this one"))
@dataclass(frozen=True)
class MergeUndone:
    """The card `other` stands by itself again."""

    other: int


@fact_type("customers.split", sentence=gettext_noop("{actor} took back a merge: this card stands by itself again"))
@dataclass(frozen=True)
class PartySplit:
    """This card is no longer part of the card `was_part_of`."""

    was_part_of: int


@fact_type("customers.not_same", sentence=gettext_noop("{actor} said that another card is of a different customer"))
@dataclass(frozen=True)
class SaidDifferent:
    """This card and the card `other` are not of one customer."""

    other: int


@fact_type("customers.segment_saved", sentence=gettext_noop("{actor} saved the segment “{name}”"))
@dataclass(frozen=True)
class SegmentSaved:
    """A segment is new, or its conditions have changed."""

    name: str


@fact_type("customers.segment_deleted", sentence=gettext_noop("{actor} deleted the segment “{name}”"))
@dataclass(frozen=True)
class SegmentDeleted:
    """A segment is gone; its customers stay."""

    name: str


@fact_type(
    "customers.segment_filled",
    sentence=gettext_noop("{actor} changed the members of “{name}”: {added} new, {removed} taken out"),
)
@dataclass(frozen=True)
class SegmentFilled:
    """Customers were put into a static segment, or taken out."""

    name: str
    added: int
    removed: int
