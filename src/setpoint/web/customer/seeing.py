"""The customer that a page is about."""

from django.http import Http404

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.permissions import KIND
from setpoint.kernel.field_rights import veil
from setpoint.kernel.permissions import visible_to
from setpoint.web.http import StaffRequest, actor


def visible_party(request: StaffRequest, party_id: int) -> Party:
    """Return a customer that this person sees, without what is hidden from him; Http404 for any other."""
    rows = visible_to(actor(request), KIND).select_related("employer", "territory", "stage", "valuation")
    party: Party | None = rows.filter(pk=party_id).first()
    if party is None:
        raise Http404
    return veil(actor(request), KIND, [party])[0]
