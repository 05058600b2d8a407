"""Sequences: all of them, one with who is where in it, putting one together, letting a record begin and leave."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from setpoint.domains.activities.models import Enrolment, Sequence, SequenceStep, StepKind
from setpoint.domains.activities.operations import sequences as operations
from setpoint.domains.activities.permissions import SEQUENCE
from setpoint.kernel.permissions import is_registered, scope_of, visible_to
from setpoint.kernel.refs import Ref
from setpoint.platform.fields.types.link import titles
from setpoint.ui.toasting import say, warn
from setpoint.web.activity.showing import record_named
from setpoint.web.fields.card import PAGES
from setpoint.web.http import StaffRequest, actor, answer, back, verb

SHOWN, MORE_STEPS, MOST_STEPS = 200, 3, 30
STOPS = {
    "customers.contacted": gettext_lazy("the customer answers or gets in touch"),
    "sales.deal_won": gettext_lazy("the deal is won"),
    "sales.deal_lost": gettext_lazy("the deal is lost"),
    "sales.lead_converted": gettext_lazy("the lead becomes a deal or a contact"),
    "sales.lead_rejected": pgettext_lazy("of a sequence", "the lead is rejected"),
}


def sequences(request: StaffRequest) -> HttpResponse:
    """Show every sequence with how many are in it and through it."""
    by = actor(request)
    if scope_of(by, SEQUENCE, "see") is None:
        raise PermissionDenied
    inside = Count("enrolments", filter=Q(enrolments__ended_at=None), distinct=True)
    through = Count("enrolments", filter=Q(enrolments__ended_at__isnull=False), distinct=True)
    rows = Sequence.objects.annotate(inside=inside, through=through, long=Count("steps", distinct=True))
    return answer(request, "web/sequences/list.html", {"rows": rows, "changes": _changes(request)})


def sequence(request: StaffRequest, sequence_id: int = 0) -> HttpResponse:
    """Show a sequence with who is where in it, or a new one; POST saves it."""
    by = actor(request)
    rows = visible_to(by, SEQUENCE)
    found: Sequence = get_object_or_404(rows, pk=sequence_id) if sequence_id else Sequence(stops_on=list(STOPS))
    if not sequence_id and not _changes(request):
        raise PermissionDenied
    steps = list(found.steps.all()) if sequence_id else []
    errors: dict[str, str] = {}
    if request.method == "POST":
        found.name = request.POST.get("name", "")
        found.stops_on = [kind for kind in STOPS if request.POST.get(f"stop.{kind}")]
        steps = _sent(request.POST)
        try:
            operations.save(found, steps, by=by)
        except ValidationError as refusal:
            errors = {name: " ".join(messages) for name, messages in refusal.message_dict.items()}
        else:
            say(request, _("Saved."))
            return HttpResponseRedirect(reverse("sequence", args=[found.pk]))
    context: dict[str, Any] = {
        "sequence": found,
        "steps": [*steps, *(SequenceStep(kind="call") for _more in range(MORE_STEPS))],
        "kinds": StepKind.choices,
        "stops": [(kind, label, kind in found.stops_on) for kind, label in STOPS.items()],
        "errors": errors,
        "changes": _changes(request),
        "people": _people(request, found) if found.pk else [],
    }
    return answer(request, "web/sequences/page.html", context, status=422 if errors else 200)


@require_POST
def enrolments(request: StaffRequest) -> HttpResponse:
    """Let the record of `about` begin the sequence of `sequence`."""
    by, word = actor(request), request.POST.get("about", "")
    record, number = record_named(by, word), request.POST.get("sequence", "")
    found = visible_to(by, SEQUENCE).filter(pk=int(number) if number.isdigit() else 0).first()
    if record is None or found is None:
        raise Http404
    kind = word.partition(":")[0]
    try:
        made = operations.enrol_many(found, kind, [record.pk], by=by)
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    else:
        undo = reverse("enrolment", args=[made[0].pk]) if made else ""
        say(request, _("Begun: %(name)s") % {"name": found.name}, undo=undo, values={"_method": "DELETE", "undo": 1})
    return back(request, PAGES[kind], record.pk)


@require_POST
def enrolment(request: StaffRequest, enrolment_id: int) -> HttpResponse:
    """DELETE lets a record leave its sequence."""
    by = actor(request)
    row = get_object_or_404(Enrolment, pk=enrolment_id)
    seen = is_registered(row.about_kind) and visible_to(by, row.about_kind).filter(pk=row.about_id).exists()
    if not seen or verb(request) != "DELETE":
        raise Http404
    if operations.leave_many([row.pk], by=by):
        say(request, _("The sequence is stopped."))
    return back(request, "sequence", row.sequence_id)


def _people(request: StaffRequest, found: Sequence) -> list[dict[str, Any]]:
    """Return who is where, the newest first, as far as the reader sees the records."""
    rows = list(found.enrolments.select_related("owner", "activity").order_by("ended_at", "-pk")[:SHOWN])
    named = titles(actor(request), [Ref(row.about_kind, row.about_id) for row in rows])
    steps = {step.position: step.subject for step in found.steps.all()}
    return [
        {
            "row": row,
            "title": named[Ref(row.about_kind, row.about_id)],
            "url": reverse(PAGES[row.about_kind], args=[row.about_id]) if row.about_kind in PAGES else "",
            "step": steps.get(row.position, ""),
            "reason": _(row.reason) if row.reason else "",
        }
        for row in rows
        if Ref(row.about_kind, row.about_id) in named
    ]


def _sent(sent: QueryDict) -> list[SequenceStep]:
    """Return the steps of the form; a line without a subject is none."""
    steps = []
    for number in range(MOST_STEPS + MORE_STEPS):
        subject, wait = sent.get(f"subject.{number}", "").strip(), sent.get(f"wait.{number}", "")
        if subject:
            days = int(wait[:4]) if wait.isascii() and wait.isdigit() else 0
            kind, text = sent.get(f"kind.{number}", ""), sent.get(f"text.{number}", "")
            steps.append(SequenceStep(kind=kind, wait_days=days, subject=subject[:200], text=text))
    return steps


def _changes(request: StaffRequest) -> bool:
    return scope_of(actor(request), SEQUENCE, "change") is not None
