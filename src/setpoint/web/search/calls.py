"""The verb of the box that has an object: "call Ivanov" finds whom one may mean, with the number to dial."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import pgettext

from setpoint.domains.customers.models import Party
from setpoint.kernel.actors import Actor
from setpoint.kernel.field_rights import hidden
from setpoint.kernel.folding import fold
from setpoint.kernel.permissions import visible_to


def called(actor: Actor, wanted: str, most: int) -> Iterator[Party]:
    """Yield at most `most` customers with a telephone whom the folded text asks to call; none where it does not."""
    verb, _space, name = wanted.partition(" ")
    if "phone" in hidden(actor, "customers.party"):
        return
    if not name or verb not in fold(pgettext("search words", "call phone ring dial")).split():
        return
    named = Q(folded__contains=name) | Q(employer__folded__contains=name)
    found = visible_to(actor, "customers.party").filter(named).exclude(phone="")
    yield from found.select_related("employer").order_by("folded")[:most]
