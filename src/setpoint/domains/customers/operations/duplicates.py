"""Deciding on pairs of cards that may be one: many at once, each merged or kept apart for good."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.customers.merging.proposing import missing
from setpoint.domains.customers.models import Merge, NotSame, Suspect
from setpoint.domains.customers.operations import merges
from setpoint.domains.customers.permissions import KIND, require_parties
from setpoint.domains.customers.record import SaidDifferent
from setpoint.journal.aliases import canonical
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, machine_now
from setpoint.kernel.refs import Ref

Couple = tuple[int, int]
MOST = 200


@transaction.atomic
def say_different(couples: Sequence[Couple], *, by: Actor) -> int:
    """Remember that the cards of each pair are of different customers: they are never proposed again.

    Return how many were told apart. PermissionDenied without the right to change both.
    """
    _few(couples)
    require_parties(by, "change", sorted({one for couple in couples for one in couple}))
    told = 0
    for couple in couples:
        first, second = min(couple), max(couple)
        _row, new = NotSame.objects.get_or_create(first=first, second=second, defaults={"said_at": machine_now()})
        Suspect.objects.filter(first=first, second=second).delete()
        if new:
            told += 1
            moment = company_now()
            facts.emit_many(
                [
                    facts.NewFact(SaidDifferent(other), about=Ref(KIND, one), by=by, occurred_at=moment, customer=one)
                    for one, other in ((first, second), (second, first))
                ]
            )
    return told


@transaction.atomic
def merge_many(couples: Sequence[Couple], *, by: Actor) -> list[Merge]:
    """Merge every pair: the first card of each stays, and takes from the second what it does not say itself.

    Pairs that have become one on the way are passed over. All or none.
    """
    _few(couples)
    made = []
    for one, other in couples:
        first, second = canonical(KIND, one), canonical(KIND, other)
        if first != second:
            made.append(merges.merge(first, second, take=missing(first, second, actor=by), by=by))
    return made


def _few(couples: Sequence[Couple]) -> None:
    if not couples:
        raise ValidationError(_("Choose at least one pair."))
    if len(couples) > MOST:
        raise ValidationError(_("At most %(most)s pairs are decided on at once.") % {"most": MOST})
