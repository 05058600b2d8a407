"""What of a party is found."""

from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.models.party import PartyKind
from setpoint.domains.customers.permissions import KIND
from setpoint.platform.search.kinds import Field, Row, SearchKind, Shown, Sort, Weight, register_kind

ICONS = {PartyKind.PERSON: "user", PartyKind.ORGANISATION: "building", PartyKind.HOUSEHOLD: "home"}


def show(party: Row) -> Shown:
    """Show a party with its sector, or with what it was found by."""
    icon = ICONS[PartyKind(party["kind"])]
    return Shown(party["name"], (party["sector"], party["email"], party["phone"]), icon)


register_kind(
    SearchKind(
        KIND,
        _("Customers"),
        link="customer",
        fields=(
            Field("name", Sort.NAME, Weight.NAME, personal=True),
            Field("email", Sort.EMAIL, personal=True),
            Field("phone", Sort.PHONE, personal=True),
            Field("sector"),
            Field("country"),
        ),
        columns=("kind", "name", "sector", "email", "phone"),
        show=show,
        person="pk",
    )
)
