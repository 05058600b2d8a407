"""Facts written here. They carry names as they were: a field renamed or removed is told of as it was called."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop

from setpoint.kernel.facts import fact_type


@dataclass(frozen=True)
class FieldFact:
    """Of which field something is told; `names` in every language."""

    name: str
    names: dict[str, str]
    kind: str
    key: str


@fact_type("fields.added", sentence=gettext_noop("{actor} added the field “{name}”"))
@dataclass(frozen=True)
class FieldAdded(FieldFact):
    """A kind of record got a field."""

    type: str
    settings: dict[str, Any] = field(default_factory=dict)


@fact_type("fields.altered", sentence=gettext_noop("{actor} changed the field “{name}”: {parts}"))
@dataclass(frozen=True)
class FieldAltered(FieldFact):
    """A field was changed; old and new stand in the fact's changes."""

    parts: str


@fact_type("fields.removed", sentence=gettext_noop("{actor} removed the field “{name}”"))
@dataclass(frozen=True)
class FieldRemoved(FieldFact):
    """A field was taken off forms and lists; its values wait to be purged."""


@fact_type("fields.restored", sentence=gettext_noop("{actor} brought the field “{name}” back"))
@dataclass(frozen=True)
class FieldRestored(FieldFact):
    """A removal was undone."""


@fact_type("fields.arranged", sentence=gettext_noop("{actor} arranged the form"))
@dataclass(frozen=True)
class FormArranged:
    """Sections and order of the fields of a kind were set."""

    kind: str
    form: list[list[Any]]


@fact_type("fields.filled", sentence=gettext_noop("{actor} changed {fields}"), personal=("private",))
@dataclass(frozen=True)
class FieldsFilled:
    """A record says something else in its fields. Old and new stand in the fact's changes, by key.

    `labels`: key -> language -> name, of fields and, as key.choice, of choices. `private`: changes of personal data.
    """

    fields: str
    labels: dict[str, dict[str, str]]
    private: dict[str, list[Any]] = field(default_factory=dict)
