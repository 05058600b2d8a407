"""Rows of the card, edited on their place: addresses, requisites, relations, occasions and the like."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from setpoint.domains.customers.details import SORTS_OF_DETAIL, DetailSort
from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import details
from setpoint.domains.customers.permissions import KIND
from setpoint.kernel.actors import Actor
from setpoint.kernel.field_rights import hidden, readonly
from setpoint.kernel.permissions import may
from setpoint.ui.toasting import say
from setpoint.web.customer.forms import RowForm, row_form
from setpoint.web.customer.seeing import visible_party
from setpoint.web.http import StaffRequest, actor, back, verb, wants

HEADINGS = {
    "contact_point": gettext_lazy("Addresses of contact"),
    "postal_address": gettext_lazy("Postal addresses"),
    "role": gettext_lazy("Roles"),
    "relation": gettext_lazy("Related"),
    "occasion": gettext_lazy("Occasions"),
    "preference": gettext_lazy("Preferences and needs"),
    "requisite": gettext_lazy("Requisites"),
    "bank_account": gettext_lazy("Bank accounts"),
}


@dataclass(frozen=True)
class Shown:
    """A row as it is shown; `form` where it is being edited."""

    pk: int
    text: str
    note: str
    href: str
    fixed: bool
    form: RowForm | None = None


@dataclass(frozen=True)
class Section:
    """The rows of one sort; `new` is the form of one that is being added."""

    sort: str
    heading: str
    rows: list[Shown]
    new: RowForm | None = None


def sections(
    by: Actor, party: Party, *, editing: tuple[str, int] | None = None, form: RowForm | None = None
) -> list[Section]:
    """Return the rows of a card by sort, without what is hidden from the reader; 0 edits a row that is yet to be."""
    unseen, fixed = hidden(by, KIND), readonly(by, KIND)
    return [_section(sort, by, party, unseen, fixed, editing, form) for sort in SORTS_OF_DETAIL.values()]


@require_http_methods(["GET", "POST"])
def rows(request: StaffRequest, party_id: int, sort: str) -> HttpResponse:
    """Show the form of a new row on its place, and save it."""
    return _edit(request, party_id, sort, 0)


@require_http_methods(["GET", "POST", "DELETE"])
def row(request: StaffRequest, party_id: int, sort: str, row: int) -> HttpResponse:
    """Show the form of a row on its place, save it, or take the row away."""
    return _edit(request, party_id, sort, row)


def _edit(request: StaffRequest, party_id: int, sort: str, row: int) -> HttpResponse:
    by, party = actor(request), visible_party(request, party_id)
    if sort not in SORTS_OF_DETAIL:
        raise Http404
    if not may(by, KIND, "change", party.pk):
        raise PermissionDenied
    found = _row(SORTS_OF_DETAIL[sort], party, row)
    if request.method == "GET":
        left = "leave" in request.GET
        return _shown(request, party, None if left else (sort, row), None)
    if found is not None and verb(request) == "DELETE":
        details.remove(found, by=by)
        say(request, _("Taken off the card."))
        return _done(request, party)
    form = row_form(sort, by, request.POST, found)
    if form.is_valid() and _saved(form, sort, party, found, by):
        return _done(request, party)
    return _shown(request, party, (sort, row), form, status=422)


def _saved(form: RowForm, sort: str, party: Party, found: Any, by: Actor) -> bool:
    values = dict(form.cleaned_data)
    try:
        if found is None:
            details.add(SORTS_OF_DETAIL[sort].model(party=party, **values), by=by)
        else:
            details.change(found, values, by=by)
    except ValidationError as refusal:
        form.add_refusal(refusal)
        return False
    return True


def _row(sort: DetailSort, party: Party, number: int) -> Any:
    if not number:
        return None
    found = sort.model.objects.filter(party=party, pk=number).first()
    if found is None:
        raise Http404
    return found


def _section(
    sort: DetailSort,
    by: Actor,
    party: Party,
    unseen: frozenset[str],
    fixed: frozenset[str],
    editing: tuple[str, int] | None,
    form: RowForm | None,
) -> Section:
    found = sort.model.objects.filter(party=party)
    related = [
        field.name
        for field in sort.model._meta.fields
        if field.name in ("kind", "other", "topic") and field.is_relation
    ]
    shown = []
    for row in found.select_related(*related) if related else found:
        if sort.field(row) in unseen:
            continue
        edited = editing == (sort.key, row.pk)
        opened = (form or row_form(sort.key, by, instance=row)) if edited else None
        shown.append(Shown(row.pk, sort.said(row), _note(row), _href(row), sort.field(row) in fixed, opened))
    new = (form or row_form(sort.key, by)) if editing == (sort.key, 0) else None
    return Section(sort.key, str(HEADINGS[sort.key]), shown, new)


def _note(row: Any) -> str:
    parts = []
    if hasattr(row, "use"):
        parts.append(str(row.get_use_display()))
    if getattr(row, "note", ""):
        parts.append(row.note)
    if getattr(row, "medium", "") == "phone" and not row.normalised:
        parts.append(_("cannot be dialled, kept as written"))
    since, until = getattr(row, "since", None), getattr(row, "until", None)
    if since or until:
        parts.append(f"{since or '…'} – {until or '…'}")
    return " · ".join(parts)


def _href(row: Any) -> str:
    medium = getattr(row, "medium", "")
    if medium == "email":
        return f"mailto:{row.value}"
    # one that cannot be dialled leads nowhere
    return f"tel:{row.normalised}" if medium == "phone" and row.normalised else ""


def _done(request: StaffRequest, party: Party) -> HttpResponse:
    if not wants(request, "rows"):
        return back(request, "customer", party.pk)
    return _shown(request, party, None, None)


def _shown(
    request: StaffRequest, party: Party, editing: tuple[str, int] | None, form: RowForm | None, status: int = 200
) -> HttpResponse:
    context = {
        "party": party,
        "sections": sections(actor(request), party, editing=editing, form=form),
        "changes": True,
    }
    template = "web/customer/rows.html" if wants(request, "rows") else "web/customer/rows_page.html"
    return render(request, template, context, status=status)
