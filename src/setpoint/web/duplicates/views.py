"""Pairs of cards to decide on; two cards merged field by field; merges taken back."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from setpoint.domains.customers.duplicates.rules import THRESHOLD
from setpoint.domains.customers.duplicates.suspecting import visible_suspects
from setpoint.domains.customers.duplicates.telling import Line, Reason, beside, reasons
from setpoint.domains.customers.models import Merge, Suspect
from setpoint.domains.customers.operations import duplicates, merges
from setpoint.domains.customers.permissions import KIND
from setpoint.journal.aliases import canonical
from setpoint.kernel.field_rights import hidden, veil
from setpoint.kernel.limits import operations as limits
from setpoint.kernel.limits.reading import most_of
from setpoint.kernel.permissions import may, scope_of, visible_to
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor, answer, back

PAGE = 20


@dataclass(frozen=True)
class Shown:
    """A pair as it stands on the page."""

    suspect: Suspect
    lines: list[Line]
    reasons: list[Reason]

    @property
    def percent(self) -> int:
        """The probability, whole per cents; never called certain."""
        return min(round(self.suspect.probability * 100), 99)


@require_GET
def page(request: StaffRequest) -> HttpResponse:
    """Show the pairs to decide on, the likeliest first."""
    by = actor(request)
    found = Paginator(visible_suspects(by).select_related("first__employer", "second__employer"), PAGE)
    shown = found.get_page(request.GET.get("page"))
    rows = list(shown)
    veil(by, KIND, [party for row in rows for party in (row.first, row.second)])
    lines = beside([(row.first, row.second) for row in rows], hidden(by, KIND))
    context = {
        "pairs": [Shown(row, told, reasons(row.evidence)) for row, told in zip(rows, lines, strict=True)],
        "page": shown,
        "count": found.count,
        "threshold": most_of(THRESHOLD),
        "sets": scope_of(by, limits.KIND, "change") is not None,
        "changes": scope_of(by, KIND, "change") is not None,
    }
    return answer(request, "web/duplicates/page.html", context)


@require_POST
def decisions(request: StaffRequest) -> HttpResponse:
    """Merge the chosen pairs, or keep them apart: one by its own button, or all that are ticked."""
    by = actor(request)
    word, _sign, one = request.POST.get("decision", "").partition(" ")
    asked = [one] if one else request.POST.getlist("pair")
    rows = {row.pk: row for row in visible_suspects(by).filter(pk__in=[int(text) for text in asked if text.isdigit()])}
    couples = [(row.first_id, row.second_id) for row in rows.values()]
    try:
        if word == "different":
            told = duplicates.say_different(couples, by=by)
            say(request, ngettext("%(n)s pair is kept apart.", "%(n)s pairs are kept apart.", told) % {"n": told})
        elif word == "merge":
            made = duplicates.merge_many(couples, by=by)
            undo = reverse("merges_undone") if made else ""
            text = ngettext("%(n)s pair was merged.", "%(n)s pairs were merged.", len(made)) % {"n": len(made)}
            say(request, text, undo=undo, values={"merge": ",".join(str(row.pk) for row in made)})
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    return back(request, "duplicates")


@require_POST
def threshold(request: StaffRequest) -> HttpResponse:
    """Set from which probability on pairs are shown."""
    given = request.POST.get("percent", "")
    try:
        limits.change({THRESHOLD: int(given) if given.isdigit() else 0}, by=actor(request))
        say(request, _("Saved. Pairs are found anew as cards change, and all of them in the night."))
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    return back(request, "duplicates")


@require_POST
def merges_undone(request: StaffRequest) -> HttpResponse:
    """Take merges back, the latest first; all or none of each."""
    by = actor(request)
    numbers = [int(text) for text in request.POST.get("merge", "").split(",") if text.isdigit()]
    seen = visible_to(by, KIND)
    party = None
    for merge in Merge.objects.filter(pk__in=numbers).order_by("-pk"):
        if not seen.filter(pk=canonical(KIND, merge.winner)).exists():
            raise Http404
        try:
            party = merges.undo(merge, by=by)
            say(request, _("“%(name)s” stands by itself again.") % {"name": party.name})
        except ValidationError as refusal:
            warn(request, " ".join(refusal.messages))
    return back(request, "customer", party.pk) if party else back(request, "duplicates")


@require_GET
def merged_cards(request: StaffRequest, party_id: int) -> HttpResponse:
    """Show which cards became part of this one, with the way back."""
    by = actor(request)
    party = get_object_or_404(visible_to(by, KIND), pk=party_id)
    rows = Merge.objects.filter(loser__in=merges.members(party.pk), undone_at__isnull=True).order_by("-pk")
    context = {"party": party, "merges": rows, "changes": may(by, KIND, "change", party.pk)}
    return answer(request, "web/duplicates/merged.html", context)
