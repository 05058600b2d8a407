"""What sales forgets of a person: the names of his deals."""

from setpoint.domains.sales.models import Deal
from setpoint.journal.forgetting import register_shredder


@register_shredder("sales_deal")
def shred(person_id: int) -> None:
    """Take a forgotten person's name off his deals."""
    Deal.objects.filter(customer=person_id).update(name="-", folded="-")
