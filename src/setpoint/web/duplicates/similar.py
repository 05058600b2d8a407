"""Cards like the one that somebody is typing."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from setpoint.domains.customers.duplicates.asking import like, typed
from setpoint.domains.customers.duplicates.telling import reasons
from setpoint.domains.customers.models.party import PartyKind
from setpoint.domains.customers.permissions import KIND
from setpoint.kernel.field_rights import veil
from setpoint.kernel.permissions import scope_of
from setpoint.web.http import StaffRequest, actor

LONGEST = 254


@require_GET
def similar(request: StaffRequest) -> HttpResponse:
    """Show the cards that are likely the same as what stands in the form so far."""
    by = actor(request)
    if scope_of(by, KIND, "create") is None:
        raise PermissionDenied
    said = {name: request.GET.get(name, "")[:LONGEST] for name in ("kind", "name", "email", "phone")}
    kind = said["kind"] if said["kind"] in PartyKind.values else PartyKind.PERSON
    found = like(typed(kind, said["name"], emails=[said["email"]], phones=[said["phone"]]), by)
    veil(by, KIND, [known.party for known in found])
    rows = [
        {
            "party": known.party,
            "percent": min(round(known.probability * 100), 99),
            "reasons": [
                one
                for one in reasons((each.column, each.step, each.weight) for each in known.evidence)
                if one.speaks_for
            ],
        }
        for known in found
    ]
    return render(request, "web/duplicates/similar.html", {"rows": rows})
