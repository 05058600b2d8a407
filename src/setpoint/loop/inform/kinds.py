"""The kinds of notice: on which facts, for whom, in which words. Domains declare theirs in their `inform.py`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from setpoint.journal.models import Fact
from setpoint.kernel.refs import Ref

# in the data of a notice to a deputy: the names of those for whom he is told
ABSENT = "for_absent"


@dataclass(frozen=True)
class NewNotice:
    """Something for a person; unseen ones of one kind and `group` become one notice with a count."""

    user: int
    kind: str
    ref: Ref
    at: datetime
    group: str
    data: Mapping[str, Any] = field(default_factory=dict)


Tell = Callable[[Sequence[Fact]], Iterable[NewNotice]]
Words = Callable[[Mapping[str, Any], int], str]


@dataclass(frozen=True)
class NoticeKind:
    """`tell` makes notices of facts; `words` says one in the active language from its data and count.

    `label` is how a person who chooses what he is told knows the kind.
    """

    key: str
    label: str | Promise
    facts: frozenset[str]
    tell: Tell
    words: Words


NOTICES: dict[str, NoticeKind] = {}


def register_notice(key: str, *, label: str | Promise, on: Iterable[str], tell: Tell, words: Words) -> None:
    """Declare a kind of notice. ValueError where its key is taken by another."""
    known = NOTICES.get(key)
    if known is not None and known.words.__qualname__ != words.__qualname__:
        message = f"notice {key} is declared twice"
        raise ValueError(message)
    NOTICES[key] = NoticeKind(key, label, frozenset(on), tell, words)
