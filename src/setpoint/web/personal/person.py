"""One person: what he agreed to, what is there of him, the archive of it, his erasure."""

from io import BytesIO
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setpoint.domains.channels.models import Purpose, Way
from setpoint.domains.channels.operations import consents as operations
from setpoint.domains.channels.queries import newest_texts, of_person, standing
from setpoint.domains.customers.models import Party
from setpoint.domains.customers.permissions import KIND
from setpoint.kernel.permissions import may as may_change
from setpoint.kernel.permissions import visible_to
from setpoint.platform.personal.erasing import erase, preview
from setpoint.platform.personal.exporting import export
from setpoint.platform.personal.people import people
from setpoint.platform.personal.permissions import ERASE, EXPORT, may
from setpoint.ui.toasting import say
from setpoint.web.http import StaffRequest, actor, answer, back, verb


def personal(request: StaffRequest, party_id: int) -> HttpResponse:
    """Show consents, and what there is of a person to those who may take it out or erase it."""
    return _page(request, _person(request, party_id))


@require_POST
def consents(request: StaffRequest, party_id: int, purpose_id: int) -> HttpResponse:
    """POST takes a consent down, DELETE its withdrawal."""
    party = _person(request, party_id)
    purpose = Purpose.objects.filter(pk=purpose_id).first()
    if purpose is None:
        raise Http404
    way, deletes = request.POST.get("way", ""), verb(request) == "DELETE"
    do = operations.withdraw if deletes else operations.give
    try:
        do(party, purpose, way=way, by=actor(request))
    except ValidationError as refusal:
        return _page(request, party, problems=refusal.messages)
    say(request, _("Withdrawn: %(purpose)s") % {"purpose": purpose} if deletes else _("Saved."))
    return back(request, "personal", party.pk)


@require_POST
def personal_archive(request: StaffRequest, party_id: int) -> FileResponse:
    """Give everything about a person as one archive."""
    party = _person(request, party_id)
    packed = BytesIO()
    export(party.pk, packed, by=actor(request))
    packed.seek(0)
    response = FileResponse(
        packed, as_attachment=True, filename=f"person-{party.pk}.zip", content_type="application/zip"
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
def personal_erasure(request: StaffRequest, party_id: int) -> HttpResponse:
    """Erase a person whose number was confirmed."""
    party = _person(request, party_id)
    if not may(actor(request), ERASE):
        raise PermissionDenied
    if request.POST.get("confirmed") != str(party.pk):
        return _page(request, party, problems=[_("Tick that you have read what is erased.")])
    gone = erase(party.pk, card="card" in request.POST, by=actor(request))
    say(request, _("Erased. The data files are being rewritten."))
    return HttpResponseRedirect(reverse("customers") if gone else reverse("customer", args=[party.pk]))


def _person(request: StaffRequest, party_id: int) -> Party:
    party: Party | None = visible_to(actor(request), KIND).filter(pk__in=people().living(), pk=party_id).first()
    if party is None:
        raise Http404
    return party


def _page(request: StaffRequest, party: Party, *, problems: list[str] | None = None) -> HttpResponse:
    by = actor(request)
    all_consents = of_person(party.pk)
    stands = standing(all_consents)
    purposes = [(text, stands.get(text.purpose_id)) for text in newest_texts()]
    exports, erases = may(by, EXPORT), may(by, ERASE)
    context: dict[str, Any] = {
        "party": party,
        "problems": problems or [],
        "purposes": purposes,
        "history": all_consents,
        "ways": Way.choices,
        "changes": may_change(by, KIND, "change", party.pk),
        "exports": exports,
        "erases": erases,
        "parts": preview(party.pk) if exports or erases else [],
    }
    return answer(request, "web/personal/person.html", context, status=422 if problems else 200)
