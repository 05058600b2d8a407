"""What the box shows: verbs and places by their words, records by what people remember of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.urls import Resolver404, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.folding import fold
from setpoint.kernel.permissions import rights_of
from setpoint.platform.search.finding import Found, Hit, find, shown
from setpoint.platform.search.highlighting import Piece, digits_found, pieces
from setpoint.platform.search.kinds import all_kinds
from setpoint.web.search.beside import colleagues_named, reports_named
from setpoint.web.search.calls import called
from setpoint.web.search.commands import COMMANDS

IN_THE_BOX = 6
ON_THE_PAGE = 25
MOST_RECENT = 8


@dataclass(frozen=True)
class Choice:
    """A line: its label and detail in pieces, some of them marked; one that `does` is posted, not gone to."""

    label: Sequence[Piece]
    detail: Sequence[Piece]
    url: str
    icon: str
    does: bool = False


@dataclass(frozen=True)
class Group:
    """Lines of one sort under their heading; `more` where there are others."""

    heading: str | Promise
    choices: list[Choice]
    more: bool = False


def look_up(actor: Actor, text: str, *, limit: int, recent: Iterable[str] = ()) -> list[Group]:
    """Return what there is for `text`; while nothing is written, the records opened last and the verbs.

    `recent` are paths of pages as the browser remembers them, the last one first.
    """
    wanted = fold(text)
    do = Group(_("Do"), [*_commands(rights_of(actor).kinds("see"), wanted), *_calls(actor, wanted)])
    if not text:
        groups = [Group(_("Opened last"), _recent(actor, recent)), do]
    else:
        found = find(actor, text, limit=limit)
        of_kinds = [
            Group(group.kind.heading, [_choice(hit, found) for hit in group.hits], group.more) for group in found.groups
        ]
        groups = [do, *of_kinds, *_beside(actor, wanted, limit)]
    return [group for group in groups if group.choices]


def _beside(actor: Actor, wanted: str, limit: int) -> Iterator[Group]:
    reports = [
        Choice(_plain(str(one.name)), [], reverse("report", args=[one.key]), "chart-line")
        for one in reports_named(actor, wanted)
    ]
    yield Group(_("Reports of the house"), reports[:limit], len(reports) > limit)
    people = [
        Choice(
            [Piece(one.name, found=False)], [Piece(one.email, found=False)], reverse("person", args=[one.pk]), "user"
        )
        for one in colleagues_named(actor, wanted, limit + 1)
    ]
    yield Group(_("Colleagues"), people[:limit], len(people) > limit)


def _commands(kinds: set[str], wanted: str) -> Iterator[Choice]:
    for command in COMMANDS:
        allowed = not command.kind or kinds & {command.kind, "*"}
        if allowed and all(word in fold(f"{command.label} {command.words}") for word in wanted.split()):
            yield Choice(_plain(str(command.label)), [], reverse(command.view), command.icon)


def _calls(actor: Actor, wanted: str) -> Iterator[Choice]:
    for party in called(actor, wanted, IN_THE_BOX):
        label = _("Call %(name)s") % {"name": party.name}
        who = f"{party.employer.name} · {party.phone}" if party.employer else party.phone
        address = reverse("customer_calls", args=[party.pk])
        yield Choice(_plain(label), _plain(who), address, "phone", does=True)


def _recent(actor: Actor, paths: Iterable[str]) -> list[Choice]:
    """Return lines of the records of these pages that may (still) be seen, in the same order."""
    kinds = all_kinds()
    kind_of = {(kind.link, *kind.link_to): kind for kind in kinds.values()}
    opened: dict[str, tuple[str, int]] = {}
    for path in list(paths)[:MOST_RECENT]:
        try:
            match = resolve(path)
        except Resolver404:
            continue
        *leading, number = match.kwargs.values() or [None]
        kind = kind_of.get((str(match.url_name), *leading))
        if kind and isinstance(number, int):
            opened[path] = (kind.kind, number)
    hits = {
        (name, hit.id): hit
        for name in {name for name, _number in opened.values()}
        for hit in shown(actor, kinds[name], [number for kind, number in opened.values() if kind == name])
    }
    nothing = Found([], frozenset())
    return [_choice(hits[place], nothing) for place in opened.values() if place in hits]


def _choice(hit: Hit, found: Found) -> Choice:
    details = [_marked(text, found) for text in hit.shown.details if text]
    matching = (detail for detail in details if any(piece.found for piece in detail))
    return Choice(
        pieces(hit.shown.label, found.words),
        next(matching, details[0] if details else []),
        reverse(hit.kind.link, args=[*hit.kind.link_to, hit.id]),
        hit.shown.icon,
    )


def _plain(text: str) -> list[Piece]:
    return [Piece(text, found=False)]


def _marked(text: str, found: Found) -> list[Piece]:
    whole = digits_found(text, found.words)
    return [Piece(text, found=True)] if whole else pieces(text, found.words)
