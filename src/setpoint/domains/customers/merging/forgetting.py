"""A forgotten person is forgotten under every number, in merged cards too: what they said is gone for good."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.models import AbsorbedRow, MatchKey, Merge
from setpoint.domains.customers.permissions import KIND
from setpoint.journal.aliases import all_numbers
from setpoint.journal.forgetting import register_shredder
from setpoint.kernel.facts import JsonDict
from setpoint.platform.personal.parts import Part, register_part


@register_shredder("customers_merge")
def shred_merges(person_id: int) -> None:
    """Take away what merged cards of a person said; such a merge cannot be taken back."""
    _of(person_id).update(before={}, given={}, state={})


@register_shredder("customers_absorbedrow")
def shred_rows(person_id: int) -> None:
    """Delete rows that wait for a merge to be taken back."""
    AbsorbedRow.objects.filter(home__in=all_numbers(KIND, [person_id])).delete()


@register_shredder("customers_matchkey")
def shred_keys(person_id: int) -> None:
    """Delete the features by which the card was found."""
    MatchKey.objects.filter(party=person_id).delete()


def tell(person: int) -> list[JsonDict]:
    """Return what merged cards of a person said."""
    merged = _of(person).order_by("pk").values("merged_at", "undone_at", "state", "before", "given")
    rows = AbsorbedRow.objects.filter(home__in=all_numbers(KIND, [person])).order_by("pk")
    return [*(dict(one) for one in merged), *({"row": one.kept} for one in rows)]


def _of(person: int) -> QuerySet[Merge]:
    numbers = all_numbers(KIND, [person])
    return Merge.objects.filter(Q(loser__in=numbers) | Q(winner__in=numbers))


register_part(Part("merged", _("Merged cards"), tell, tables=("customers_merge", "customers_absorbedrow"), position=5))
