"""What the journal tells a person about himself: everything that happened with him, in sentences."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setpoint.journal.aliases import all_numbers
from setpoint.journal.models import Fact
from setpoint.journal.reading import tell
from setpoint.kernel.facts import JsonDict
from setpoint.platform.personal.parts import Part, register_part
from setpoint.platform.personal.people import people

AT_A_TIME = 500


def facts(person: int) -> list[JsonDict]:
    """Return the facts about a person, under every number he ever had, the oldest first."""
    numbers = all_numbers(people().kind, [person])
    found = Fact.objects.standing().filter(Q(person_id__in=numbers) | Q(customer_id__in=numbers)).order_by("pk")
    rows = list(found)
    return [
        {
            "at": told.fact.occurred_at,
            "what": told.sentence,
            "kind": told.fact.kind,
            "by": told.fact.actor_label,
            "way": told.fact.door,
            "values": told.data,
            "changes": told.fact.changes,
        }
        for start in range(0, len(rows), AT_A_TIME)
        for told in tell(rows[start : start + AT_A_TIME])
    ]


register_part(Part("history", _("What happened"), facts, tables=("journal_personalvalue",), stays=True))
