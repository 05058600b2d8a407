"""The administrator's words for customers in the configuration file."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from setpoint.domains.customers.models import LifeStage, OccasionKind, RelationKind, Topic
from setpoint.domains.customers.operations import vocabularies
from setpoint.kernel.actors import Actor
from setpoint.platform.configuration.parts import AtError, Part, Strict, register


class WordGiven(Strict):
    """A word known by its key; a closed one is offered no more."""

    key: str
    name: str
    closed: bool = False


class RelationGiven(WordGiven):
    """What parties are to each other; `reverse` is read from the other one."""

    reverse: str


class OccasionGiven(WordGiven):
    """A day of a party, told so many days before."""

    yearly: bool = True
    days_before: int = 14


class TopicGiven(WordGiven):
    """What preferences and needs are about."""

    sort: str


class StageGiven(WordGiven):
    """A stage of life; stages stand by their positions."""

    position: int = 0


class CustomersGiven(Strict):
    """What is not named stays."""

    relations: list[RelationGiven] = []
    occasions: list[OccasionGiven] = []
    topics: list[TopicGiven] = []
    life_stages: list[StageGiven] = []


Word = RelationKind | OccasionKind | Topic | LifeStage
WORDS: dict[str, type[Word]] = {
    "relations": RelationKind,
    "occasions": OccasionKind,
    "topics": Topic,
    "life_stages": LifeStage,
}
NAMES = {
    "relations": ("key", "name", "reverse"),
    "occasions": ("key", "name", "yearly", "days_before"),
    "topics": ("key", "name", "sort"),
    "life_stages": ("key", "name", "position"),
}


@register
class CustomersPart(Part):
    """Under `customers`."""

    name = "customers"
    order = 25
    schema = CustomersGiven

    def export(self) -> Any:
        return {part: [_exported(part, row) for row in WORDS[part].objects.order_by("key")] for part in WORDS}

    def apply(self, wanted: CustomersGiven, *, by: Actor) -> None:
        for part, model in WORDS.items():
            present: dict[str, Word] = {row.key: row for row in model.objects.all()}
            for number, given in enumerate(getattr(wanted, part)):
                if not given.key:
                    raise AtError((part, number, "key"), _("This must be said."))
                row = present.get(given.key) or model()
                if row.pk is None or _exported(part, row) != given.model_dump():
                    _set(part, row, given, number, by)


def _exported(part: str, row: Word) -> dict[str, Any]:
    return {name: getattr(row, name) for name in NAMES[part]} | {"closed": row.closed_at is not None}


def _set(part: str, row: Word, given: WordGiven, number: int, by: Actor) -> None:
    for name in NAMES[part]:
        setattr(row, name, getattr(given, name))
    if not given.closed:
        row.closed_at = None
    try:
        vocabularies.word(row, by=by)
    except ValidationError as refusal:
        name, messages = next(iter(refusal.message_dict.items()))
        raise AtError((part, number, name), " ".join(messages)) from refusal
    if given.closed:
        vocabularies.close(row, by=by)
