"""Settings: which fields a kind of record has, one field, the order of the form."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setpoint.kernel.permissions import scope_of
from setpoint.platform.fields.kinds import FieldKind, all_kinds
from setpoint.platform.fields.models import Field
from setpoint.platform.fields.operations.choices import names_of
from setpoint.platform.fields.operations.definitions import add_field, arrange_form, change_field
from setpoint.platform.fields.permissions import KIND
from setpoint.platform.fields.reading import fields_of
from setpoint.platform.fields.requiring import ALWAYS, states_by_id
from setpoint.ui.toasting import say, warn
from setpoint.web.field_settings.arranging import form_of, moved, put
from setpoint.web.field_settings.forms import FieldForm
from setpoint.web.http import StaffRequest, actor, answer, back


def field_kinds(request: StaffRequest) -> HttpResponse:
    """List the kinds of record with the number of their fields."""
    _require(request)
    found = Field.objects.filter(removed_at__isnull=True).order_by().values("kind").annotate(count=Count("pk"))
    counts = {row["kind"]: row["count"] for row in found}
    kinds = [(kind, counts.get(kind.kind, 0)) for kind in all_kinds().values()]
    return answer(request, "web/field_settings/kinds.html", {"kinds": kinds})


def fields_of_kind(request: StaffRequest, kind: str) -> HttpResponse:
    """List the fields of a kind in the order of its form."""
    _require(request)
    declared = _kind(kind)
    fields, states = fields_of(kind), states_by_id(declared)
    rows = [(field, _required(field, states)) for field in fields]
    return answer(request, "web/field_settings/list.html", {"kind": declared, "rows": rows})


def new_field(request: StaffRequest, kind: str) -> HttpResponse:
    """Add a field."""
    _require(request)
    declared = _kind(kind)
    form = FieldForm(declared, None, request.POST or None, request.company.currency)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            added = add_field(
                kind=kind,
                key=said["key"],
                type=said["type"],
                choices=form.choices_given(),
                by=actor(request),
                **form.values(),
            )
        except ValidationError as refusal:
            form.add_refusal(refusal)
        else:
            say(request, _("Added: %(name)s") % {"name": added})
            return HttpResponseRedirect(reverse("fields_of_kind", args=[kind]))
    context = {"form": form, "kind": declared}
    return answer(request, "web/field_settings/field.html", context, status=422 if form.is_bound else 200)


def edit_field(request: StaffRequest, kind: str, key: str) -> HttpResponse:
    """Change a field."""
    _require(request)
    declared, field = _kind(kind), _field(kind, key)
    form = FieldForm(declared, field, request.POST or None, request.company.currency)
    if request.method == "POST" and form.is_valid():
        try:
            choices = form.choices_given()
            change_field(field, form.values(), choices=choices or None, by=actor(request))
        except ValidationError as refusal:
            form.add_refusal(refusal)
        else:
            say(request, _("Saved."))
            return HttpResponseRedirect(reverse("fields_of_kind", args=[kind]))
    context: dict[str, Any] = {"form": form, "kind": declared, "declared": field}
    return answer(request, "web/field_settings/field.html", context, status=422 if form.is_bound else 200)


@require_POST
def arrangement(request: StaffRequest, kind: str) -> HttpResponse:
    """Move a field up or down, or into a section."""
    _require(request)
    _kind(kind)
    key, form = request.POST.get("key", ""), form_of(fields_of(kind))
    try:
        if "section_en" in request.POST or "section_ru" in request.POST:
            given = {language: request.POST.get(f"section_{language}", "") for language in ("en", "ru")}
            form = put(form, key, names_of(given) if any(text.strip() for text in given.values()) else {})
        else:
            form = moved(form, key, up=request.POST.get("step") == "up")
        arrange_form(kind=kind, form=form, by=actor(request))
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    return back(request, "fields_of_kind", kind)


def _require(request: StaffRequest) -> None:
    if scope_of(actor(request), KIND, "change") is None:
        raise PermissionDenied


def _kind(name: str) -> FieldKind:
    kinds = all_kinds()
    if name not in kinds:
        raise Http404
    return kinds[name]


def _field(kind: str, key: str) -> Field:
    found = next((field for field in fields_of(kind) if field.key == key), None)
    if found is None:
        raise Http404
    return found


def _required(field: Field, states: Any) -> str:
    if field.required_from is None:
        return ""
    if field.required_from == ALWAYS:
        return _("always")
    state = states.get(field.required_from)
    return _("from “%(state)s” on") % {"state": state.label} if state else ""
