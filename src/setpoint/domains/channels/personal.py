"""What consents tell a person about himself."""

from django.utils.translation import gettext_lazy as _

from setpoint.domains.channels.queries import of_person
from setpoint.kernel.facts import JsonDict
from setpoint.platform.personal.parts import Part, register_part


def consents(person: int) -> list[JsonDict]:
    """Return every consent with the words agreed to."""
    return [
        {
            "purpose": consent.text.purpose.name,
            "version": consent.text.version,
            "text": consent.text.text,
            "way": str(consent.get_way_display()),
            "given_at": consent.given_at,
            "taken_down_by": consent.by_label,
            "withdrawn_at": consent.withdrawal.withdrawn_at if hasattr(consent, "withdrawal") else None,
        }
        for consent in of_person(person)
    ]


# that somebody agreed, and to what, is proof; it names nobody once the card is empty
register_part(Part("consents", _("Consents"), consents, stays=True, position=10))
