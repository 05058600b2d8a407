"""What the journal tells a person about himself: everything that happened with him, in sentences."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setpoint.journal.aliases import all_numbers
from setpoint.journal.models import Fact, PersonalValue
from setpoint.journal.reading import tell
from setpoint.kernel.facts import JsonDict
from setpoint.platform.personal.parts import Part, register_part
from setpoint.platform.personal.people import people

AT_A_TIME = 500
CHANGED = "changes."


def facts(person: int) -> list[JsonDict]:
    """Return the facts about a person, under every number he ever had, the oldest first."""
    numbers = all_numbers(people().kind, [person])
    found = Fact.objects.standing().filter(Q(person_id__in=numbers) | Q(customer_id__in=numbers)).order_by("pk")
    rows = list(found)
    changed = _changed(numbers)
    return [
        {
            "at": told.fact.occurred_at,
            "what": told.sentence,
            "kind": told.fact.kind,
            "by": told.fact.actor_label,
            "way": told.fact.door,
            "values": told.data,
            "changes": told.fact.changes | changed.get(told.fact.pk, {}),
        }
        for start in range(0, len(rows), AT_A_TIME)
        for told in tell(rows[start : start + AT_A_TIME])
    ]


def _changed(numbers: list[int]) -> dict[int, JsonDict]:
    """Return old and new of personal columns, which stand beside their facts: fact → column → both."""
    found: dict[int, JsonDict] = {}
    for value in PersonalValue.objects.filter(person_id__in=numbers, field__startswith=CHANGED):
        found.setdefault(value.fact_id, {})[value.field.removeprefix(CHANGED)] = value.value
    return found


register_part(Part("history", _("What happened"), facts, tables=("journal_personalvalue",), stays=True, position=40))
