"""Merging cards that tell of the same person or organisation, and taking a merge back, also amid a chain of them.

Taking one back leaves everything as though it had never been: the merges and changes that came after hold.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.customers.details import SORTS_OF_DETAIL
from setpoint.domains.customers.merging import rows
from setpoint.domains.customers.merging.values import (
    CHOSEN,
    OF_FIELD,
    card_of,
    put,
    restore,
    said,
    state_of,
    take_away,
    write,
)
from setpoint.domains.customers.models import Merge, Party
from setpoint.domains.customers.operations.firsts import settle
from setpoint.domains.customers.permissions import KIND, require_parties
from setpoint.domains.customers.record import MergedInto, MergeUndone, PartyMerged, PartySplit
from setpoint.journal import aliases
from setpoint.journal.models import Fact
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.field_rights import require_writable
from setpoint.kernel.refs import Ref
from setpoint.platform.fields.models import Field


@transaction.atomic
def merge(winner: int, loser: int, *, take: Iterable[str] = (), by: Actor) -> Merge:
    """Make the card `loser` part of `winner`: its rows go along, and `take` names the fields in which it is right.

    ValidationError where the two are not alike in kind or one is gone; PermissionDenied without the right to change
    both, or to write a field that is taken.
    """
    if winner == loser:
        raise ValidationError(_("A card cannot be merged with itself."))
    require_parties(by, "change", [winner, loser])
    found = Party.objects.select_for_update().order_by("pk").in_bulk([winner, loser])
    if len(found) < len((winner, loser)):
        raise ValidationError(_("One of the two cards is gone: it has been merged or erased."))
    kept, other = found[winner], found[loser]
    if kept.kind != other.kind:
        raise ValidationError(_("Only cards of the same kind can be merged: two people, or two organisations."))
    taken = _taken(take, by)
    before, given = card_of(kept), card_of(other)
    values = {key: said(given, key) for key in taken}
    row = Merge(winner=winner, loser=loser, state=given, given=values, merged_at=company_now(), fact=0)
    row.before = {key: said(before, key) for key in taken}
    rows.gather(loser, winner)
    take_away(other)
    write(winner, values)
    _settle(winner)
    aliases.merge(KIND, loser, winner)
    row.fact = _tell_merge(kept, other, row, by)
    row.save()
    return row


@transaction.atomic
def undo(merge: Merge, *, by: Actor) -> Party:
    """Take a merge back and return the card that stands again. ValidationError where it was taken back already."""
    row = Merge.objects.select_for_update().get(pk=merge.pk)
    if row.undone_at is not None:
        raise ValidationError(_("This merge has been taken back already."))
    if not row.state:
        raise ValidationError(_("What this card said has been erased: it cannot stand by itself again."))
    root = aliases.canonical(KIND, row.winner)
    require_parties(by, "change", [root])
    Party.objects.select_for_update().get(pk=root)
    for key, value in row.before.items():
        _say(key, row.winner, row.fact, value)
    row.refresh_from_db()
    group = aliases.all_numbers(KIND, [root])
    row.undone_at = company_now()
    row.save(update_fields=["undone_at"])
    back = members(row.loser)
    party = restore(row.state)
    aliases.unmerge(KIND, row.loser, back)
    moved = rows.send_back(back, now=root, to=row.loser)
    rows.bring_back(back, row.loser)
    rows.bring_back(set(group) - set(back), root)
    _rehome(moved, row, group)
    _settle(root, party.pk)
    require_parties(by, "change", [party.pk])
    _tell_undo(party, root, by)
    return party


def members(party: int) -> list[int]:
    """Return a party with all that have been merged into it, directly or through others."""
    found, edge = {party}, {party}
    while edge:
        edge = (
            set(Merge.objects.filter(winner__in=edge, undone_at__isnull=True).values_list("loser", flat=True)) - found
        )
        found |= edge
    return sorted(found)


def _taken(take: Iterable[str], by: Actor) -> list[str]:
    asked = list(dict.fromkeys(take))
    known = {f"{OF_FIELD}{pk}": key for pk, key in Field.objects.filter(kind=KIND).values_list("pk", "key")}
    if wrong := [key for key in asked if key not in CHOSEN and key not in known]:
        raise ValidationError(_("There is no field “%(name)s” to take over.") % {"name": wrong[0][:60]})
    require_writable(by, KIND, [f"{OF_FIELD}{known[key]}" if key in known else key for key in asked])
    return asked


def _say(key: str, party: int, after: int, value: Any) -> None:
    """Let a card have said `value` from the fact `after` on, up to whatever gave the field another value since."""
    while True:
        inner = _first(Merge.objects.filter(winner=party, fact__gt=after, undone_at__isnull=True), key)
        outer = state_of(party)
        moments = [(merge.fact, merge) for merge in (inner, outer) if merge is not None and merge.fact > after]
        moment, merge = min(moments, default=(None, None), key=lambda one: one[0])
        if _changed(key, party, after, moment):
            return
        if merge is None:
            write(party, {key: value})
            return
        if merge is inner:
            merge.before[key] = value
            merge.save(update_fields=["before"])
            return
        put(merge.state, key, value)
        if key not in merge.given:
            merge.save(update_fields=["state"])
            return
        merge.given[key] = value
        merge.save(update_fields=["state", "given"])
        party, after = merge.winner, merge.fact


def _first(merges: Any, key: str) -> Merge | None:
    return next((merge for merge in merges.order_by("fact") if key in merge.before), None)


def _changed(key: str, party: int, after: int, before: int | None) -> bool:
    """Whether somebody gave a field of a card another value between two facts."""
    kind = "fields.filled" if key.startswith(OF_FIELD) else "customers.changed"
    found = Fact.objects.about(KIND, [party]).filter(kind=kind, pk__gt=after)
    if before is not None:
        found = found.filter(pk__lt=before)
    if kind == "customers.changed":
        return any(key in data["fields"].split(", ") for data in found.values_list("data", flat=True))
    name = Field.objects.filter(pk=int(key.removeprefix(OF_FIELD))).values_list("key", flat=True).first()
    return any(name in labels for labels in found.values_list("data__labels", flat=True))


def _rehome(moved: dict[Any, list[int]], row: Merge, group: Collection[int]) -> None:
    """Let what was written down about rows that are back while they were away be told of their party."""
    for model, numbers in moved.items():
        kind = rows.kind_of_rows(model)
        if kind is not None and kind != KIND:
            since = Fact.objects.about(kind, numbers).filter(aliases.of_customers(group), pk__gt=row.fact)
            aliases.rehome(since.values_list("pk", flat=True), row.loser)


def _settle(*numbers: int) -> None:
    """Let the cards show the first of what they hold several of now."""
    cards = Party.objects.in_bulk(numbers)
    for sort in SORTS_OF_DETAIL.values():
        settle(sort, cards)


def _person(party: Party) -> int | None:
    return party.pk if party.is_personal else None


def _tell_merge(kept: Party, other: Party, row: Merge, by: Actor) -> int:
    names = [key for key in row.given if not key.startswith(OF_FIELD)]
    changes = {key: [row.before[key], row.given[key]] for key in names if row.before[key] != row.given[key]}
    last = facts.emit_many(
        [
            facts.NewFact(
                MergedInto(kept.pk, other.name),
                about=Ref(KIND, other.pk),
                by=by,
                occurred_at=row.merged_at,
                customer=other.pk,
                person=_person(other),
            ),
            facts.NewFact(
                PartyMerged(other.pk, ", ".join(sorted(row.given))),
                about=Ref(KIND, kept.pk),
                by=by,
                occurred_at=row.merged_at,
                customer=kept.pk,
                person=_person(kept),
                changes=changes,
            ),
        ]
    )
    return max(last)


def _tell_undo(party: Party, root: int, by: Actor) -> None:
    moment = company_now()
    facts.emit_many(
        [
            facts.NewFact(PartySplit(root), about=Ref(KIND, party.pk), by=by, occurred_at=moment, customer=party.pk),
            facts.NewFact(MergeUndone(party.pk), about=Ref(KIND, root), by=by, occurred_at=moment, customer=root),
        ]
    )
