"""What is recorded on the card of a customer: contacts, notes, decisions, stages; files come with them."""

from django.core.exceptions import BadRequest, ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from setpoint.domains.customers.models import Decision, LifeStage, Paper
from setpoint.domains.customers.operations import contacts, decisions, life, notes, papers
from setpoint.domains.customers.papers import path_of
from setpoint.domains.customers.queries.ways import WAYS
from setpoint.kernel.clock import company_now
from setpoint.platform.uploads.giving import download
from setpoint.ui.toasting import say, warn
from setpoint.web.customer.seeing import visible_party
from setpoint.web.http import StaffRequest, actor, back, verb


@require_POST
def customer_contacts(request: StaffRequest, party_id: int) -> HttpResponse:
    """Write down that somebody was met, written to or called, with the files that belong to it."""
    by, party = actor(request), visible_party(request, party_id)
    way = request.POST.get("way", "")
    if way not in WAYS:
        raise BadRequest
    try:
        kept = papers.take_in(request.FILES.getlist("files"), party, actor=by)
        contact = contacts.Contact(
            way,
            company_now(),
            party=party.pk,
            incoming=request.POST.get("direction") == "in",
            text=request.POST.get("text", "")[: notes.LONGEST],
            papers=[paper.pk for paper in kept],
        )
        contacts.record(contact, by=by)
        say(request, _("Recorded: %(kind)s") % {"kind": WAYS[way].label})
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    return _back(request, party_id)


@require_http_methods(["POST", "DELETE"])
def customer_note(request: StaffRequest, party_id: int, fact: int) -> HttpResponse:
    """DELETE takes a note back."""
    party = visible_party(request, party_id)
    if verb(request) != "DELETE":
        return HttpResponseNotAllowed(["DELETE"])
    notes.take_back(fact, party=party, by=actor(request))
    say(request, _("The note is taken back."))
    return _back(request, party_id)


@require_POST
def customer_notes(request: StaffRequest, party_id: int) -> HttpResponse:
    """Write a note, with files."""
    by, party = actor(request), visible_party(request, party_id)
    try:
        kept = papers.take_in(request.FILES.getlist("files"), party, actor=by)
        number = notes.write(party, request.POST.get("text", ""), papers=[paper.pk for paper in kept], by=by)
        undo = reverse("customer_note", args=[party_id, number])
        say(request, _("Noted."), undo=undo, values={"_method": "DELETE"})
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    return _back(request, party_id)


@require_POST
def customer_decisions(request: StaffRequest, party_id: int) -> HttpResponse:
    """Write down what came out of a talk and what comes next."""
    by, party = actor(request), visible_party(request, party_id)
    try:
        decisions.decide(
            party,
            outcome=request.POST.get("outcome", ""),
            next_step=request.POST.get("next_step", ""),
            due_on=parse_date(request.POST.get("due_on", "")),
            by=by,
        )
        say(request, _("Decided and written down."))
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    except ValueError:
        warn(request, _("There is no such day."))
    return _back(request, party_id)


@require_POST
def decision_done(request: StaffRequest, party_id: int, decision: int) -> HttpResponse:
    """The next step is done."""
    party = visible_party(request, party_id)
    decisions.finish(get_object_or_404(Decision, pk=decision, party=party), by=actor(request))
    say(request, _("Done."))
    return _back(request, party_id)


@require_POST
def customer_stage(request: StaffRequest, party_id: int) -> HttpResponse:
    """Put the customer into a stage of life."""
    by, party = actor(request), visible_party(request, party_id)
    number = request.POST.get("stage", "")
    stage = get_object_or_404(LifeStage, pk=int(number) if number.isdigit() else 0, closed_at=None)
    if life.enter(party, stage, by=by):
        say(request, _("Now in the stage “%(stage)s”.") % {"stage": _(stage.name)})
    return _back(request, party_id)


@require_GET
def customer_paper(request: StaffRequest, party_id: int, paper: int) -> FileResponse:
    """Give a file of the card back, as a download."""
    found = Paper.objects.filter(party=visible_party(request, party_id), pk=paper, fact__isnull=False).first()
    if found is None:
        raise Http404
    return download(path_of(found), found.name)


def _back(request: StaffRequest, party_id: int) -> HttpResponse:
    """Lead to the card, or to where the form says one came from."""
    return back(request, "customer", party_id)
