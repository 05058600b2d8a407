"""What a card had better take over from another."""

from setpoint.domains.customers.merging.values import CHOSEN, OF_FIELD, card_of, said
from setpoint.domains.customers.models import Party
from setpoint.domains.customers.permissions import KIND
from setpoint.kernel.actors import Actor
from setpoint.kernel.field_rights import readonly
from setpoint.platform.fields.models import Field


def missing(first: int, second: int, *, actor: Actor) -> list[str]:
    """Return the fields that the second card says, the first does not, and the actor may write."""
    found = Party.objects.in_bulk([first, second])
    if len(found) < len((first, second)):
        return []
    mine, others = card_of(found[first]), card_of(found[second])
    fixed = readonly(actor, KIND)
    names = {
        f"{OF_FIELD}{pk}": f"{OF_FIELD}{key}" for pk, key in Field.objects.filter(kind=KIND).values_list("pk", "key")
    }
    keys = [*CHOSEN, *(key for key in others if key in names)]
    return [key for key in keys if said(others, key) and not said(mine, key) and names.get(key, key) not in fixed]
