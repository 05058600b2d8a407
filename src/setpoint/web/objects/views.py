"""Kinds that a person may see, the records of one, one record, a new one."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from setpoint.journal.reading import timeline
from setpoint.kernel.permissions import scope_of, visible_to, within_scope
from setpoint.platform.fields.reading import fields_written_by
from setpoint.platform.objects.models import ObjectKind, ObjectRecord
from setpoint.platform.objects.operations import records
from setpoint.platform.objects.permissions import KIND, kinds_seen, records_of
from setpoint.ui.toasting import say
from setpoint.web.fields.card import card_of
from setpoint.web.fields.inputs import FieldsForm, by_key
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.lists.showing import show
from setpoint.web.objects.forms import RecordForm
from setpoint.web.timeline.telling import page_of


def kinds(request: StaffRequest) -> HttpResponse:
    """List the kinds of record of which this person may see some."""
    by = actor(request)
    context = {"kinds": kinds_seen(by), "settles": scope_of(by, KIND, "change") is not None}
    return answer(request, "web/objects/kinds.html", context)


def objects(request: StaffRequest, key: str) -> HttpResponse:
    """Show a page of the records of a kind."""
    kind = _kind(request, key)
    context: dict[str, Any] = {
        "kind": kind,
        "nothing": "web/objects/nothing.html",
        "creates": scope_of(actor(request), kind.kind, "create") is not None,
    }
    return show(request, kind.kind, "web/objects/page.html", context)


def new_object(request: StaffRequest, key: str) -> HttpResponse:
    """Create a record."""
    by, kind = actor(request), _kind(request, key)
    if scope_of(by, kind.kind, "create") is None:
        raise PermissionDenied
    form = RecordForm(kind.kind, "create", by, request.POST or None, initial={"owner": request.user.pk})
    further = FieldsForm(fields_written_by(by, kind.kind), by, data=request.POST or None, files=request.FILES or None)
    if request.method == "POST" and form.is_valid() & further.is_valid():
        try:
            made = records.create(kind, by=by, fields=further.values(), **form.cleaned_data)
        except ValidationError as refusal:
            further.add_refusal(form.add_refusal(by_key(refusal)))
        else:
            say(request, _("Added: %(name)s") % {"name": made.name})
            return HttpResponseRedirect(reverse("object", args=[key, made.pk]))
    context = {"form": form, "further": further, "kind": kind}
    return answer(request, "web/objects/new.html", context, status=422 if form.is_bound else 200)


def one_object(request: StaffRequest, key: str, record: int) -> HttpResponse:
    """Show a record; POST changes name and owner."""
    by, kind = actor(request), _kind(request, key)
    found: ObjectRecord = get_object_or_404(visible_to(by, kind.kind).select_related("owner", "kind"), pk=record)
    changes = within_scope(by, records_of(kind.kind), kind.kind, "change").filter(pk=record).exists()
    form = RecordForm(
        kind.kind, "change", by, request.POST or None, initial={"name": found.name, "owner": found.owner_id}
    )
    if request.method == "POST" and form.is_valid():
        try:
            records.change(found, form.cleaned_data, by=by)
        except ValidationError as refusal:
            form.add_refusal(by_key(refusal))
        else:
            say(request, _("Saved."))
            return HttpResponseRedirect(reverse("object", args=[key, record]))
    context = {
        "kind": kind,
        "found": found,
        "form": form,
        "changes": changes,
        "card": card_of(kind.kind, record, by, changes=changes),
        "lines": _lines(request, kind.kind, record),
        "timeline_url": reverse("object_timeline", args=[key, record]),
    }
    return answer(request, "web/objects/object.html", context, status=422 if form.is_bound else 200)


def object_timeline(request: StaffRequest, key: str, record: int) -> HttpResponse:
    """Show a further page of what happened to a record."""
    kind = _kind(request, key)
    get_object_or_404(visible_to(actor(request), kind.kind), pk=record)
    part = "ui/timeline_lines.html" if request.GET.get("before") else "ui/timeline.html"
    context = {"lines": _lines(request, kind.kind, record), "url": request.path, "id": "object-timeline"}
    return render(request, part, context)


def _lines(request: StaffRequest, kind: str, record: int) -> Any:
    facts = timeline(actor(request), about=(kind, record))
    channel, before = request.GET.get("channel", ""), request.GET.get("before", "")
    return page_of(facts, by=actor(request), currency=request.company.currency, channel=channel, before=before)


def _kind(request: StaffRequest, key: str) -> ObjectKind:
    kind = ObjectKind.objects.filter(key=key, removed_at__isnull=True).first()
    if kind is None or scope_of(actor(request), kind.kind, "see") is None:
        raise Http404
    return kind
