"""What activities tell a person about himself, and what they forget of him."""

from django.utils.translation import gettext_lazy as _

from setpoint.domains.activities.models import Activity, Ending, Participant
from setpoint.journal.forgetting import register_shredder
from setpoint.kernel.facts import JsonDict
from setpoint.platform.personal.parts import Part, register_part


def activities(person: int) -> list[JsonDict]:
    """Return what was or is to be done with him, as owner's customer or as one who takes part."""
    taking = Participant.objects.filter(party=person).values("activity")
    found = Activity.objects.filter(customer=person) | Activity.objects.filter(pk__in=taking)
    return [
        {
            "number": row.pk,
            "kind": str(row.get_kind_display()),
            "subject": row.subject,
            "note": row.note,
            "place": row.place,
            "due_at": row.due_at,
            "owner": row.owner.name,
            "outcome": str(row.ending.get_outcome_display()) if hasattr(row, "ending") else "",
            "what_came_of_it": row.ending.text if hasattr(row, "ending") else "",
        }
        for row in found.select_related("owner", "ending").order_by("pk")
    ]


@register_shredder("activities_activity")
def shred(person: int) -> None:
    """Take the words about a forgotten person off activities with him."""
    gone = {"subject": "-", "folded": "-", "note": "", "place": ""}
    Activity.objects.filter(customer=person).update(**gone)


@register_shredder("activities_ending")
def shred_endings(person: int) -> None:
    """Take away what came of activities with him."""
    Ending.objects.filter(activity__customer=person).update(text="")


register_part(
    Part(
        "activities",
        _("Tasks, calls and meetings"),
        activities,
        tables=("activities_activity", "activities_ending"),
        stays=True,
        position=21,
    )
)
