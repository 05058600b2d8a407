"""The fields of one record: shown, edited on their place, files given back."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import visible_to
from setpoint.kernel.refs import Ref
from setpoint.platform.fields.files import path_of
from setpoint.platform.fields.kinds import FieldKind, kind_of
from setpoint.platform.fields.models import Field, FieldType
from setpoint.platform.fields.operations.values import fill
from setpoint.platform.fields.reading import fields_for, fields_written_by, values_of
from setpoint.platform.uploads.giving import download
from setpoint.ui.toasting import say
from setpoint.web.fields.card import address_of, card_of
from setpoint.web.fields.inputs import FieldsForm, by_key
from setpoint.web.http import StaffRequest, actor, back, wants


def record_fields(request: StaffRequest, kind: str, record: int) -> HttpResponse:
    """Show the fields of a record; ?edit=roof opens one, POST saves it."""
    by = actor(request)
    declared, title = _seen(by, kind, record)
    changes = declared.rows(by, "change").filter(pk=record).exists()
    editing, form, status = request.GET.get("edit", ""), None, 200
    if request.method == "POST":
        if not changes:
            raise PermissionDenied
        form = _filled(request, kind, record, editing)
        status = 422 if form.errors else 200
        if not form.errors:
            if not wants(request, "fields"):
                say(request, _("Saved."))
                return back(request, "record_fields", kind, record)
            form, editing = None, ""
    card = card_of(kind, record, by, changes=changes, editing=editing, form=form)
    context = {"card": card, "title": title, "back": address_of(Ref(kind, record))}
    template = "web/fields/card.html" if wants(request, "fields") else "web/fields/page.html"
    response = render(request, template, context, status=status)
    if request.method == "POST" and status == 200:  # noqa: PLR2004 - saved
        response.headers["HX-Trigger"] = f"{kind.rpartition('.')[2]}s-changed"
    return response


def field_file(request: StaffRequest, kind: str, record: int, key: str) -> FileResponse:
    """Give back the file of a record, as a download."""
    by = actor(request)
    _seen(by, kind, record)
    fields = [one for one in fields_for(by, kind) if one.key == key and one.type == FieldType.FILE]
    found = values_of(kind, [record], fields)[record].get(key)
    if found is None:
        raise Http404
    return download(path_of(found), found.name)


def _filled(request: StaffRequest, kind: str, record: int, key: str) -> FieldsForm:
    by = actor(request)
    fields: list[Field] = [
        one for one in fields_written_by(by, kind) if one.key == key and one.type != FieldType.FORMULA
    ]
    if not fields:
        raise Http404
    form = FieldsForm(fields, actor(request), data=request.POST, files=request.FILES)
    if form.is_valid():
        try:
            fill(kind, record, form.values(), by=actor(request))
        except ValidationError as refusal:
            form.add_refusal(by_key(refusal))
    return form


def _seen(by: Actor, kind: str, record: int) -> tuple[FieldKind, str]:
    try:
        declared = kind_of(kind)
    except KeyError:
        raise Http404 from None
    title = visible_to(by, kind).filter(pk=record).values_list(declared.title, flat=True).first()
    if title is None:
        raise Http404
    return declared, title
